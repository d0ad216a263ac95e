import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTrade, stock, type Trade } from '../../contracts/testTrade.ts'

let trade: Trade
let buyer: string
beforeAll(async () => {
  trade = await startTrade()
  await stock(trade, { code: 'FL', price: '100', cost: '30' })
  await stock(trade, { code: 'EU', price: '10', cost: '30', currency: 'EUR' })
  buyer = (
    await trade.director.post('/api/records/customer', {
      name: 'Foreign Flanges Inc',
      grade: 'b',
      trial: false,
      owner: trade.seller.id,
    })
  ).id
})
afterAll(() => trade?.house.stop())

const offer = async (lines: object[], more: object = {}) =>
  (
    await trade.seller.post('/api/records/quote', {
      customer: buyer,
      lines: lines.map((line) => ({ name: '法兰', quantity: '1', ...line })),
      ...more,
    })
  ).id as string
const act = (id: string, verb: string, body: object = {}) =>
  trade.seller.post(`/api/records/quote/${id}/${verb}`, body)
const shown = (id: string) => trade.seller.get(`/api/records/quote/${id}`)
const because = async (id: string) =>
  ((await act(id, 'submit')).approval_because ?? []).map((one: { code: string }) => one.code)

test('a quote in a foreign currency without a rate is asked for it, by costing and by submitting, and is worth nothing known until then', async () => {
  const id = await offer([{ item_code: 'FL', base_price: '100' }], { currency: 'USD' })
  expect(await shown(id)).toMatchObject({
    exchange_rate: null,
    total: '113.00',
    total_cny: null,
    margin_percent: null,
  })
  for (const [verb, body] of [
    ['cost', {}],
    ['submit', {}],
    ['price_breaks', { quantities: '10' }],
  ] as const)
    expect(await act(id, verb, body), verb).toMatchObject({
      code: 'exchange_rate_missing',
      field: 'exchange_rate',
    })
  await trade.seller.patch(`/api/records/quote/${id}`, { exchange_rate: '1' })
  expect(await act(id, 'submit')).toMatchObject({ code: 'exchange_rate_missing' })
})

test('a list price in one currency is turned into that of the quote: at a rate of 2 a hundred are fifty', async () => {
  const id = await offer([{ item_code: 'FL' }], { currency: 'USD', exchange_rate: '2' })
  await act(id, 'cost')
  expect(await shown(id)).toMatchObject({ total_cny: '113.00', lines: [{ base_price: '50.00' }] })
  const other = await offer([{ item_code: 'EU' }], { currency: 'USD', exchange_rate: '2' })
  expect(await act(other, 'cost')).toMatchObject({ code: 'exchange_rate_missing' })
})

test('our own currency is worth itself: a rate typed beside it changes nothing', async () => {
  const id = await offer([{ item_code: 'FL', base_price: '100', agreed_price: '20' }], { exchange_rate: '7' })
  expect(await shown(id)).toMatchObject({ total_cny: '22.60' })
  expect(await act(id, 'submit')).toMatchObject({ code: 'margin_too_low' })
})

test('the rate of the ledger is taken where none was typed; one better than it, or without it, asks', async () => {
  expect(
    await because(
      await offer([{ item_code: 'FL', base_price: '50' }], { currency: 'USD', exchange_rate: '2' }),
    ),
  ).toEqual(['rate_by_hand'])
  await trade.finance.post('/api/records/exchange_rate', {
    currency: 'EUR',
    rate: '8',
    valid_from: '2020-01-01',
  })
  const own = await offer([{ item_code: 'EU' }], { currency: 'EUR' })
  await act(own, 'cost')
  expect(await shown(own)).toMatchObject({ exchange_rate: '8', lines: [{ base_price: '10.00' }] })
  expect(await act(own, 'submit')).toMatchObject({ stage: 'approved' })
  expect(
    await because(
      await offer([{ item_code: 'EU', base_price: '10' }], { currency: 'EUR', exchange_rate: '80' }),
    ),
  ).toEqual(['rate_by_hand'])
})

test('a change of currency before submitting re-prices what the house gave and asks for what was typed', async () => {
  const id = await offer([{ item_code: 'FL' }])
  await act(id, 'cost')
  await trade.seller.patch(`/api/records/quote/${id}`, { currency: 'EUR' })
  expect(await act(id, 'submit')).toMatchObject({ stage: 'approved' })
  expect(await shown(id)).toMatchObject({
    total: '14.13',
    total_cny: '113.04',
    lines: [{ base_price: '12.50' }],
  })
})

test('a price is kept to six digits and an amount rounded once: 348.35 × 16 less 4 % with 22 % tax are 6527.81', async () => {
  const id = await offer(
    [
      { base_price: '348.35', quantity: '16', discount_percent: '4' },
      { base_price: '0.012345', quantity: '10000' },
    ],
    { tax_rate: '22' },
  )
  expect(await shown(id)).toMatchObject({
    lines: [
      { price: '334.416', amount: '5350.66' },
      { price: '0.012345', amount: '123.45' },
    ],
  })
  const only = await offer([{ base_price: '348.35', quantity: '16', discount_percent: '4' }], {
    tax_rate: '22',
  })
  expect(await shown(only)).toMatchObject({ net_amount: '5350.66', tax_amount: '1177.15', total: '6527.81' })
  expect(
    (await trade.seller.get(`/api/records/quote_line?where=${encodeURIComponent(`quote = "${only}"`)}`))
      .items,
  ).toMatchObject([{ base_price: '348.35', price: '334.416' }])
})

test('yen have no hundredths', async () => {
  const id = await offer([{ base_price: '33.35', quantity: '7', discount_percent: '3' }], {
    currency: 'JPY',
    exchange_rate: '0.05',
    discount_percent: '1.5',
    tax_rate: '10',
  })
  expect(await shown(id)).toMatchObject({
    subtotal: '226.00',
    discount_amount: '3.00',
    net_amount: '223.00',
    tax_amount: '22.00',
    total: '245.00',
  })
})

test('whatever the figures, an amount is the exact product rounded once and the total the sum of what is shown', async () => {
  const figure = (max: number, digits: number) =>
    fc.integer({ min: 1, max }).map((value) => new Decimal(value).div(10 ** digits).toFixed())
  await fc.assert(
    fc.asyncProperty(
      figure(10_000_000, 4),
      figure(100_000, 2),
      figure(400_000, 4),
      figure(3000, 2),
      fc.boolean(),
      async (base_price, quantity, discount_percent, tax_rate, price_includes_tax) => {
        const row = await shown(
          await offer([{ base_price, quantity, discount_percent }], {
            discount_percent: '1.5',
            tax_rate,
            price_includes_tax,
          }),
        )
        const amount = new Decimal(quantity)
          .mul(base_price)
          .mul(new Decimal(100).minus(discount_percent))
          .div(100)
          .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
        const paid = amount.minus(row.discount_amount)
        expect(row.lines[0].amount).toBe(amount.toFixed(2))
        expect(row.total).toBe(new Decimal(row.net_amount).plus(row.tax_amount).toFixed(2))
        expect(price_includes_tax ? row.total : row.net_amount).toBe(paid.toFixed(2))
      },
    ),
    { numRuns: 15 },
  )
})
