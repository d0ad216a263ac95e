import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePdf } from '../../../geometry/pdf/pdfFixture.ts'
import { sayRows, type Label } from '../../../model/index.ts'
import { startTrade, upload, type Trade } from '../../contracts/testTrade.ts'
import { costLine, costSheet } from '../costing/costSheet.ts'

let trade: Trade
let part: string
let offer: string
beforeAll(async () => {
  trade = await startTrade()
  const { boss, seller, lead, house } = trade
  await boss.post('/api/records/material_price', {
    material: 'Q235',
    price_per_kg: '5.00',
    valid_from: '2020-01-01',
  })
  const buyer = await seller.post('/api/records/customer', { name: '昆山图纸有限公司' })
  const deal = await seller.post('/api/records/opportunity', { name: '只有 PDF', customer: buyer.id })
  const words = [
    ['材料', 60, 60],
    ['Q235', 120, 60],
    ['重量', 60, 40],
    ['1.2kg', 120, 40],
  ] as const
  await upload(seller, {
    name: '支架.pdf',
    content: Buffer.from(makePdf(words.map(([text, x, y]) => ({ text, x, y })))).toString('latin1'),
    object: 'opportunity',
    record: deal.id,
  })
  await house.settle()
  part = (await rows('drawing', `opportunity = "${deal.id}"`))[0].id
  await lead.patch(`/api/records/drawing/${part}`, { process: 'sheet_metal', thickness: '2' })
  const made = await seller.post('/api/records/quote', {
    customer: buyer.id,
    lines: [{ name: '支架', drawing: part, quantity: '10' }],
  })
  offer = made.id
})
afterAll(() => trade?.house.stop())

const rows = async (what: string, where: string) =>
  (await trade.lead.get(`/api/records/${what}?sort=created_at&where=${encodeURIComponent(where)}`)).items
const cost = async () => {
  await trade.seller.post(`/api/records/quote/${offer}/cost`)
  const [sheet] = await rows('cost_sheet', `quote = "${offer}"`)
  return {
    notes: sheet.notes as string,
    keys: (await rows('cost_line', `cost_sheet = "${sheet.id}"`)).map(
      (one: { key: string }) => one.key,
    ) as string[],
  }
}

test('a sheet of paper has no bends, holes or size that were counted: they are empty, not zero', async () => {
  expect(await trade.lead.get(`/api/records/drawing/${part}`)).toMatchObject({
    kind: 'pdf',
    stage: 'measured',
    mass_kg: '1.2',
    bends: null,
    holes: null,
    box: null,
    cut_length_mm: null,
  })
})

test('work that hangs on an unknown figure is named as missing and not costed as free', async () => {
  const { notes, keys } = await cost()
  expect(keys).not.toContain('bending')
  expect(notes).toMatch(/折弯：折弯数未知，工时未计入，不是零/)
  expect(notes).toMatch(/激光切割：切割长度或穿孔数未知/)
})

test('an engineer reads the figures off the sheet; they are costed, named as his, and outlive another measuring', async () => {
  const { lead, house } = trade
  expect(await lead.post(`/api/records/drawing/${part}/enter_figures`, { mass_kg: '2' })).toMatchObject({
    code: 'figure_measured',
    field: 'mass_kg',
  })
  expect(
    await lead.post(`/api/records/drawing/${part}/enter_figures`, {
      bends: '3',
      cut_length_mm: '1200',
      pierces: '4',
    }),
  ).toMatchObject({ bends: '3' })
  await lead.post(`/api/records/drawing/${part}/measure`)
  await house.settle()
  expect(await lead.get(`/api/records/drawing/${part}`)).toMatchObject({
    bends: '3',
    cut_length_mm: '1200',
    holes: null,
    process: 'sheet_metal',
  })
  const { notes, keys } = await cost()
  expect(keys).toEqual(expect.arrayContaining(['material', 'laser', 'bending']))
  expect(notes).toMatch(/人工填写、非量得的数据：.*折弯数 3/)
})

/** What an English reader is shown of the rows of a field. */
const english = (field: { readonly sentences: Readonly<Record<string, Label>> }, value: unknown) =>
  sayRows(value, field.sentences).map(({ en }) => en)

test('an English reader of a cost sheet finds no Chinese in what the house itself wrote; names of files and materials stay as they are', async () => {
  const [sheet] = await rows('cost_sheet', `quote = "${offer}"`)
  const items = await rows('cost_line', `cost_sheet = "${sheet.id}"`)
  const said = [
    ...english(costSheet.fields.not_included, sheet.not_included),
    ...items.flatMap((one: { item: unknown; sources: unknown }) => [
      ...english(costLine.fields.item, one.item),
      ...english(costLine.fields.sources, one.sources),
    ]),
  ]
  expect(said).toEqual(
    expect.arrayContaining([
      'Laser cutting',
      'Bending',
      'Material Q235',
      'price: material prices',
      'drawing 支架.pdf',
      'Entered by hand, not measured: Cut length (mm) 1200, Pierces 4, Bends 3',
    ]),
  )
  expect(
    said.filter((one) => !one || /[\p{Script=Han}，。；：、（）]/u.test(one.replace('支架.pdf', ''))),
  ).toEqual([])
  expect(items.find((one: { key: string }) => one.key === 'laser')).toMatchObject({
    name: '激光切割',
    source_note: expect.stringMatching(/工时按图纸尺寸与规则；.*；图纸 支架\.pdf/),
  })
})

test('who asks for a costing in English is told in English what is missing', async () => {
  const { lead } = trade
  await lead.raw({ method: 'PATCH', url: '/api/session', payload: { language: 'en' } })
  const { lines } = await lead.post(`/api/records/quote/${offer}/cost`)
  expect(lines[0].notes).toMatch(/^Entered by hand, not measured: .*Bends 3/m)
  const { grid } = await lead.post(`/api/records/quote_line/${lines[0].line}/price_grid`, {
    quantities: '5',
    days: '15',
  })
  expect(grid[0].note).toMatch(/Entered by hand/)
  await lead.raw({ method: 'PATCH', url: '/api/session', payload: { language: 'zh' } })
})

test('what a person types over a sentence is read as typed, until the next costing; a correction keeps its reason as typed', async () => {
  const { seller, house } = trade
  const item = async (key: string) =>
    (await rows('cost_line', `quote = "${offer}"`)).find((one: { key: string }) => one.key === key)
  const bending = await item('bending')
  await seller.patch(`/api/records/cost_line/${bending.id}`, { name: '大件折弯' })
  await trade.lead.post(`/api/records/cost_line/${bending.id}/correct`, {
    amount: '9.00',
    reason: '两人抬件',
  })
  await house.settle()
  expect(await item('bending')).toMatchObject({
    name: '大件折弯',
    item: null,
    sources: [{ code: 'hours_ruled' }, { code: 'rate_standard' }, { code: 'on_drawing' }],
    correction_reason: '两人抬件',
  })
  expect(await item('laser')).toMatchObject({ item: [{ code: 'operation' }] })
  await cost()
  await house.settle()
  expect(await item('bending')).toMatchObject({
    name: '折弯',
    item: [{ code: 'operation', operation_en: 'Bending' }],
    correction_reason: '两人抬件',
  })
})

test('a revision says of its costs what the one before said', async () => {
  const { seller, house } = trade
  const [line] = (await seller.get(`/api/records/quote/${offer}`)).lines
  await seller.patch(`/api/records/quote_line/${line.id}`, { base_price: '1000' })
  await seller.post(`/api/records/quote/${offer}/submit`)
  await house.settle()
  const next = await seller.post(`/api/records/quote/${offer}/revise`)
  const told = async (quote: string) => [
    (await rows('cost_sheet', `quote = "${quote}"`)).map(
      (one: { not_included: unknown }) => one.not_included,
    ),
    (await rows('cost_line', `quote = "${quote}"`))
      .map(({ key, item, sources }: { key: string; item: unknown; sources: unknown }) => ({
        key,
        item,
        sources,
      }))
      .sort((a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key)),
  ]
  expect(await told(next.id)).toEqual(await told(offer))
})
