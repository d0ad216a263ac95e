import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineDecision, type Decision } from './definition.ts'
import { probeDecision } from './probe.ts'
import { replayDecision } from './replay.ts'

const floor = (rules: [id: string, grade: string, amount: string, floor: string][]): Decision =>
  defineDecision('floor', {
    label: { zh: '毛利底线', en: 'Margin floor' },
    hit_policy: 'U',
    inputs: [
      { name: 'grade', expression: 'grade', values: ['"A"', '"B"'] },
      { name: 'amount', expression: 'amount', type: 'number' },
    ],
    outputs: [{ name: 'floor' }],
    rules: rules.map(([id, grade, amount, then]) => ({ id, when: [grade, amount], then: [then] })),
  })

test('a table without gaps and overlaps is told so', () => {
  const { overlaps, gaps, complete } = probeDecision(
    floor([
      ['a', '"A"', '-', '18'],
      ['small', '"B"', '< 100', '15'],
      ['large', '"B"', '>= 100', '12'],
    ]),
  )
  expect({ overlaps, gaps, complete }).toEqual({ overlaps: [], gaps: [], complete: true })
})

test('a border claimed twice or by nobody is found', () => {
  const twice = probeDecision(
    floor([
      ['a', '"A"', '-', '18'],
      ['small', '"B"', '<= 100', '15'],
      ['large', '"B"', '>= 100', '12'],
    ]),
  )
  expect(twice.overlaps).toEqual([{ inputs: { grade: 'B', amount: '100' }, rules: ['small', 'large'] }])
  const nobody = probeDecision(
    floor([
      ['a', '"A"', '-', '18'],
      ['small', '"B"', '< 100', '15'],
      ['large', '"B"', '> 100', '12'],
    ]),
  )
  expect(nobody.gaps).toEqual([{ inputs: { grade: 'B', amount: '100' }, rules: [] }])
})

test('intervals that meet leave no gap wherever the borders are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -999, max: 999 }), { minLength: 1, maxLength: 5 }),
      (borders) => {
        const sorted = borders.toSorted((a, b) => a - b)
        const cells = [
          `< ${sorted[0]}`,
          ...sorted.slice(1).map((border, at) => `[${sorted[at]}..${border})`),
          `>= ${sorted.at(-1)}`,
        ]
        const table = floor(cells.map((cell, at) => [`r${at}`, '-', cell, '1']))
        expect(probeDecision(table)).toMatchObject({ overlaps: [], gaps: [] })
      },
    ),
    { numRuns: 50 },
  )
})

test('a new table is tried on what has been, and says what would have come out differently', () => {
  const before = floor([
    ['a', '"A"', '-', '18'],
    ['b', '"B"', '-', '15'],
  ])
  const after = floor([
    ['a', '"A"', '-', '18'],
    ['small', '"B"', '< 100', '15'],
    ['large', '"B"', '>= 100', '12'],
    ['never', '"B"', '> 1000', '10'],
  ])
  const history = [
    { grade: 'A', amount: 5 },
    { grade: 'B', amount: 50 },
    { grade: 'B', amount: 100 },
    { grade: 'B', amount: 5000 },
  ]
  const { same, changed, hits } = replayDecision({ before, after, history })
  expect(same).toBe(2)
  expect(changed).toMatchObject([
    { at: 2, before: { result: '15' }, after: { result: '12', rules: ['large'] } },
    { at: 3, before: { result: '15' }, after: { refused: 'decision_not_unique' } },
  ])
  expect(hits).toEqual({ a: 1, small: 1, large: 1, never: 0 })
})
