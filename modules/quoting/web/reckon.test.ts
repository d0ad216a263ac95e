import { expect, test } from 'vitest'
import type { AnyField } from '../../../web/ground/definitions.ts'
import { quote } from '../quote.ts'
import { quoteLine } from '../quoteLine.ts'
import { reckonQuote } from './reckon.ts'

const kinds = Object.fromEntries(
  ['number', 'money', 'percent']
    .map((kind) => [kind, { feel: 'number' }])
    .concat([
      ['bool', { feel: 'boolean' }],
      ['text', { feel: 'string' }],
      ['date', { feel: 'date' }],
    ] as never),
)
const definitions = {
  quoteFields: quote.fields as unknown as Record<string, AnyField>,
  lineFields: quoteLine.fields as unknown as Record<string, AnyField>,
  kinds,
  zone: 'Asia/Shanghai',
}
const head = {
  currency: 'CNY',
  exchange_rate: '1',
  discount_percent: '0',
  tax_rate: '13',
  price_includes_tax: false,
}
const line = { quantity: '3', base_price: '0.35', discount_percent: '0', agreed_price: null, cost: '0.20' }

test('an amount is worked out exactly and rounded once, half up, and the totals are the sum of what is shown', () => {
  const { lines, quote: sums } = reckonQuote({
    quote: head,
    lines: [
      { ...line, discount_percent: '5' },
      { ...line, quantity: '1000', base_price: '1.005' },
    ],
    ...definitions,
  })
  expect(lines.map((one) => [one.price, one.amount])).toEqual([
    ['0.3325', '1.00'],
    ['1.005', '1005.00'],
  ])
  expect(sums).toMatchObject({
    subtotal: '1006.00',
    tax_amount: '130.78',
    total: '1136.78',
    cost_total: '200.60',
  })
})

test('an agreed price stands in place of base price and discount', () => {
  const { lines } = reckonQuote({
    quote: head,
    lines: [{ ...line, agreed_price: '0.31', discount_percent: '50' }],
    ...definitions,
  })
  expect(lines[0]).toMatchObject({ price: '0.31', amount: '0.93' })
})

test('the margin of a line counts the discount on the whole quote and the tax inside a price', () => {
  const { lines } = reckonQuote({
    quote: { ...head, discount_percent: '10', price_includes_tax: true },
    lines: [{ ...line, base_price: '113', cost: '72' }],
    ...definitions,
  })
  expect(lines[0]).toMatchObject({ net_price: '90', margin_percent: '20' })
})

test('a line without price or cost leaves no margin, and the rest still adds up', () => {
  const { lines, quote: sums } = reckonQuote({
    quote: head,
    lines: [{ ...line, base_price: null }, line],
    ...definitions,
  })
  expect(lines[0]).toMatchObject({ price: null, margin_percent: null })
  expect(sums.subtotal).toBe('1.05')
})

test('a formula over what this person may not see keeps the figure of the server', () => {
  const { cost_total: _, ...seen } = definitions.quoteFields
  const { quote: sums } = reckonQuote({
    quote: { ...head, margin_percent: '31' },
    lines: [line],
    ...definitions,
    quoteFields: seen,
  })
  expect(sums.margin_percent).toBe('31')
})
