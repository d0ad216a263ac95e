import { expect, test } from 'vitest'
import { chooseSeller, type Candidate } from './chooseSeller.ts'

const seller = (id: string, group: string, open_leads: number, last_assigned_at = ''): Candidate => ({
  id,
  group,
  open_leads,
  last_assigned_at,
})

test('exactly 5 open leads stay in the group, 6 overflow to the next', () => {
  expect(chooseSeller(['A', 'B'], [seller('ann', 'A', 5), seller('bob', 'B', 0)], 5)).toEqual({
    seller: 'ann',
    group: 'A',
    overflowed: [],
  })
  expect(chooseSeller(['A', 'B'], [seller('ann', 'A', 6), seller('bob', 'B', 0)], 5)).toEqual({
    seller: 'bob',
    group: 'B',
    overflowed: ['A'],
  })
})

test('30 leads over 3 sellers are 10 each', () => {
  const load = new Map([
    ['a', 0],
    ['b', 0],
    ['c', 0],
  ])
  for (let i = 0; i < 30; i++) {
    const chosen = chooseSeller(
      ['A'],
      [...load].map(([id, open]) => seller(id, 'A', open)),
      100,
    )!
    load.set(chosen.seller, load.get(chosen.seller)! + 1)
  }
  expect([...load.values()]).toEqual([10, 10, 10])
})

test('when everybody is full the freest of all takes it; with nobody there is no choice', () => {
  expect(chooseSeller(['A', 'B'], [seller('ann', 'A', 9), seller('bob', 'B', 7)], 5)?.seller).toBe('bob')
  expect(chooseSeller(['A'], [], 5)).toBeNull()
})
