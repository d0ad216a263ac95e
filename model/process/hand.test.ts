import { expect, test } from 'vitest'
import { approval, play, process, users } from './testCompany.ts'

const start = (mode: unknown, names: string[], more: object = {}) => {
  const run = play(process('vote', { vote: approval(users(...names), 'yes', { mode, ...more }) }))
  run.start()
  return run
}

test('a transfer closes one task and opens the other, and the new one decides', () => {
  const run = start('all', ['ann'])
  run.transfer('ann', 'dan')
  expect(run.asked()).toBe('dan')
  expect(run.instance().tasks[0]?.closed).toMatchObject({ reason: 'transferred', by: 'ann' })
  run.approve('dan')
  expect(run.instance().outcome).toBe('approved')
})

test('an administrator transfers the task of somebody who has left', () => {
  const run = start('all', ['ann'])
  run.send({ kind: 'transfer', task: run.taskOf('ann'), by: 'admin', to: 'dan' })
  expect(run.asked()).toBe('dan')
})

test('a signer before is asked first, and then the one who added them again', () => {
  const run = start('sequential', ['ann', 'bob'])
  run.addSigner('ann', 'dan', 'before')
  expect(run.asked()).toBe('dan')
  run.approve('dan')
  expect(run.asked()).toBe('ann')
  run.approve('ann')
  expect(run.asked()).toBe('bob')
})

test('a signer after is asked before the rest of the sequence', () => {
  const run = start('sequential', ['ann', 'bob'])
  run.addSigner('ann', 'dan', 'after')
  expect(run.asked()).toBe('ann')
  run.approve('ann')
  expect(run.asked()).toBe('dan')
  run.approve('dan')
  expect(run.asked()).toBe('bob')
})

test('a signer beside must agree too, even where any one was enough', () => {
  const run = start('any', ['ann'])
  run.addSigner('ann', 'dan', 'beside')
  expect(run.asked()).toBe('ann dan')
  run.approve('ann')
  expect(run.instance().status).toBe('running')
  run.approve('dan')
  expect(run.instance().outcome).toBe('approved')
})

test('a signer who rejects rejects for the seat', () => {
  const run = start('all', ['ann', 'bob'])
  run.addSigner('ann', 'dan', 'before')
  run.reject('dan')
  expect(run.instance().outcome).toBe('rejected')
})

test('what a step does not allow is refused', () => {
  const run = start('all', ['ann'], { may: ['transfer'] })
  expect(() => run.addSigner('ann', 'dan', 'after')).toThrow(
    expect.objectContaining({ code: 'cannot_add_signer' }),
  )
  expect(() => run.back('ann')).toThrow(expect.objectContaining({ code: 'cannot_return' }))
})

test('nobody is asked twice in one step', () => {
  const run = start('all', ['ann', 'bob'])
  expect(() => run.transfer('ann', 'bob')).toThrow(expect.objectContaining({ code: 'already_asked' }))
  expect(() => run.addSigner('ann', 'bob', 'beside')).toThrow(
    expect.objectContaining({ code: 'already_asked' }),
  )
})

test('an exception handed on keeps having no deadline', () => {
  const run = play(
    process('pause', {
      pause: { kind: 'wait', label: { zh: '等' }, for: { duration: 'P1D' }, next: 'vote' },
      vote: approval([{ role: 'nobody' }], 'yes', { due: 'PT4H', on_due: 'approve' }),
    }),
  )
  run.start()
  run.send({ kind: 'due', id: run.instance().tokens[0]!.awaiting!.id })
  run.transfer('admin', 'dan')
  expect(run.open()).toMatchObject([{ kind: 'exception', assignee: 'dan' }])
  expect(run.due('dan')).toEqual([])
})
