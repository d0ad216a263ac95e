import { expect, test } from 'vitest'
import { approval, env, play, process, users } from './testCompany.ts'

const vote = (mode: unknown) =>
  play(process('vote', { vote: approval(users('ann', 'bob', 'cat'), 'yes', { mode }) }))

test('any of several approvers is enough, and the others lose the task', () => {
  const run = vote('any')
  run.start()
  expect(run.asked()).toBe('ann bob cat')
  run.approve('bob')
  expect(run.instance().outcome).toBe('approved')
  expect(
    run
      .instance()
      .tasks.map((task) => task.closed?.reason)
      .sort(),
  ).toEqual(['completed', 'decided_by_others', 'decided_by_others'])
})

test('where any decides, the first rejection rejects', () => {
  const run = vote('any')
  run.start()
  run.reject('ann')
  expect(run.instance().outcome).toBe('rejected')
})

test('where all must agree, the last one completes it and one rejection ends it', () => {
  const agreed = vote('all')
  agreed.start()
  agreed.approve('ann')
  agreed.approve('cat')
  expect(agreed.instance().status).toBe('running')
  agreed.approve('bob')
  expect(agreed.instance().outcome).toBe('approved')
  const refused = vote('all')
  refused.start()
  refused.approve('ann')
  refused.reject('bob')
  expect(refused.instance().outcome).toBe('rejected')
})

test('a share of 60 percent of three needs two, and is lost when two reject', () => {
  const passed = vote({ share: 60 })
  passed.start()
  passed.approve('ann')
  passed.reject('bob')
  expect(passed.instance().status).toBe('running')
  passed.approve('cat')
  expect(passed.instance().outcome).toBe('approved')
  const lost = vote({ share: 60 })
  lost.start()
  lost.reject('ann')
  lost.reject('bob')
  expect(lost.instance().outcome).toBe('rejected')
})

test('in sequence each is asked after the one before', () => {
  const run = vote('sequential')
  run.start()
  expect(run.asked()).toBe('ann')
  run.approve('ann')
  expect(run.asked()).toBe('bob')
  run.approve('bob')
  run.approve('cat')
  expect(run.instance().outcome).toBe('approved')
})

test('nobody decides for another or twice', () => {
  const run = vote('all')
  run.start()
  const task = run.taskOf('ann')
  expect(() => run.send({ kind: 'task_completed', task, by: 'bob', outcome: 'approve' })).toThrow(
    expect.objectContaining({ code: 'not_assignee' }),
  )
  run.approve('ann')
  expect(() => run.send({ kind: 'task_completed', task, by: 'ann', outcome: 'approve' })).toThrow(
    expect.objectContaining({ code: 'task_not_open' }),
  )
})

test('a rejection may lead back to a form instead of the end', () => {
  const run = play(
    process('form', {
      form: {
        kind: 'fill',
        label: { zh: '补充' },
        assignees: [{ initiator: true }],
        fields: ['reason'],
        required: ['reason'],
        next: 'vote',
      },
      vote: approval(users('ann'), 'yes', { rejected: 'form' }),
    }),
  )
  run.start()
  expect(() => run.fill('li')).toThrow(expect.objectContaining({ code: 'fields_missing' }))
  expect(() => run.fill('li', { price: '1' })).toThrow(expect.objectContaining({ code: 'field_not_asked' }))
  expect(run.fill('li', { reason: '老客户' })).toContainEqual(
    expect.objectContaining({ kind: 'set_fields', fields: { reason: '老客户' } }),
  )
  run.reject('ann')
  expect(run.asked()).toBe('li')
})

test('a discount above five percent goes to the director, exactly five does not', () => {
  const definition = process('which', {
    which: {
      kind: 'exclusive',
      label: { zh: '折扣' },
      branches: [{ when: 'discount > 5', next: 'director' }],
      default: 'manager',
    },
    director: approval([{ role: 'director' }], 'yes'),
    manager: approval([{ manager: 1 }], 'yes'),
  })
  const above = play(definition, env({ 'discount > 5': true }))
  above.start()
  expect(above.asked()).toBe('zhao')
  const exactly = play(definition, env({ 'discount > 5': false }))
  exactly.start()
  expect(exactly.asked()).toBe('wang')
})

test('people the initiator chose are asked, once each', () => {
  const run = play(
    process('vote', { vote: approval([{ chosen_by_initiator: true }, { user: 'ann' }], 'yes') }),
  )
  run.start({ chosen: { vote: ['bob', 'ann'] } })
  expect(run.asked()).toBe('ann bob')
})

test('where nobody may approve their own request, the manager is asked instead', () => {
  const own = play(process('vote', { vote: approval(users('li', 'ann'), 'yes') }, { own: 'to_manager' }))
  own.start()
  expect(own.asked()).toBe('ann wang')
})

test('whoever has approved already is taken as agreed at a later step, until it is returned', () => {
  const run = play(
    process(
      'first',
      {
        first: approval(users('ann'), 'second'),
        second: approval(users('ann', 'bob'), 'third'),
        third: approval(users('ann', 'bob', 'cat'), 'yes', { mode: 'sequential' }),
      },
      { repeated: 'agreed' },
    ),
  )
  run.start()
  run.approve('ann')
  expect(run.asked()).toBe('bob')
  run.approve('bob')
  expect(run.asked()).toBe('cat')
  run.back('cat', 'first')
  run.approve('ann')
  run.approve('bob')
  run.approve('cat')
  expect(run.instance().outcome).toBe('approved')
})

test('where any is enough and one has agreed before, the others are not troubled', () => {
  const run = play(
    process(
      'first',
      {
        first: approval(users('ann'), 'second'),
        second: approval(users('ann', 'bob'), 'yes', { mode: 'any' }),
      },
      { repeated: 'agreed' },
    ),
  )
  run.start()
  run.approve('ann')
  expect(run.instance()).toMatchObject({ outcome: 'approved', tasks: [{ assignee: 'ann' }] })
})
