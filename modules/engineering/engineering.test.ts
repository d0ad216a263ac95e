import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadKernel } from '../../geometry/step/kernel.ts'
import { openWorkshop } from '../../geometry/step/testStep.ts'
import { plateDxf, startTrade, upload, type Trade } from '../contracts/testTrade.ts'
import { covers } from './covers.ts'

let trade: Trade
let deal: string
beforeAll(async () => {
  trade = await startTrade()
  const buyer = await trade.seller.post('/api/records/customer', { name: '太仓图纸有限公司' })
  deal = (await trade.seller.post('/api/records/opportunity', { name: '来图询价', customer: buyer.id })).id
})
afterAll(() => trade?.house.stop())

const all = async (what: string, where: string) =>
  (await trade.lead.get(`/api/records/${what}?sort=created_at&where=${encodeURIComponent(where)}`)).items

test('two drawings of one inquiry share one evaluation, and are known by content, not by name', async () => {
  await upload(trade.seller, { name: '底板.pdf', content: plateDxf, object: 'opportunity', record: deal })
  await upload(trade.seller, { name: '备注.dxf', content: '这不是图纸', object: 'opportunity', record: deal })
  await upload(trade.seller, { name: '侧板.dxf', content: plateDxf, object: 'opportunity', record: deal })
  await trade.house.settle()
  const drawings = await all('drawing', `opportunity = "${deal}"`)
  expect(
    drawings.map((one: { name: string; kind: string; stage: string }) => [one.name, one.kind, one.stage]),
  ).toEqual([
    ['底板.pdf', 'dxf', 'measured'],
    ['侧板.dxf', 'dxf', 'measured'],
  ])
  expect(await all('evaluation', `opportunity = "${deal}"`)).toHaveLength(1)
  const { items } = await trade.lead.get(`/api/files?object=drawing&record=${drawings[0].id}`)
  expect(items.map((file: { purpose: string }) => file.purpose)).toContain('preview_svg')
})

test('a file that cannot be measured says so on the drawing, and the evaluation goes on', async () => {
  await upload(trade.seller, {
    name: '坏的.step',
    content: 'ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=BROKEN(',
    object: 'opportunity',
    record: deal,
  })
  await trade.house.settle()
  const [, , broken] = await all('drawing', `opportunity = "${deal}"`)
  expect(broken).toMatchObject({
    kind: 'step',
    stage: 'failed',
    warnings: expect.stringMatching(/./),
    doubts: [
      { code: 'not_measured', label: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) } },
    ],
  })
  expect(await trade.seller.post(`/api/records/drawing/${broken.id}/measure`)).toMatchObject({
    stage: 'measuring',
  })
  await trade.house.settle()
  expect(await all('evaluation', 'stage = "open"')).toHaveLength(1)
})

test('a conclusion asks for the hard answers and leaves the talk free', async () => {
  const [study] = await all('evaluation', `opportunity = "${deal}"`)
  const conclude = (body: object) => trade.lead.post(`/api/records/evaluation/${study.id}/conclude`, body)
  expect(await conclude({ verdict: 'feasible', moq_confirmed: true })).toMatchObject({
    code: 'field_required',
    field: 'rohs',
  })
  expect(await conclude({ verdict: 'feasible', rohs: 'yes', moq_confirmed: false })).toMatchObject({
    code: 'moq_not_confirmed',
  })
  expect(await conclude({ verdict: 'conditional', rohs: 'yes', moq_confirmed: true })).toMatchObject({
    code: 'field_required',
    field: 'conditions',
  })
  expect(
    (
      await trade.seller.post(`/api/records/evaluation/${study.id}/conclude`, {
        verdict: 'feasible',
        rohs: 'yes',
        moq_confirmed: true,
      })
    ).code,
  ).toBe('not_allowed')
  expect(
    await conclude({ verdict: 'conditional', rohs: 'yes', moq_confirmed: true, conditions: '改用 SUS304' }),
  ).toMatchObject({ stage: 'conditional' })
})

test('a product fits when its range covers what is asked for, ends included', async () => {
  const range = (min: string | null, max: string | null, unit = '℃') => ({
    parameter: '工作温度',
    min,
    max,
    unit,
  })
  expect(covers(range('-40', '125'), range('-40', '125', '°C'))).toBe(true)
  expect(covers(range('-40', '125'), range('-40.1', '125'))).toBe(false)
  expect(covers(range('-40', null), range('-40', '85'))).toBe(false)
  for (const [product, max] of [
    ['S100', '125'],
    ['S60', '85'],
  ])
    await trade.lead.post('/api/records/product_spec', {
      product,
      parameter: '工作温度',
      min: '-40',
      max,
      unit: '℃',
    })
  await trade.seller.post('/api/records/requirement', {
    opportunity: deal,
    parameter: '工作温度',
    min: '-20',
    max: '100',
    unit: '℃',
  })
  expect(await trade.seller.post(`/api/records/opportunity/${deal}/match_products`)).toMatchObject({
    products: [
      { product: 'S100', fits: true },
      { product: 'S60', fits: false, missing: ['工作温度'] },
    ],
  })
})

test('a sheet whose weight is not that of the model keeps the evaluation open with the difference', async () => {
  const { seller, lead, house } = trade
  const { box, write } = openWorkshop(await loadKernel())
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
    content: Buffer.from(write(box(10, 10, 10))).toString(),
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
