import { expect, test } from 'vitest'
import type { Node } from './definition.ts'
import { approval, env, play, process, users } from './testCompany.ts'

const label = { zh: '步骤', en: 'Step' }
const single = (node: object, facts = {}, nodes: Record<string, Node> = {}) => {
  const run = play(process('it', { it: { label, next: 'yes', ...node } as Node, ...nodes }), env(facts))
  const effects = run.start()
  const id = run.instance().tokens[0]?.awaiting?.id ?? 'none'
  return { run, effects, id }
}

test('an action is asked for with its inputs, and its answer goes on', () => {
  const { run, effects, id } = single(
    { kind: 'action', action: 'quote.send', input: { to: 'customer.email' } },
    { 'customer.email': 'a@b.cn' },
  )
  expect(effects).toContainEqual({ kind: 'run_action', id, action: 'quote.send', input: { to: 'a@b.cn' } })
  run.send({ kind: 'action_done', id, result: { sent: true } })
  expect(run.instance()).toMatchObject({ outcome: 'approved', context: { it: { sent: true } } })
})

test('why a step failed is told in both languages', () => {
  const { run, id } = single({ kind: 'action', action: 'x', label: { zh: '派单', en: 'Dispatch' } })
  run.send({ kind: 'action_failed', id, message: { zh: '没有电话', en: 'No telephone' } })
  expect(run.instance().history.findLast((line) => line.what === 'problem')?.comment).toEqual({
    zh: '“派单”执行失败：没有电话',
    en: '"Dispatch" failed: No telephone',
  })
})

test('an answer that comes twice or too late changes nothing', () => {
  const { run, id } = single(
    { kind: 'call', call: { webhook: 'erp' }, next: 'vote' },
    {},
    { vote: approval(users('ann'), 'yes') },
  )
  run.send({ kind: 'action_done', id })
  const before = run.instance()
  run.send({ kind: 'action_done', id })
  run.send({ kind: 'action_failed', id, message: 'late' })
  expect(run.instance()).toEqual(before)
})

test('a failed action goes its stated way, or to the administrator who retries', () => {
  const stated = single({ kind: 'action', action: 'x', failed: 'no' })
  stated.run.send({ kind: 'action_failed', id: stated.id, message: 'timeout' })
  expect(stated.run.instance().outcome).toBe('rejected')
  const { run, id } = single({ kind: 'action', action: 'x' })
  run.send({ kind: 'action_failed', id, message: 'timeout' })
  expect(run.open()).toMatchObject([{ kind: 'exception', assignee: 'admin' }])
  const again = run.send({ kind: 'task_completed', task: run.taskOf('admin'), by: 'admin', outcome: 'retry' })
  expect(again).toContainEqual(expect.objectContaining({ kind: 'run_action', action: 'x' }))
  expect(run.instance().tokens[0]?.awaiting?.id).not.toBe(id)
})

test('a sub-process is started and its verdict is taken over', () => {
  const { run, effects, id } = single({ kind: 'subprocess', process: 'credit' })
  expect(effects).toContainEqual({ kind: 'start_child', id, process: 'credit', input: {} })
  run.send({ kind: 'child_ended', id, outcome: 'rejected' })
  expect(run.instance().outcome).toBe('rejected')
})

test('a wait passes when its time has come, its date, or its event', () => {
  const time = single({ kind: 'wait', for: { duration: 'P2D' } })
  expect(time.effects).toContainEqual({ kind: 'set_due', id: time.id, at: '2026-11-25T08:00:00.000Z' })
  time.run.send({ kind: 'due', id: time.id })
  expect(time.run.instance().outcome).toBe('approved')
  const date = single({ kind: 'wait', for: { until: 'delivery' } }, { delivery: '2026-12-01' })
  expect(date.effects).toContainEqual({ kind: 'set_due', id: date.id, at: '2026-12-01T00:00:00.000Z' })
  const event = single({
    kind: 'wait',
    for: { event: 'payment.received' },
    timeout: 'P7D',
    timeout_next: 'no',
  })
  expect(event.run.send({ kind: 'signal', name: 'payment.received' })).toContainEqual({
    kind: 'clear_due',
    id: event.id,
  })
  expect(event.run.instance().outcome).toBe('approved')
  const never = single({
    kind: 'wait',
    for: { event: 'payment.received' },
    timeout: 'P7D',
    timeout_next: 'no',
  })
  never.run.send({ kind: 'due', id: never.id })
  expect(never.run.instance().outcome).toBe('rejected')
})

test('a wait for an empty date does not pass at once, somebody is asked', () => {
  expect(single({ kind: 'wait', for: { until: 'delivery' } }).run.open()).toMatchObject([
    { kind: 'exception' },
  ])
})

test('a notice goes to everybody once and stops nobody', () => {
  const { run, effects } = single({
    kind: 'notify',
    to: [{ role: 'board' }, { user: 'ann' }],
    message: { zh: '含特殊技术条款' },
  })
  expect(effects).toContainEqual(expect.objectContaining({ kind: 'notify', users: ['ann', 'bob', 'cat'] }))
  expect(run.instance().outcome).toBe('approved')
})

test('a process that runs in circles is cut and shown to the administrator', () => {
  const { run } = single({ kind: 'notify', to: [], next: 'it' })
  expect(run.open()).toMatchObject([{ kind: 'exception', assignee: 'admin' }])
  run.send({ kind: 'task_completed', task: run.taskOf('admin'), by: 'admin', outcome: 'reject' })
  expect(run.instance().outcome).toBe('cancelled')
})
