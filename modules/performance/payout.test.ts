import { expect, test } from 'vitest'
import { boundsOf } from './attainment.ts'
import { payout } from './payout.ts'

const plan = {
  target: '1000000',
  base_bonus: '5000',
  bands: [
    { over_percent: '120', rate_percent: '2' },
    { over_percent: '100', rate_percent: '1' },
  ],
}

test('the base bonus comes with the target itself, each band pays for what lies in it', () => {
  expect(payout({ ...plan, achieved: '999999.99' })).toBe('0.00')
  expect(payout({ ...plan, achieved: '1000000' })).toBe('5000.00')
  expect(payout({ ...plan, achieved: '1200000' })).toBe('7000.00')
  expect(payout({ ...plan, achieved: '1300000' })).toBe('9000.00')
  expect(payout({ ...plan, achieved: '1000000.50' })).toBe('5000.01')
  expect(payout({ ...plan, target: '0', achieved: '1' })).toBe('0.00')
})

test('a period is a month or a year, and has its like a year before', () => {
  expect(boundsOf('2026-12')).toEqual({ from: '2026-12-01', to: '2027-01-01' })
  expect(boundsOf('2026-02', 1)).toEqual({ from: '2025-02-01', to: '2025-03-01' })
  expect(boundsOf('2026')).toEqual({ from: '2026-01-01', to: '2027-01-01' })
  expect(boundsOf('2026-13')).toBeNull()
})
