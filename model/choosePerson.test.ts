import { expect, test } from 'vitest'
import { choosePerson, type Candidate } from './choosePerson.ts'

const now = new Date('2026-12-01T01:00:00Z')
const person = (id: string, group: string, load: number, more: Partial<Candidate> = {}): Candidate => ({
  id,
  group,
  load,
  away_until: null,
  last_given_at: '',
  ...more,
})
const chosen = (
  candidates: readonly Candidate[],
  wish: Partial<Parameters<typeof choosePerson>[1]> & { groups: string[] },
) => choosePerson(candidates, { now, ...wish })

test('exactly 5 in hand stay in the group, 6 overflow to the next', () => {
  const answer = (load: number) =>
    chosen([person('ann', 'A', load), person('bob', 'B', 0)], { groups: ['A', 'B'], most: 5 })
  expect(answer(5)).toMatchObject({ person: { id: 'ann', group: 'A' }, overflowed: [] })
  expect(answer(6)).toMatchObject({ person: { id: 'bob', group: 'B' }, overflowed: ['A'] })
})

test('30 pieces over 3 people are 10 each', () => {
  const load = new Map([
    ['a', 0],
    ['b', 0],
    ['c', 0],
  ])
  for (let i = 0; i < 30; i++) {
    const { id } = chosen(
      [...load].map(([name, open]) => person(name, 'A', open)),
      { groups: ['A'] },
    )!.person
    load.set(id, load.get(id)! + 1)
  }
  expect([...load.values()]).toEqual([10, 10, 10])
})

test('when everybody is full the freest of all takes it; with nobody there is no choice', () => {
  const full = [person('ann', 'A', 9), person('bob', 'B', 7)]
  expect(chosen(full, { groups: ['A', 'B'], most: 5 })?.person.id).toBe('bob')
  expect(chosen([], { groups: ['A'] })).toBeNull()
})

test('without a limit the first group that has anybody gives its freest, who waited longest', () => {
  expect(chosen([person('a', 'A', 9), person('b', 'B', 0)], { groups: ['A', 'B'] })?.person.id).toBe('a')
  const equals = [
    person('a', 'A', 2),
    person('b', 'A', 1, { last_given_at: '2026-02' }),
    person('c', 'A', 1, { last_given_at: '2026-01' }),
  ]
  expect(chosen(equals, { groups: ['A'] })?.person.id).toBe('c')
})

test('who has it already keeps it, and who is away gets nothing until they are back', () => {
  const people = [person('a', 'A', 2), person('b', 'A', 1)]
  expect(chosen(people, { groups: ['A'], holder: 'a' })?.person.id).toBe('a')
  const away = [person('a', 'A', 0, { away_until: '2026-12-01T01:00:01.000Z' })]
  expect(chosen(away, { groups: ['A'], holder: 'a' })).toBeNull()
  const back = [person('a', 'A', 0, { away_until: '2026-12-01T01:00:00.000Z' })]
  expect(chosen(back, { groups: ['A'] })?.person.id).toBe('a')
})

test('whoever can do nothing of what is asked is not chosen, however free', () => {
  expect(chosen([person('a', 'A', 3), person('z', 'Z', 0)], { groups: ['A'], most: 1 })?.person.id).toBe('a')
})
