import { expect, test } from 'vitest'
import { approval, env, play, process, users } from './testCompany.ts'

const vacant = (more: object = {}) =>
  play(process('vote', { vote: approval([{ role: 'nobody' }], 'yes', more) }))

test('a vacant step refuses the submission and names the step', () => {
  expect(() => vacant().start()).toThrow(
    expect.objectContaining({
      code: 'no_assignee',
      details: expect.objectContaining({ data: { node: 'vote' } }),
    }),
  )
})

test('a vacant step can be skipped where the company says so', () => {
  const run = vacant({ if_empty: 'skip' })
  run.start()
  expect(run.instance().outcome).toBe('approved')
  expect(run.instance().history.map((line) => line.what)).toContain('skipped')
})

test('a vacant step can go to the administrator or to the manager', () => {
  const admin = vacant({ if_empty: 'to_admin' })
  admin.start()
  expect(admin.asked()).toBe('admin')
  const manager = vacant({ if_empty: 'to_manager' })
  manager.start()
  expect(manager.asked()).toBe('wang')
})

test('a vacancy met by a machine becomes a task of the administrator, who mends it and retries', () => {
  const run = play(
    process('pause', {
      pause: { kind: 'wait', label: { zh: '等一天' }, for: { duration: 'P1D' }, next: 'vote' },
      vote: approval([{ role: 'nobody' }], 'yes'),
    }),
  )
  run.start()
  run.send({ kind: 'due', id: run.instance().tokens[0]!.awaiting!.id })
  expect(run.open()).toMatchObject([{ kind: 'exception', assignee: 'admin' }])
  expect(() =>
    run.send({ kind: 'task_completed', task: run.taskOf('admin'), by: 'admin', outcome: 'skip' }),
  ).toThrow(expect.objectContaining({ code: 'cannot_skip' }))
  run.given(env({}, { people: () => ['ann'] }))
  run.send({ kind: 'task_completed', task: run.taskOf('admin'), by: 'admin', outcome: 'retry' })
  expect(run.asked()).toBe('ann')
})

test('the person asked is free to be somebody who stands in, as the caller resolves it', () => {
  const away = env({}, { people: (who) => ('user' in who && who.user === 'ann' ? ['bob'] : []) })
  const run = play(process('vote', { vote: approval(users('ann'), 'yes') }), away)
  run.start()
  expect(run.asked()).toBe('bob')
})
