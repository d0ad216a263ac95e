import { expect, test } from 'vitest'
import { approval, play, process, users } from './testCompany.ts'

const three = (more: object = {}) => {
  const run = play(
    process(
      'first',
      {
        first: approval(users('ann'), 'second'),
        second: approval(users('bob'), 'third'),
        third: approval(users('cat', 'dan'), 'yes', { mode: 'sequential' }),
      },
      more,
    ),
  )
  run.start()
  return run
}

test('a return with re-run passes every step in between again', () => {
  const run = three()
  run.approve('ann')
  run.approve('bob')
  run.back('cat', 'first', 'rerun')
  run.approve('ann')
  expect(run.asked()).toBe('bob')
  run.approve('bob')
  expect(run.asked()).toBe('cat')
})

test('a return straight back skips the steps in between and keeps the votes given', () => {
  const run = three()
  run.approve('ann')
  run.approve('bob')
  run.approve('cat')
  run.back('dan', 'first', 'straight_back')
  expect(run.asked()).toBe('ann')
  run.approve('ann')
  expect(run.asked()).toBe('dan')
  run.approve('dan')
  expect(run.instance().outcome).toBe('approved')
})

test('returned to the initiator, the record opens for changes and locks again', () => {
  const run = three({ lock: true })
  expect(run.back('ann')).toContainEqual({ kind: 'unlock' })
  expect(run.open()).toMatchObject([{ kind: 'revise', assignee: 'li' }])
  expect(run.fill('li')).toContainEqual({ kind: 'lock' })
  expect(run.asked()).toBe('ann')
})

test('the initiator revises and it comes straight back to the one who returned it', () => {
  const run = three()
  run.approve('ann')
  run.back('bob', 'start', 'straight_back')
  run.fill('li')
  expect(run.asked()).toBe('bob')
})

test('a step not passed yet cannot be returned to', () => {
  const run = three()
  expect(() => run.back('ann', 'third')).toThrow(expect.objectContaining({ code: 'cannot_return_there' }))
})

test('a return within a return comes back in the right order', () => {
  const run = three()
  run.approve('ann')
  run.approve('bob')
  run.back('cat', 'second', 'straight_back')
  run.back('bob', 'first', 'straight_back')
  run.approve('ann')
  expect(run.asked()).toBe('bob')
  run.approve('bob')
  expect(run.asked()).toBe('cat')
})
