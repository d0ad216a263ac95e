import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePdf } from '../../geometry/pdf/pdfFixture.ts'
import { startTrade, upload, type Trade } from '../contracts/testTrade.ts'

let trade: Trade
let part: string
let offer: string
beforeAll(async () => {
  trade = await startTrade()
  const { boss, seller, lead, house } = trade
  await boss.post('/api/records/material_price', { material: 'Q235', price_per_kg: '5.00', valid_from: '2020-01-01' })
  const buyer = await seller.post('/api/records/customer', { name: '昆山图纸有限公司' })
  const deal = await seller.post('/api/records/opportunity', { name: '只有 PDF', customer: buyer.id })
  const words = [['材料', 60, 60], ['Q235', 120, 60], ['重量', 60, 40], ['1.2kg', 120, 40]] as const
  await upload(seller, { name: '支架.pdf', content: Buffer.from(makePdf(words.map(([text, x, y]) => ({ text, x, y })))).toString('latin1'), object: 'opportunity', record: deal.id })
  await house.settle()
  part = (await rows('drawing', `opportunity = "${deal.id}"`))[0].id
  await lead.patch(`/api/records/drawing/${part}`, { process: 'sheet_metal', thickness: '2' })
  const made = await seller.post('/api/records/quote', { customer: buyer.id, lines: [{ name: '支架', drawing: part, quantity: '10' }] })
  offer = made.id
})
afterAll(() => trade?.house.stop())

const rows = async (what: string, where: string) => (await trade.lead.get(`/api/records/${what}?sort=created_at&where=${encodeURIComponent(where)}`)).items
const cost = async () => {
  await trade.seller.post(`/api/records/quote/${offer}/cost`)
  const [sheet] = await rows('cost_sheet', `quote = "${offer}"`)
  return { notes: sheet.notes as string, keys: (await rows('cost_line', `cost_sheet = "${sheet.id}"`)).map((one: { key: string }) => one.key) as string[] }
}

test('a sheet of paper has no bends, holes or size that were counted: they are empty, not zero', async () => {
  expect(await trade.lead.get(`/api/records/drawing/${part}`)).toMatchObject({ kind: 'pdf', stage: 'measured', mass_kg: '1.2', bends: null, holes: null, box: null, cut_length_mm: null })
})

test('work that hangs on an unknown figure is named as missing and not costed as free', async () => {
  const { notes, keys } = await cost()
  expect(keys).not.toContain('bending')
  expect(notes).toMatch(/折弯：折弯数未知，工时未计入，不是零/)
  expect(notes).toMatch(/激光切割：切割长度或穿孔数未知/)
})

test('an engineer reads the figures off the sheet; they are costed, named as his, and outlive another measuring', async () => {
  const { lead, house } = trade
  expect(await lead.post(`/api/records/drawing/${part}/enter_figures`, { mass_kg: '2' })).toMatchObject({ code: 'figure_measured', field: 'mass_kg' })
  expect(await lead.post(`/api/records/drawing/${part}/enter_figures`, { bends: '3', cut_length_mm: '1200', pierces: '4' })).toMatchObject({ bends: '3' })
  await lead.post(`/api/records/drawing/${part}/measure`)
  await house.settle()
  expect(await lead.get(`/api/records/drawing/${part}`)).toMatchObject({ bends: '3', cut_length_mm: '1200', holes: null, process: 'sheet_metal' })
  const { notes, keys } = await cost()
  expect(keys).toEqual(expect.arrayContaining(['material', 'laser', 'bending']))
  expect(notes).toMatch(/人工填写、非量得的数据：.*折弯数 3/)
})
