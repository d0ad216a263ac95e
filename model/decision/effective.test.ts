import { expect, test } from 'vitest'
import { decide } from './decide.ts'
import { defineDecision, type Decision } from './definition.ts'
import { isEffective } from './effective.ts'

const during = (effective: Decision['effective']): Decision =>
  defineDecision('floor', {
    label: { zh: '底线' },
    hit_policy: 'U',
    inputs: [],
    outputs: [{ name: 'floor' }],
    rules: [],
    ...(effective && { effective }),
  })

test('a rule counts from its first day to its last, both included, and without dates always', () => {
  const june = during({ from: '2026-06-01', to: '2026-06-30' })
  expect(
    ['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map((day) => isEffective(june, day)),
  ).toEqual([false, true, true, false])
  expect(isEffective(during(undefined), '2026-06-01')).toBe(true)
})

test('a table asked outside its time refuses', () => {
  expect(() => decide(during({ from: '2027-01-01' }), {}, { on: '2026-12-31' })).toThrow(
    expect.objectContaining({ code: 'decision_not_effective' }),
  )
})
