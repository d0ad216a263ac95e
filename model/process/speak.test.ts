import { expect, test } from 'vitest'
import { approval, play, process, users } from './testCompany.ts'

const two = (more: object = {}) => {
  const run = play(
    process(
      'first',
      { first: approval(users('ann'), 'second'), second: approval(users('bob'), 'yes') },
      { lock: true, ...more },
    ),
  )
  return { run, effects: run.start() }
}

test('the record is locked while it runs and free when it ends', () => {
  const { run, effects } = two()
  expect(effects).toContainEqual({ kind: 'lock' })
  run.approve('ann')
  const last = run.approve('bob')
  expect(last).toContainEqual({ kind: 'unlock' })
  expect(last).toContainEqual({ kind: 'ended', outcome: 'approved' })
})

test('the initiator withdraws, nobody else can', () => {
  const { run } = two()
  expect(() => run.send({ kind: 'withdraw', by: 'ann' })).toThrow(
    expect.objectContaining({ code: 'cannot_withdraw' }),
  )
  expect(run.send({ kind: 'withdraw', by: 'li' })).toContainEqual({ kind: 'unlock' })
  expect(run.instance()).toMatchObject({ status: 'ended', outcome: 'cancelled' })
})

test('where the company says so, nothing is withdrawn after a decision', () => {
  const { run } = two({ withdraw: 'undecided' })
  run.approve('ann')
  expect(() => run.send({ kind: 'withdraw', by: 'li' })).toThrow(
    expect.objectContaining({ code: 'cannot_withdraw' }),
  )
})

test('urging reminds whoever holds the task', () => {
  const { run } = two()
  expect(run.send({ kind: 'urge', by: 'li', comment: '客户在等' })).toContainEqual(
    expect.objectContaining({
      kind: 'notify',
      users: ['ann'],
      message: expect.objectContaining({ zh: '催办：评审，客户在等' }),
    }),
  )
})

test('comments stay in the trail, also after the end, while decisions are refused there', () => {
  const { run } = two()
  const task = run.taskOf('ann')
  run.send({ kind: 'cancelled' })
  run.send({ kind: 'comment', by: 'bob', comment: '下次再说' })
  expect(run.instance().history.at(-1)).toMatchObject({ what: 'comment', by: 'bob', comment: '下次再说' })
  expect(() => run.send({ kind: 'task_completed', task, by: 'ann', outcome: 'approve' })).toThrow(
    expect.objectContaining({ code: 'process_ended' }),
  )
})
