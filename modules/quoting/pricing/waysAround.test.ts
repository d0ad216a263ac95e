import { afterAll, beforeAll, expect, test } from 'vitest'
import { taskFor } from '../../contracts/testTrade.ts'
import { asked, openOffers, type Offers } from './testOffers.ts'

let opened: Offers
let { trade, buyer, plate, rows, act, offer, shown, submitted } = {} as Offers
beforeAll(async () => {
  ;({ trade, buyer, plate, rows, act, offer, shown, submitted } = opened = await openOffers())
})
afterAll(() => opened?.trade.house.stop())

test('at the list price with a known cost nobody is asked', async () => {
  expect(
    await submitted(await offer([{ item_code: 'FL', base_price: '80', discount_percent: '5' }])),
  ).toEqual({ answer: 'approved', because: [] })
})

test('an agreed price of 0.10 asks although the costs were corrected to a cent by hand, and the approver reads from what to what, and who', async () => {
  const id = await offer([{ name: '支撑板', drawing: plate, quantity: '10' }])
  await act(id, 'cost')
  const calculated = (await shown(id)).lines[0].cost
  for (const item of await rows('cost_line', `quote = "${id}"`))
    await trade.seller.post(`/api/records/cost_line/${item.id}/correct`, { amount: '0.00', reason: '样件' })
  const [sheet] = await rows('cost_sheet', `quote = "${id}"`)
  await trade.seller.post('/api/records/cost_line', {
    quote: id,
    cost_sheet: sheet.id,
    kind: 'other',
    name: '合计',
    count: '1',
    unit_price: '0.01',
  })
  const [line] = (await shown(id)).lines
  await trade.seller.patch(`/api/records/quote_line/${line.id}`, { base_price: '0.10', agreed_price: '0.10' })
  expect(await submitted(id)).toEqual(asked('cost_by_hand', 'base_lowered', 'deviation', 'below_floor'))
  expect((await shown(id)).approval_reasons).toContain(
    `“支撑板”成本为人工 0.01，系统核算 ${calculated}（林晓：样件）`,
  )
  expect(await taskFor(trade.director, id)).toBeDefined()
})

test('figures typed straight onto the cost sheet, and items taken off it, count as costs by hand', async () => {
  for (const cheat of [
    (item: { id: string }) =>
      trade.seller.patch(`/api/records/cost_line/${item.id}`, {
        hours: '0',
        setup_hours: '0',
        net_weight_kg: '0',
        unit_price: '0',
      }),
    (item: { id: string }) => trade.seller.del(`/api/records/cost_line/${item.id}`),
  ]) {
    const id = await offer([{ name: '支撑板', drawing: plate, quantity: '10' }])
    await act(id, 'cost')
    for (const item of (await rows('cost_line', `quote = "${id}"`)).filter(
      (one: { kind: string }) => one.kind === 'machining',
    ))
      await cheat(item)
    expect(await submitted(id)).toEqual(asked('cost_by_hand'))
  }
})

test('a line without a drawing and without a cost, or with one of nought, has no known margin and asks', async () => {
  for (const cost of [null, '0']) {
    const id = await offer([{ base_price: '100', cost }])
    expect(await shown(id)).toMatchObject({ margin_percent: null, lines: [{ margin_percent: null }] })
    expect(await submitted(id)).toEqual(asked('cost_unknown', 'no_base'))
  }
  expect(await submitted(await offer([{ base_price: '0.10', agreed_price: '0.10', cost: '0.01' }]))).toEqual(
    asked('cost_by_hand', 'no_base'),
  )
})

test('a margin with one cost unknown is unknown, never 99.99 %', async () => {
  const id = await offer([
    { item_code: 'FL', base_price: '80', cost: '0.01' },
    { name: '运费', base_price: '100' },
  ])
  expect(await shown(id)).toMatchObject({ margin_percent: null })
  expect(await submitted(id)).toEqual(asked('cost_unknown', 'cost_by_hand'))
  expect(await shown(id)).toMatchObject({ margin_percent: null })
})

test('a drawing of which something cannot be costed has an unknown margin and asks', async () => {
  const id = await offer([{ name: '支撑板', drawing: plate, quantity: '10', tool_cost: '5000' }])
  await act(id, 'cost')
  expect(await shown(id)).toMatchObject({
    margin_percent: null,
    lines: [{ cost_incomplete: true, margin_percent: null }],
  })
  expect(await submitted(id)).toEqual(asked('cost_unknown'))
})

test('50 typed over a list price of 80 asks both levels, and the list price stays beside it', async () => {
  const id = await offer([{ item_code: 'FL', base_price: '50' }])
  expect(await submitted(id)).toEqual(asked('base_lowered', 'deviation'))
  expect(await shown(id)).toMatchObject({
    lines: [{ base_price: '50.00', reference_price: '80.00', reference_from: 'list' }],
  })
  expect((await shown(id)).approval_reasons).toContain('“法兰”基准价由 80 改为 50')
  expect(
    await submitted(await offer([{ item_code: 'FL', base_price: '200', discount_percent: '62.5' }])),
  ).toEqual(asked('discount', 'deviation'))
})

test('the price of a quantity is not kept below it: the list price follows, and what was typed asks', async () => {
  const id = await offer([{ item_code: 'BULK', quantity: '100' }])
  await act(id, 'cost')
  const [line] = (await shown(id)).lines
  expect(line).toMatchObject({ base_price: '60.00' })
  await trade.seller.patch(`/api/records/quote_line/${line.id}`, { quantity: '99' })
  expect(await submitted(id)).toEqual({ answer: 'approved', because: [] })
  expect(await shown(id)).toMatchObject({ subtotal: '9900.00', lines: [{ base_price: '100.00' }] })
  expect(await submitted(await offer([{ item_code: 'BULK', quantity: '99', base_price: '60' }]))).toEqual(
    asked('base_lowered'),
  )
  expect(
    await submitted(
      await offer([{ item_code: 'BULK', quantity: '99', base_price: '100', agreed_price: '60' }]),
    ),
  ).toEqual(asked('discount'))
})

test('a sheet costed for a thousand does not price one piece', async () => {
  const id = await offer([{ name: '支撑板', drawing: plate, quantity: '1000' }])
  await act(id, 'cost')
  const before = (await shown(id)).lines[0]
  await trade.seller.patch(`/api/records/quote_line/${before.id}`, { quantity: '1' })
  await act(id, 'submit')
  const after = (await shown(id)).lines[0]
  expect(Number(after.cost)).toBeGreaterThan(Number(before.cost))
  expect(Number(after.base_price)).toBeGreaterThan(Number(before.base_price))
})

test('a break printed on the offer is an offer: one typed below its own list price asks', async () => {
  const id = await offer([{ item_code: 'FL', base_price: '80' }])
  const [line] = (await shown(id)).lines
  await trade.seller.post('/api/records/quote_break', {
    quote: id,
    quote_line: line.id,
    quantity: '10',
    price: '0.10',
  })
  expect(await submitted(id)).toEqual(asked('discount', 'deviation', 'below_floor'))
})

test("grade and trial of a customer are not the seller's to set, neither alone nor in bulk", async () => {
  const { seller } = trade
  expect(await seller.patch(`/api/records/customer/${buyer}`, { trial: true })).toMatchObject({
    code: 'field_read_only',
    field: 'trial',
  })
  expect(await seller.patch(`/api/records/customer/${buyer}`, { grade: 'c' })).toMatchObject({
    code: 'field_read_only',
    field: 'grade',
  })
  expect(await seller.post('/api/records/customer', { name: '自封A类有限公司', grade: 'c' })).toMatchObject({
    code: 'field_read_only',
  })
  await seller.post('/api/records/customer/bulk', { update: [{ id: buyer, trial: true }] })
  expect(await seller.get(`/api/records/customer/${buyer}`)).toMatchObject({ grade: 'b', trial: false })
})

test('a line of 31 days against 30 asks, on the line as on the whole, and nobody commits to more than the works do', async () => {
  const line = { item_code: 'FL', base_price: '80' }
  expect(
    await submitted(
      await offer([line, { ...line, delivery_days: '31' }], { delivery_days: '20', committed_days: '30' }),
    ),
  ).toEqual(asked('late'))
  expect(
    await submitted(await offer([{ ...line, delivery_days: '30' }], { committed_days: '30' })),
  ).toMatchObject({ answer: 'approved' })
  expect(await submitted(await offer([line], { delivery_days: '100', committed_days: '365' }))).toEqual(
    asked('late'),
  )
})

test('a price per piece given away, negative figures and a quote without lines do not pass', async () => {
  const line = { item_code: 'FL', base_price: '80' }
  expect(await act(await offer([{ ...line, agreed_price: '0' }]), 'submit')).toMatchObject({
    code: 'margin_too_low',
  })
  expect(await act(await offer([{ ...line, discount_percent: '100' }]), 'submit')).toMatchObject({
    code: 'margin_too_low',
  })
  expect(await submitted(await offer([{ name: '赠品', agreed_price: '0' }]))).toEqual(
    asked('no_base', 'cost_unknown'),
  )
  expect(
    (
      await trade.seller.post('/api/records/quote', {
        customer: buyer,
        lines: [{ name: '退', quantity: '-1', base_price: '80' }],
      })
    ).code,
  ).toBe('field_invalid')
  expect(await act(await offer([]), 'submit')).toMatchObject({ code: 'quote_without_lines' })
})

test('an emptied discount counts as none, and takes no total away', async () => {
  const id = await offer([{ item_code: 'FL', base_price: '80', discount_percent: null }], {
    discount_percent: null,
  })
  expect(await shown(id)).toMatchObject({ subtotal: '80.00', net_amount: '80.00', total: '90.40' })
  expect(await submitted(id)).toMatchObject({ answer: 'approved' })
})

test('tax inside the price does not lower what the list asks', async () => {
  const id = await offer([{ item_code: 'FL' }], { price_includes_tax: true })
  await act(id, 'cost')
  expect(await shown(id)).toMatchObject({
    net_amount: '80.00',
    total: '90.40',
    lines: [{ base_price: '90.40' }],
  })
  expect(
    await submitted(await offer([{ item_code: 'FL', base_price: '80' }], { price_includes_tax: true })),
  ).toEqual(asked('base_lowered', 'discount'))
})

test('a revision of an approved quote is judged anew, and what was approved does not change', async () => {
  const id = await offer([{ item_code: 'FL', base_price: '80' }])
  expect(await submitted(id)).toMatchObject({ answer: 'approved' })
  const [approved] = (await shown(id)).lines
  const refused = async (url: string, payload: object) =>
    (await trade.seller.raw({ method: 'PATCH', url, payload })).status
  expect([
    await refused(`/api/records/quote_line/${approved.id}`, { agreed_price: '1' }),
    await refused(`/api/records/quote/${id}`, { currency: 'JPY' }),
    await refused(`/api/records/quote/${id}`, { payment_terms: '100' }),
  ]).toEqual([403, 403, 403])
  const draft = await offer([{ item_code: 'FL', base_price: '80' }])
  const [own] = (await shown(draft)).lines
  expect(await refused(`/api/records/quote_line/${own.id}`, { quote: id, agreed_price: '1' })).toBe(403)
  const next = await act(id, 'revise')
  const [line] = (await shown(next.id)).lines
  await trade.seller.patch(`/api/records/quote_line/${line.id}`, { agreed_price: '70' })
  expect(await submitted(next.id)).toEqual(asked('discount'))
})

test("neither price list, standard cost nor exchange rate is the seller's to write", async () => {
  const tried = [
    ['price_list', { item_code: 'FL', price: '1', valid_from: '2026-01-01' }],
    ['item', { code: 'X', standard_cost: '1' }],
    ['exchange_rate', { currency: 'USD', rate: '99', valid_from: '2020-01-01' }],
    ['material_price', { material: 'Q235', price_per_kg: '0.01', valid_from: '2026-01-01' }],
  ] as const
  for (const [object, payload] of tried)
    expect(
      (await trade.seller.raw({ method: 'POST', url: `/api/records/${object}`, payload })).status,
      object,
    ).toBeGreaterThanOrEqual(403)
})
