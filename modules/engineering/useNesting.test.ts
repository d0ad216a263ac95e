import { afterAll, beforeAll, expect, test } from 'vitest'
import { assemblyStep } from '../../geometry/step/testStep.ts'
import { plateDxf, startTrade, upload, type Trade } from '../contracts/testTrade.ts'
import type { Caller } from '../../kernel/testing/testHouse.ts'

let trade: Trade
let planner: Caller
let part: string
beforeAll(async () => {
  trade = await startTrade()
  planner = await trade.house.person('计划员', ['planner'], '公司')
  const buyer = await trade.seller.post('/api/records/customer', { name: '太仓余料有限公司' })
  const deal = await trade.seller.post('/api/records/opportunity', { name: '余料询价', customer: buyer.id })
  await upload(trade.seller, { name: '底板.dxf', content: plateDxf, object: 'opportunity', record: deal.id })
  await trade.house.settle()
  const [row] = (
    await trade.lead.get(`/api/records/drawing?where=${encodeURIComponent(`opportunity = "${deal.id}"`)}`)
  ).items
  part = row.id
  await trade.lead.patch(`/api/records/drawing/${part}`, { material: 'Q235', thickness: '2' })
  await trade.lead.post(`/api/records/drawing/${part}/measure`)
  await trade.house.settle()
})
afterAll(() => trade?.house.stop())

const inStock = async (where = 'quantity > 0') =>
  (await planner.get(`/api/records/sheet_stock?sort=created_at&where=${encodeURIComponent(where)}`))
    .items as {
    id: string
    number: string
    kind: string
    width_mm: string
    height_mm: string
    quantity: string
  }[]
const use = (batch: string, purpose: string) =>
  planner.post(`/api/records/drawing/${part}/use_nesting`, { batch, purpose })
const nest = async (batch: string) => {
  await planner.post(`/api/records/drawing/${part}/nest`, { batch })
  await trade.house.settle()
}
const nestings = async () =>
  (await planner.get(`/api/records/drawing/${part}`)).nestings as {
    batch: number
    sheets: number
    from_stock?: string
    loss_rate: string
  }[]

test('a nesting that is used takes a sheet and puts what is left of it into stock, with its size, material and source', async () => {
  expect((await use('10', 'WO-1')).new_sheets).toBe('1')
  const left = await inStock()
  expect(left.length).toBe(2)
  for (const one of left)
    expect(one).toMatchObject({
      kind: 'remnant',
      material: 'Q235',
      thickness_mm: '2',
      quantity: '1',
      drawing: part,
      sheet_use: expect.anything(),
    })
})

test('asking again for the same purpose takes nothing again', async () => {
  const [first, second] = await Promise.all([use('10', 'WO-1'), use('10', 'WO-1')])
  expect(first.id).toBe(second.id)
  expect(await inStock()).toHaveLength(2)
})

test('a nesting from before the stock changed is refused, and the next one lies on the remnants', async () => {
  expect(await use('10', 'WO-2')).toMatchObject({ code: 'not_nested' })
  await nest('10')
  const [found] = (await nestings()).filter(({ batch }) => batch === 10)
  const before = await inStock()
  expect(found).toMatchObject({ sheets: 0 })
  expect(before.map(({ number }) => number)).toContain(found!.from_stock)
  const used = await use('10', 'WO-2')
  expect(used).toMatchObject({ new_sheets: '0' })
  expect((await inStock()).map(({ number }) => number)).not.toContain(found!.from_stock)
})

test('what was noted in error goes back, unless its remnants have been cut', async () => {
  const [last, first] = (await planner.get('/api/records/sheet_use?sort=-created_at')).items
  expect(await planner.post(`/api/records/sheet_use/${first.id}/put_back`)).toMatchObject({
    code: 'remnant_used',
  })
  expect(await planner.post(`/api/records/sheet_use/${last.id}/put_back`)).toMatchObject({ undone: true })
  expect(await inStock()).toHaveLength(2)
})

test('whole sheets in stock are taken before sheets are bought, and a sheet of an odd size is laid on, too', async () => {
  for (const one of await inStock())
    await planner.patch(`/api/records/sheet_stock/${one.id}`, { quantity: '0' })
  const make = (width_mm: string, height_mm: string, quantity: string) =>
    planner.post('/api/records/sheet_stock', {
      kind: 'sheet',
      material: 'Q235',
      thickness_mm: '2',
      width_mm,
      height_mm,
      quantity,
    })
  const usual = await make('1250', '2500', '3')
  const odd = await make('1000', '2000', '1')
  await nest('500')
  const used = await use('500', 'WO-3')
  expect(used).toMatchObject({ new_sheets: '0', batch: '500' })
  expect(used.taken.map((one: { number: string }) => one.number).sort()).toEqual(
    [usual.number, odd.number].sort(),
  )
  expect(await inStock(`id = "${usual.id}"`)).toMatchObject([{ quantity: '2' }])
  expect(await inStock(`id = "${odd.id}"`)).toMatchObject([{ quantity: '0' }])
})

test('a purpose that was taken for another batch is refused, not answered with the wrong sheets', async () => {
  expect(await use('20', 'WO-3')).toMatchObject({ code: 'purpose_taken', field: 'purpose' })
})

test('of two orders that want the same remnant at once only one gets it', async () => {
  for (const one of await inStock())
    await planner.patch(`/api/records/sheet_stock/${one.id}`, { quantity: '0' })
  await planner.post('/api/records/sheet_stock', {
    kind: 'remnant',
    material: 'Q235',
    thickness_mm: '2',
    width_mm: '340',
    height_mm: '240',
    quantity: '1',
  })
  await nest('4')
  const answers = await Promise.all([use('4', 'WO-4'), use('4', 'WO-5')])
  expect(answers.filter(({ new_sheets }) => new_sheets === '0')).toHaveLength(1)
  expect(answers.filter(({ code }) => ['stock_gone', 'not_nested'].includes(code))).toHaveLength(1)
})

test('the sheet parts of an assembly are nested by their own thickness, in their number, and used together', async () => {
  const buyer = await trade.seller.post('/api/records/customer', { name: '太仓装配有限公司' })
  const deal = await trade.seller.post('/api/records/opportunity', { name: '装配', customer: buyer.id })
  await upload(trade.seller, {
    name: 'as1.stp',
    content: Buffer.from(await assemblyStep()).toString('latin1'),
    object: 'opportunity',
    record: deal.id,
  })
  await trade.house.settle()
  const [whole] = (
    await trade.lead.get(`/api/records/drawing?where=${encodeURIComponent(`opportunity = "${deal.id}"`)}`)
  ).items
  await trade.lead.patch(`/api/records/drawing/${whole.id}`, { material: 'Q235' })
  await planner.post(`/api/records/drawing/${whole.id}/nest`, { batch: '3' })
  await trade.house.settle()
  const { nestings } = await planner.get(`/api/records/drawing/${whole.id}`)
  expect(nestings.filter((one: { assembly_batch: number }) => one.assembly_batch === 3)).toMatchObject([
    { part_name: 'plate', batch: 3 },
    { part_name: 'l-bracket', batch: 6 },
  ])
  const used = await planner.post(`/api/records/drawing/${whole.id}/use_nesting`, {
    batch: '3',
    purpose: 'WO-9',
  })
  expect(used).toMatchObject({ thickness_mm: null, new_sheets: '2' })
  for (const thickness of ['20', '3'])
    expect((await inStock(`thickness_mm = ${thickness} and quantity > 0`)).length, thickness).toBeGreaterThan(
      0,
    )
}, 60_000)
