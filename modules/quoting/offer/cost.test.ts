import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCosting, type Costing } from './testCosting.ts'

let opened: Costing
let { trade, deal, customer, rows } = {} as Costing
beforeAll(async () => {
  ;({ trade, deal, customer, rows } = opened = await openCosting())
})
afterAll(() => opened?.trade.house.stop())

test('one click makes a costed quote from the drawing; every figure says where it comes from', async () => {
  const [sheet] = await rows('drawing', `opportunity = "${deal}"`)
  await trade.lead.patch(`/api/records/drawing/${sheet.id}`, {
    material: 'Q235',
    thickness: '5',
    process: 'flat_cut',
  })
  await trade.lead.post(`/api/records/drawing/${sheet.id}/measure`)
  await trade.house.settle()
  const offer = await trade.seller.post(`/api/records/opportunity/${deal}/make_quote`)
  const [paper] = await rows('cost_sheet', `quote = "${offer.id}"`)
  const items = await rows('cost_line', `cost_sheet = "${paper.id}"`)
  const [material, laser] = ['material', 'machining'].map((kind) =>
    items.find((one: { kind: string }) => one.kind === kind),
  )
  expect(material).toMatchObject({
    kind: 'material',
    unit_price: '6',
    source: 'price_list',
    source_date: '2026-01-01',
    rule: null,
    source_note: expect.stringContaining('损耗由排样得出'),
  })
  expect(Number(material.loss_rate)).toBeCloseTo(1 - (6000 - Math.PI * 100) / (116 * 76), 3)
  expect(Number(material.net_weight_kg)).toBeCloseTo((6000 - Math.PI * 100) * 5 * 7.85e-6, 3)
  expect(laser).toMatchObject({
    kind: 'machining',
    machine_type: 'laser',
    rate: '100',
    source: 'rule',
    rule: 'operation_time/laser',
    rule_version: 'shipped',
  })
  expect(Number(paper.total)).toBeCloseTo(
    items.reduce((sum: number, one: { amount: string }) => sum + Number(one.amount), 0),
    2,
  )
  const shown = await trade.seller.get(`/api/records/quote/${offer.id}`)
  expect(shown.lines[0]).toMatchObject({ cost: paper.total, drawing: sheet.id })
  expect(Number(shown.lines[0].base_price)).toBeGreaterThan(Number(paper.total))

  const { breaks } = await trade.seller.post(`/api/records/quote/${offer.id}/price_breaks`, {
    quantities: '1, 10，100',
  })
  expect(breaks.map((one: { quantity: string }) => one.quantity)).toEqual(['1', '10', '100'])
  expect(breaks[0].cost).toBe(paper.total)
  expect(Number(breaks[0].price)).toBeGreaterThan(Number(breaks[2].price))

  const { grid } = await trade.seller.post(`/api/records/quote_line/${shown.lines[0].id}/price_grid`, {
    quantities: '1, 100',
    days: '3, 15',
  })
  expect(
    grid.map((one: { quantity: string; days: string; tier: string }) => [one.quantity, one.days, one.tier]),
  ).toEqual([
    ['1', '3', 'express'],
    ['1', '15', 'standard'],
    ['100', '3', 'express'],
    ['100', '15', 'standard'],
  ])
  expect(grid[1]).toMatchObject({ cost: paper.total, factor: '1', rule: 'lead_time_factor/standard' })
  expect(Number(grid[0].price)).toBeCloseTo(Number(grid[1].price) * 1.3, 2)

  await trade.lead.post(`/api/records/cost_line/${laser.id}/correct`, { amount: '10.00', reason: '首件试切' })
  await trade.seller.post(`/api/records/quote/${offer.id}/cost`)
  const after = (await rows('cost_line', `cost_sheet = "${paper.id}"`)).find(
    (one: { key: string }) => one.key === 'laser',
  )
  expect(after).toMatchObject({
    amount: '10.00',
    corrected_amount: '10.00',
    correction_reason: '首件试切',
    computed: laser.computed,
  })
})

test('another batch is nested by a job, the draft follows it, and a changed rule leaves its version on the sheet', async () => {
  const { seller, lead, house } = trade
  const [part] = await rows('drawing', `opportunity = "${deal}"`)
  expect(part).toMatchObject({
    template: 'sheet_metal',
    operations: '激光切割 → 折弯',
    steps: [{ code: 'laser' }, { code: 'bending' }],
  })
  const offer = await seller.post('/api/records/quote', {
    customer: (await customer({ name: '常熟批量有限公司' })).id,
    lines: [{ name: '平板', drawing: part.id, quantity: '60' }],
  })
  await seller.post(`/api/records/quote/${offer.id}/cost`)
  await house.settle()
  const item = async (key: string) =>
    (await rows('cost_line', `quote = "${offer.id}"`)).find((one: { key: string }) => one.key === key)
  expect((await item('material')).source_note).toContain('60件成行排样')
  const [line] = (await seller.get(`/api/records/quote/${offer.id}`)).lines
  const [again] = (await seller.post(`/api/records/quote/${offer.id}/cost`)).lines
  expect([again.cost, again.base_price]).toEqual([line.cost, line.base_price])
  expect(again.notes ?? '').not.toContain('排样正在计算')

  await seller.patch(`/api/records/quote_line/${line.id}`, { quantity: '300' })
  await house.settle()
  expect((await seller.get(`/api/records/quote/${offer.id}`)).lines[0]).toMatchObject({
    cost: line.cost,
    base_price: line.base_price,
  })
  await seller.patch(`/api/records/quote_line/${line.id}`, { quantity: '60' })
  const admin = await house.person('管理员', ['admin'], '公司')
  await admin.put('/api/definitions/decision/good_share', {
    rules: [{ id: 'sheet', when: ['-', '-'], then: ['0.9', ''] }],
  })
  await admin.post('/api/definitions/decision/good_share/publish')
  await seller.post(`/api/records/quote/${offer.id}/cost`)
  expect(await item('scrap')).toMatchObject({
    loss_rate: '0.1',
    rule: 'good_share/sheet',
    rule_version: 'v1',
  })
  await lead.patch(`/api/records/drawing/${part.id}`, { template: 'wire_cut' })
  await house.settle()
  expect((await rows('drawing', `id = "${part.id}"`))[0]).toMatchObject({
    template: 'wire_cut',
    operations: '线切割',
    steps: [{ code: 'wire_cut' }],
  })
})

test('the price list knows the customer, the quantity and the day', async () => {
  const { seller, director } = trade
  const buyer = await customer({ name: '靖江价目有限公司' })
  const price = (price: string, more: object = {}) =>
    director.post('/api/records/price_list', { item_code: 'FL-1', price, valid_from: '2026-01-01', ...more })
  await price('100')
  await price('90', { min_quantity: '50' })
  await price('80', { customer: buyer.id })
  await price('1', { valid_from: '2099-01-01' })
  await price('2', { valid_to: '2026-01-31' })
  const costed = async (customer: string, quantity: string) => {
    const offer = await seller.post('/api/records/quote', {
      customer,
      lines: [{ name: '法兰', item_code: 'FL-1', quantity }],
    })
    return (await seller.post(`/api/records/quote/${offer.id}/cost`)).lines[0].base_price
  }
  const other = (await customer({ name: '泰州别家有限公司' })).id
  expect([await costed(other, '1'), await costed(other, '50'), await costed(buyer.id, '50')]).toEqual([
    '100.00',
    '90.00',
    '80.00',
  ])
})

test('a loss rate of one is refused, 10 kg at 50 with 20 % come to 625.00', async () => {
  const offer = await trade.seller.post(`/api/records/opportunity/${deal}/make_quote`)
  const [paper] = await rows('cost_sheet', `quote = "${offer.id}"`)
  const line = {
    quote: offer.id,
    cost_sheet: paper.id,
    kind: 'material',
    name: '圆钢',
    net_weight_kg: '10',
    unit_price: '50',
  }
  expect(await trade.seller.post('/api/records/cost_line', { ...line, loss_rate: '1' })).toMatchObject({
    code: 'field_invalid',
    field: 'loss_rate',
  })
  expect(await trade.seller.post('/api/records/cost_line', { ...line, loss_rate: '-0.1' })).toMatchObject({
    code: 'field_invalid',
  })
  expect(await trade.seller.post('/api/records/cost_line', { ...line, loss_rate: '0.2' })).toMatchObject({
    computed: '625.00',
    amount: '625.00',
  })
  expect(
    await trade.seller.post('/api/records/cost_line', {
      ...line,
      net_weight_kg: '2.5',
      unit_price: '8.40',
      loss_rate: '0.04',
    }),
  ).toMatchObject({ amount: '21.88' })
})

test('what is added to a cost sheet by hand counts in the margin, costed again or not', async () => {
  const buyer = await customer({ name: '常熟加项有限公司', grade: 'b', trial: false })
  const offer = await trade.seller.post('/api/records/quote', {
    customer: buyer.id,
    lines: [{ name: '法兰', quantity: '1', base_price: '100' }],
  })
  const [line] = (await trade.seller.get(`/api/records/quote/${offer.id}`)).lines
  const sheet = await trade.seller.post('/api/records/cost_sheet', {
    quote: offer.id,
    quote_line: line.id,
    name: '法兰',
  })
  await trade.seller.post('/api/records/cost_line', {
    quote: offer.id,
    cost_sheet: sheet.id,
    kind: 'other',
    name: '外购件',
    unit_price: '80',
  })
  await trade.seller.post(`/api/records/quote/${offer.id}/cost`)
  expect((await trade.seller.get(`/api/records/quote/${offer.id}`)).lines[0]).toMatchObject({ cost: '80.00' })
  await trade.seller.post('/api/records/cost_line', {
    quote: offer.id,
    cost_sheet: sheet.id,
    kind: 'other',
    name: '漏算的包装',
    unit_price: '15',
  })
  expect((await trade.seller.post(`/api/records/quote/${offer.id}/preview`)).lines).toMatchObject([
    { below: true },
  ])
  expect(await trade.seller.post(`/api/records/quote/${offer.id}/submit`)).toMatchObject({
    code: 'margin_too_low',
  })
  await trade.seller.patch(`/api/records/quote_line/${line.id}`, { base_price: '120' })
  expect(await trade.seller.post(`/api/records/quote/${offer.id}/submit`)).toMatchObject({
    stage: 'submitted',
    cost_total: '95.00',
    approval_because: [{ code: 'no_base' }, { code: 'cost_by_hand', from: '—', to: '95.00' }],
  })
})

test('a price that follows from the cost is stated as the offer states its prices: in its currency, with tax where they include it', async () => {
  const buyer = await customer({ name: 'Foreign Flanges Inc', trial: true })
  const priced = async (more: object) => {
    const { id } = await trade.seller.post('/api/records/quote', {
      customer: buyer.id,
      lines: [{ name: '法兰', quantity: '1', cost: '85' }],
      ...more,
    })
    const { margin_percent } = await trade.seller.post(`/api/records/quote/${id}/cost`)
    return [(await trade.seller.get(`/api/records/quote/${id}`)).lines[0].base_price, margin_percent]
  }
  expect(await priced({})).toEqual(['100.00', '15'])
  expect(await priced({ price_includes_tax: true, tax_rate: '13' })).toEqual(['113.00', '15'])
  expect(await priced({ currency: 'USD', exchange_rate: '8' })).toEqual(['12.50', '15'])
  const { id } = await trade.seller.post('/api/records/quote', {
    customer: buyer.id,
    currency: 'USD',
    lines: [{ name: '法兰', quantity: '1', cost: '85' }],
  })
  expect(await trade.seller.post(`/api/records/quote/${id}/cost`)).toMatchObject({
    code: 'exchange_rate_missing',
  })
})

test('quantity breaks are printed beside the prices of the offer and are in its currency', async () => {
  const buyer = await customer({ name: 'Step Prices Inc', trial: true })
  const offer = await trade.seller.post('/api/records/quote', {
    customer: buyer.id,
    currency: 'USD',
    exchange_rate: '8',
    lines: [{ name: '法兰', quantity: '1' }],
  })
  const [line] = (await trade.seller.get(`/api/records/quote/${offer.id}`)).lines
  const sheet = await trade.seller.post('/api/records/cost_sheet', {
    quote: offer.id,
    quote_line: line.id,
    name: '法兰',
  })
  await trade.seller.post('/api/records/cost_line', {
    quote: offer.id,
    cost_sheet: sheet.id,
    kind: 'other',
    name: '外购件',
    unit_price: '85',
  })
  expect(
    (await trade.seller.post(`/api/records/quote/${offer.id}/price_breaks`, { quantities: '10', days: '3' }))
      .breaks,
  ).toMatchObject([{ cost: '85.00', price: '16.25' }])
  expect(
    (await trade.seller.post(`/api/records/quote/${offer.id}/price_breaks`, { quantities: '10' })).breaks,
  ).toMatchObject([{ cost: '85.00', price: '12.50' }])
})
