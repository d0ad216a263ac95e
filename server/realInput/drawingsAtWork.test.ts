import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeMeasuring, measureDrawing } from '../../geometry/index.ts'
import type { Caller } from '../../kernel/testing/testHouse.ts'
import { plateDxf, startTrade, upload, type Trade } from '../../modules/contracts/testTrade.ts'
import { estimateCost } from '../../modules/quoting/part/estimateCost.ts'
import { realFolder } from './realData.ts'

const folder = realFolder('drawings')
const assembly = join(folder, 'as1-oc-214.stp')
let trade: Trade
let planner: Caller
beforeAll(async () => {
  trade = await startTrade()
  planner = await trade.house.person('计划员', ['planner'], '公司')
})
afterAll(async () => {
  await closeMeasuring()
  await trade?.house.stop()
})
const all = async (what: string, where: string) =>
  (await trade.lead.get(`/api/records/${what}?sort=created_at&where=${encodeURIComponent(where)}`)).items

test('the sheet parts of an assembly are nested by their own thickness, in their number, and used together', async () => {
  const buyer = await trade.seller.post('/api/records/customer', { name: '太仓装配有限公司' })
  const deal = await trade.seller.post('/api/records/opportunity', { name: '装配', customer: buyer.id })
  await upload(trade.seller, {
    name: 'as1.stp',
    content: readFileSync(assembly, 'latin1'),
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
  ])
  const used = await planner.post(`/api/records/drawing/${whole.id}/use_nesting`, {
    batch: '3',
    purpose: 'WO-9',
  })
  expect(used).toMatchObject({ thickness_mm: '20', new_sheets: '1' })
  expect((await all('sheet_stock', 'thickness_mm = 20 and quantity > 0')).length).toBeGreaterThan(0)
}, 60_000)

test('a sheet whose weight is not that of the model keeps the evaluation open with the difference', async () => {
  const { seller, lead, house } = trade
  const buyer = await seller.post('/api/records/customer', { name: '太仓差异有限公司' })
  const { id } = await seller.post('/api/records/opportunity', { name: '图纸不一致', customer: buyer.id })
  const words = [
    ['材料', 10, 10],
    ['Q235', 24, 10],
    ['重量', 10, 4],
    ['9.9kg', 24, 4],
  ].flatMap(([text, x, y]) => ['0', 'TEXT', '8', '0', '10', `${x}`, '20', `${y}`, '40', '3', '1', `${text}`])
  await upload(seller, {
    name: '方块.stp',
    content: readFileSync(join(folder, 'cube_10x10.stp'), 'utf8'),
    object: 'opportunity',
    record: id,
  })
  await house.settle()
  const [study] = await all('evaluation', `opportunity = "${id}"`)
  await lead.post(`/api/records/evaluation/${study.id}/conclude`, {
    verdict: 'feasible',
    rohs: 'not_asked',
    moq_confirmed: true,
  })
  await upload(seller, {
    name: '方块.dxf',
    content: plateDxf.replace('0\nENDSEC\n0\nEOF', `${words.join('\n')}\n0\nENDSEC\n0\nEOF`),
    object: 'opportunity',
    record: id,
  })
  await house.settle()
  const [sheet] = await all('drawing', `opportunity = "${id}" and kind = "dxf"`)
  expect(sheet).toMatchObject({ title_weight_kg: '9.9', material: 'Q235' })
  const [, again] = await all('evaluation', `opportunity = "${id}"`)
  expect(again).toMatchObject({
    stage: 'open',
    discrepancies: null,
    differences: [
      {
        code: 'weight_differs',
        sheet: '方块.dxf',
        model: '方块.stp',
        stated: 9.9,
        measured: expect.any(Number),
      },
    ],
  })
  expect(sheet.differences).toEqual(again.differences)
})

test('an assembly costs what its parts cost and what putting them together takes', async () => {
  const measured = await measureDrawing(assembly, { preview: false, material: 'Q235' })
  const { cost } = await estimateCost(measured, { material: 'Q235', quantity: 5 })
  expect(cost!.lines.filter(({ kind }) => kind === 'material')).toHaveLength(measured.parts.length)
  expect(cost!.lines.find(({ key }) => key === 'assembly')).toMatchObject({ quantity: '0.45' })
  expect(
    cost!.lines.find(({ key, label }) => key.endsWith('material') && label.en?.startsWith('plate'))!.source
      .note.en,
  ).toContain('loss by nesting, laid in rows: 5')
}, 120_000)
