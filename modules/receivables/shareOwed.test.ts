import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { owedAmount } from '../orders/index.ts'
import { shareOwed } from './shareOwed.ts'
import { splitAmount } from './splitAmount.ts'

const cents = (max: number) => fc.integer({ min: 0, max }).map((value) => (value / 100).toFixed(2))

test('whatever was agreed, paid and written off, the parts are the whole to the cent, and a credit comes only of money that nothing else can take', () => {
  const shares = fc.array(
    fc.record({ agreed: cents(9_000), received: cents(5_000), written_off: cents(500) }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(cents(20_000), shares, (total, given) => {
      const parts = shareOwed(total, given)
      expect(Decimal.sum(...parts).toFixed(2)).toBe(new Decimal(total).toFixed(2))
      expect(parts.every((part) => new Decimal(part).gte(0))).toBe(true)
      const credits = parts.map((part, at) => Decimal.max(0, new Decimal(given[at]!.received).minus(part)))
      const received = Decimal.sum(...given.map((one) => one.received))
      expect(Decimal.sum(...credits).toFixed(2)).toBe(Decimal.max(0, received.minus(total)).toFixed(2))
    }),
  )
})

test('an order owes what was agreed less what came back; one that is over, what stayed with the customer', () => {
  const line = (quantity: string, price: string, shipped = '0', returned = '0') => ({
    quantity,
    price,
    shipped,
    returned,
  })
  expect(owedAmount('1000', 'draft', [line('2', '500')])).toBe('0.00')
  expect(owedAmount('1000', 'confirmed', [line('2', '500')])).toBe('1000.00')
  expect(owedAmount('1000', 'confirmed', [line('3', '100', '0', '3')])).toBe('0.00')
  // Ten ordered, seven out, two back: three are still to come, two are not owed. They go out again: all is
  // owed again.
  expect(owedAmount('1000', 'in_production', [line('10', '100', '5', '2')])).toBe('800.00')
  expect(owedAmount('1000', 'shipped', [line('10', '100', '10', '2')])).toBe('1000.00')
  expect(owedAmount('1490', 'closed', [line('3', '500', '1', '1')])).toBe('496.67')
  expect(owedAmount('1490', 'cancelled', [line('3', '500')])).toBe('0.00')
  expect(
    owedAmount('300', 'closed', [
      { quantity: '2', price: null, shipped: '1', returned: '0' },
      { quantity: '1', price: null, shipped: '0', returned: '0' },
    ]),
  ).toBe('100.00')
  expect(owedAmount('300', 'closed', [])).toBe('300.00')
})

test('yen have no parts: each share is whole, and together they are the whole', () => {
  expect(splitAmount('100000.00', ['1', '1', '1'], 0)).toEqual(['33333.00', '33333.00', '33334.00'])
  expect(
    shareOwed(
      '66667.00',
      [
        { agreed: '50000', received: '0', written_off: '0' },
        { agreed: '50000', received: '0', written_off: '0' },
      ],
      0,
    ),
  ).toEqual(['33334.00', '33333.00'])
  expect(
    owedAmount(
      '100000.00',
      'shipped',
      [{ quantity: '3', price: '33333.33', shipped: '2', returned: '1' }],
      0,
    ),
  ).toBe('66667.00')
})
