import { expect, test } from 'vitest'
import fc from 'fast-check'
import { dueAfter, planFor, shareAmount } from './plan.ts'

test('thirty, sixty, ten of an odd amount add up to the cent', () => {
  expect(planFor('100000.01').map((one) => one.amount)).toEqual(['30000.00', '60000.01', '10000.00'])
  expect(shareAmount('0.05', ['30', '60', '10'])).toEqual(['0.02', '0.03', '0.00'])
})

test('whatever the amount, the shares are the amount', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (cents) => {
    const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
    const sum = shareAmount(amount, ['30', '60', '10']).reduce((total, share) => total + BigInt(share.replace('.', '')), 0n)
    return sum === cents
  }))
})

test('a share falls due days after its trigger', () => {
  expect(dueAfter('2026-02-25', '7')).toBe('2026-03-04')
  expect(dueAfter('2026-02-25', null)).toBe('2026-02-25')
})
