import { fileURLToPath } from 'node:url'
import { Decimal } from 'decimal.js'
import { afterAll, expect, test } from 'vitest'
import { closeMeasuring, measureDrawing } from '../../../geometry/index.ts'
import { assemblyStep } from '../../../geometry/step/testStep.ts'
import { estimateCost } from './estimateCost.ts'

afterAll(closeMeasuring)
const plate = fileURLToPath(new URL('../../../docs/tour-files/mounting-plate.dxf', import.meta.url))

test('the plate of the tour costs the same each time, from its nesting and the starting table, which is named', async () => {
  const measured = await measureDrawing(plate, { preview: false, material: 'Q235', thickness: 5 })
  const { cost, missing } = await estimateCost(measured, { material: 'Q235', quantity: 20 })
  expect(missing).toEqual([])
  expect(cost).toMatchObject({
    currency: 'CNY',
    per_piece: '5.31',
    total: '106.20',
    quantity: 20,
    template: 'sheet_metal',
  })
  expect(cost!.lines.map(({ key, amount }) => [key, amount])).toEqual([
    ['material', '3.21'],
    ['laser', '2.05'],
    ['scrap', '0.05'],
  ])
  expect(cost!.lines.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)).toFixed(2)).toBe(
    cost!.per_piece,
  )
  expect(cost!.lines[0]!.source.note.en).toContain('starting price table')
  expect(await estimateCost(measured, { material: 'Q235', quantity: 20 })).toEqual({ cost, missing })
  // Everything it says is there in both languages.
  const said = [...cost!.notes, ...cost!.lines.flatMap(({ label, source }) => [label, source.note])]
  expect(
    said.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || !en || /\p{Script=Han}/u.test(en)),
  ).toEqual([])
}, 60_000)

test('without a material there is no cost but a reason', async () => {
  const { title_block, ...measured } = await measureDrawing(plate, { preview: false, thickness: 5 })
  expect(title_block?.material).toBe('Q235')
  expect(await estimateCost(measured, { quantity: 1 })).toMatchObject({
    cost: null,
    missing: [{ en: expect.stringContaining('names no material') }],
  })
}, 60_000)

test('an assembly costs what its parts cost and what putting them together takes', async () => {
  const measured = await measureDrawing(await assemblyStep(), { preview: false, material: 'Q235' })
  const { cost } = await estimateCost(measured, { material: 'Q235', quantity: 5 })
  expect(cost!.lines.filter(({ kind }) => kind === 'material')).toHaveLength(measured.parts.length)
  expect(cost!.lines.find(({ key }) => key === 'assembly')).toMatchObject({ quantity: '0.25' })
  expect(
    cost!.lines.find(({ key, label }) => key.endsWith('material') && label.en?.startsWith('plate'))!.source
      .note.en,
  ).toContain('loss by nesting, laid in rows: 5')
}, 120_000)
