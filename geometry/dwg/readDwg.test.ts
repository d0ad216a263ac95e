import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { measureFlat } from '../flat/measureFlat.ts'
import { readDwg } from './readDwg.ts'

const folder = new URL('../../../shared/data/drawings/dwg/', import.meta.url)
const read = (name: string) => readDwg(new Uint8Array(readFileSync(new URL(name, folder))))

test.skipIf(!existsSync(folder)).each(['Polyline_2004.dwg', 'Polyline_2018.dwg'])('%s gives the length of its polyline', async (name) => {
  const found = measureFlat(await read(name), { unit: 'mm' })
  expect(found.cut_length_mm).toBeCloseTo(32.26732, 4)
}, 30_000)

test.skipIf(!existsSync(folder))('blocks, arcs, circles and solids of a DWG are drawn where they lie', async () => {
  const drawing = await read('entities-2d_r2000.dwg')
  expect(drawing.strokes.length).toBeGreaterThanOrEqual(6)
  expect(drawing.texts.map((t) => t.text)).toContain('FOO')
}, 30_000)

test('a DWG cut off after its first page is refused in words', async () => {
  const bytes = new Uint8Array(2000)
  bytes.set(new Uint8Array(Buffer.from('AC1021')))
  await expect(readDwg(bytes)).rejects.toMatchObject({ code: 'dwg_unreadable' })
}, 30_000)
