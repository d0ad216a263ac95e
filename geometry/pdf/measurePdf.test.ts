import { expect, test } from 'vitest'
import { compareDrawings } from '../compareDrawings.ts'
import { measureBytes } from '../measureBytes.ts'
import type { Measurement } from '../measurement.ts'
import { makePdf } from './pdfFixture.ts'

const sheet = makePdf([
  { text: '图号', x: 600, y: 60 },
  { text: 'XS-2026-017', x: 650, y: 60 },
  { text: '名称', x: 600, y: 40 },
  { text: '支架', x: 650, y: 40 },
  { text: '材料：SUS304', x: 600, y: 80 },
  { text: '重量(kg)', x: 500, y: 60 },
  { text: '0.080', x: 505, y: 42 },
  { text: '比例', x: 450, y: 60 },
  { text: '1:2', x: 452, y: 42 },
  { text: '未注公差按 GB/T 1804-m', x: 60, y: 100 },
  { text: '表面处理：喷砂', x: 60, y: 80 },
  { text: '板厚 2 mm', x: 60, y: 120 },
])

test('the title block of a PDF is read, Chinese included, values beside or below their captions', async () => {
  const found = await measureBytes(sheet)
  expect(found.title_block).toEqual({
    number: 'XS-2026-017',
    name: '支架',
    material: 'SUS304',
    weight_kg: 0.08,
    scale: '1:2',
    tolerance: expect.stringContaining('1804-m'),
    surface: '喷砂',
  })
  expect(found.thickness_mm).toBe(2)
  expect(found.detail).toMatch(/^vector/)
  expect(found.texts!.find((t) => t.text === '支架')!.at).toEqual([229.31, 14.11])
  expect([...found.preview!.png!.subarray(1, 4)]).toEqual([80, 78, 71])
})

test('a difference of more than two percent between sheet and model is raised', async () => {
  const found = await measureBytes(sheet, { preview: false })
  const model = (volume_mm3: number, thickness_mm: number) =>
    ({ volume_mm3, thickness_mm, mass_kg: null }) as Measurement
  expect(compareDrawings(found, model(0.08 / 7.93e-6, 2))).toEqual([])
  expect(compareDrawings(found, model(0.0815 / 7.93e-6, 2))).toEqual([])
  expect(compareDrawings(found, model(0.085 / 7.93e-6, 3)).map((d) => d.code)).toEqual([
    'weight_differs',
    'thickness_differs',
  ])
})

test('a scan is called a scan, with its picture and no invented words', async () => {
  const found = await measureBytes(makePdf([], 'q 800 0 0 500 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q'))
  expect(found.detail).toMatch(/^scan/)
  expect(found.warnings.map((w) => w.code)).toEqual(['pdf_scan'])
  expect(found.title_block).toBeUndefined()
})

test('a cut-off or broken PDF is refused in words', async () => {
  await expect(measureBytes(new Uint8Array(Buffer.from('%PDF-1.7\nnothing here')))).rejects.toMatchObject({
    code: 'pdf_unreadable',
  })
})
