import { expect, test } from 'vitest'
import { decide } from './decide.ts'
import { defineDecision, type Decision } from './definition.ts'
import { pickEffective } from './effective.ts'

const version = (label: string, effective: Decision['effective']): Decision =>
  defineDecision('floor', {
    label: { zh: label },
    hit_policy: 'U',
    inputs: [],
    outputs: [{ name: 'floor' }],
    rules: [],
    ...(effective && { effective }),
  })
const versions = [
  version('old', { to: '2026-12-31' }),
  version('trial', { from: '2026-06-01', to: '2026-06-30' }),
  version('new', { from: '2027-01-01' }),
]

test('the version in effect on a date counts, the latest to start where several are', () => {
  expect(pickEffective(versions, '2026-06-15')?.label.zh).toBe('trial')
  expect(pickEffective(versions, '2026-12-31')?.label.zh).toBe('old')
  expect(pickEffective(versions, '2027-01-01')?.label.zh).toBe('new')
})

test('a table asked outside its time refuses', () => {
  expect(() => decide(versions[2]!, {}, { on: '2026-12-31' })).toThrow(
    expect.objectContaining({ code: 'decision_not_effective' }),
  )
})
