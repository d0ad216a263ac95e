import { expect, test } from 'vitest'
import { approval, play, process, users } from './testCompany.ts'

const review = () => {
  const run = play(
    process('check', {
      check: approval(users('wang'), 'fork'),
      fork: { kind: 'parallel', label: { zh: '会审' }, branches: ['technical', 'finance'], join: 'meet' },
      technical: approval(users('ann'), 'quality'),
      quality: approval(users('cat'), 'meet'),
      finance: approval(users('bob'), 'meet'),
      meet: { kind: 'join', label: { zh: '汇合' }, next: 'sign' },
      sign: approval(users('zhao'), 'yes'),
    }),
  )
  run.start()
  run.approve('wang')
  return run
}

test('departments review side by side and meet before the signature', () => {
  const run = review()
  expect(run.asked()).toBe('ann bob')
  run.approve('ann')
  run.approve('bob')
  expect(run.asked()).toBe('cat')
  run.approve('cat')
  expect(run.asked()).toBe('zhao')
  expect(run.instance().tokens).toHaveLength(1)
  run.approve('zhao')
  expect(run.instance().outcome).toBe('approved')
})

test('one department that rejects closes the tasks of the others', () => {
  const run = review()
  run.reject('bob')
  expect(run.instance()).toMatchObject({ outcome: 'rejected', tokens: [] })
  expect(run.asked()).toBe('')
})

test('a return out of the fork with re-run calls the other branches off', () => {
  const run = review()
  run.back('bob', 'check')
  expect(run.asked()).toBe('wang')
  run.approve('wang')
  expect(run.asked()).toBe('ann bob')
})

test('straight back out of the fork leaves the other branches running', () => {
  const run = review()
  run.back('bob', 'check', 'straight_back')
  expect(run.asked()).toBe('ann wang')
  run.approve('ann')
  run.approve('cat')
  run.approve('wang')
  expect(run.asked()).toBe('bob')
  run.approve('bob')
  expect(run.asked()).toBe('zhao')
})

test('after the join only straight back reaches into a branch', () => {
  const run = review()
  for (const user of ['ann', 'bob', 'cat']) run.approve(user)
  expect(() => run.back('zhao', 'quality', 'rerun')).toThrow(
    expect.objectContaining({ code: 'cannot_return_there' }),
  )
  run.back('zhao', 'quality', 'straight_back')
  run.approve('cat')
  expect(run.asked()).toBe('zhao')
})
