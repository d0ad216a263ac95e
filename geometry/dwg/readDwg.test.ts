import { expect, test } from 'vitest'
import { contentTypeOf } from '../../kernel/files/contentType.ts'
import { measureFlat } from '../flat/measureFlat.ts'
import { measureDrawing, closeMeasuring } from '../measureDrawing.ts'
import { recogniseDrawing } from '../recogniseDrawing.ts'
import { readDwg } from './readDwg.ts'
import { dwgCircle, dwgLine, dwgText, writeDwg } from './testDwg.ts'

const plate = [
  dwgLine(0, 0, 100, 0),
  dwgLine(100, 0, 100, 60),
  dwgLine(100, 60, 0, 60),
  dwgLine(0, 60, 0, 0),
  dwgCircle(50, 30, 10),
]

test('a DWG gives the cut length, the net area and the hole of the plate in it, and its words', async () => {
  const drawing = await readDwg(writeDwg([...plate, dwgText(10, 5, 3, 'Q235 t=2')]))
  expect(drawing.texts.map(({ text }) => text)).toContain('Q235 t=2')
  const found = measureFlat(drawing, { unit: 'mm' })
  expect(found.cut_length_mm).toBeCloseTo(320 + 20 * Math.PI, 9)
  expect(found.net_area_mm2).toBeCloseTo(6000 - 100 * Math.PI, 9)
  expect([found.pierces, found.holes]).toEqual([
    2,
    [{ diameter_mm: 20, depth_mm: 2, through: true, count: 1 }],
  ])
}, 30_000)

test('a DWG is known by its content and measured in a worker under any name', async () => {
  const bytes = writeDwg(plate)
  expect(recogniseDrawing(bytes)).toMatchObject({ kind: 'dwg', detail: 'AC1006' })
  expect(contentTypeOf(bytes.subarray(0, 4096), bytes.length).kind).toBe('dwg')
  expect((await measureDrawing(bytes, { name: '底板.pdf' })).pierces).toBe(2)
  await closeMeasuring()
}, 60_000)

test('a DWG cut off after its first page is refused in words', async () => {
  const bytes = new Uint8Array(2000)
  bytes.set(new Uint8Array(Buffer.from('AC1021')))
  await expect(readDwg(bytes)).rejects.toMatchObject({ code: 'dwg_unreadable' })
}, 30_000)
