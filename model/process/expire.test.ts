import { expect, test } from 'vitest'
import { approval, play, process, users } from './testCompany.ts'

const late = (on_due: string, names = ['ann']) => {
  const run = play(process('vote', { vote: approval(users(...names), 'yes', { due: 'PT4H', on_due }) }))
  const effects = run.start()
  return { run, effects }
}

test('a task carries its due moment', () => {
  expect(late('remind').effects).toContainEqual(
    expect.objectContaining({ kind: 'set_due', at: '2026-11-23T12:00:00.000Z' }),
  )
})

test('overdue, the approver is reminded and the clock starts again', () => {
  const { run } = late('remind')
  run.at('2026-11-23T12:00:00Z')
  const effects = run.due('ann')
  expect(effects).toContainEqual(expect.objectContaining({ kind: 'notify', users: ['ann'] }))
  expect(effects).toContainEqual(expect.objectContaining({ kind: 'set_due', at: '2026-11-23T16:00:00.000Z' }))
  expect(run.asked()).toBe('ann')
})

test('overdue, the task climbs to the manager, then further, then to the administrator', () => {
  const { run } = late('escalate')
  run.due('ann')
  expect(run.asked()).toBe('wang')
  run.due('wang')
  expect(run.asked()).toBe('zhao')
  run.due('zhao')
  expect(run.asked()).toBe('admin')
  expect(run.due('admin')).toContainEqual(expect.objectContaining({ kind: 'notify', users: ['admin'] }))
  run.approve('admin')
  expect(run.instance().outcome).toBe('approved')
})

test('overdue, the system decides where the company says so', () => {
  const approves = late('approve').run
  approves.due('ann')
  expect(approves.instance()).toMatchObject({
    outcome: 'approved',
    tasks: [{ closed: { reason: 'due', outcome: 'approve' } }],
  })
  const rejects = late('reject', ['ann', 'bob']).run
  rejects.due('ann')
  expect(rejects.instance().outcome).toBe('rejected')
})

test('a deadline that no longer stands changes nothing', () => {
  const { run } = late('approve', ['ann', 'bob'])
  const task = run.taskOf('ann')
  run.approve('ann')
  const before = run.instance()
  expect(run.send({ kind: 'due', id: task })).toEqual([])
  expect(run.send({ kind: 'due', id: run.taskOf('bob'), at: '2020-01-01T00:00:00.000Z' })).toEqual([])
  expect(run.instance()).toEqual(before)
})
