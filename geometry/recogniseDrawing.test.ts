import { expect, test } from 'vitest'
import { recogniseDrawing } from './recogniseDrawing.ts'
import { loadKernel } from './step/kernel.ts'
import { openWorkshop } from './step/testStep.ts'

const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

test.each([
  ["ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN { 1 0 10303 214 1 1 1 1 }'));", 'step', 'AP214'],
  ["\n/* made by a CAD */ ISO-10303-21;\nFILE_SCHEMA (('CONFIG_CONTROL_DESIGN'));", 'step', 'AP203'],
  ['  0\r\nSECTION\r\n  2\r\nHEADER\r\n  9\r\n$ACADVER\r\n  1\r\nAC1021\r\n', 'dxf', 'AC1021'],
  ['999\nsome writer\n0\nSECTION\n2\nENTITIES\n', 'dxf', 'R12'],
  ['AutoCAD Binary DXF\r\n\x1a\0\0SECTION\0', 'dxf', 'R12 binary'],
  ['AC1032\0\0\0\0', 'dwg', 'AC1032'],
  ['%PDF-1.7\n', 'pdf', '1.7'],
  [' '.repeat(72) + 'S      1\n', 'iges', undefined],
  ['solid part\n facet normal 0 0 1\n', 'stl', 'ASCII'],
  ['\x89PNG\r\n\x1a\n', 'image', 'PNG'],
  ['PK\x03\x04', 'unknown', 'ZIP'],
  ['just some words', 'unknown', undefined],
  ['', 'unknown', undefined],
])('a file is named by what is inside it: %j is %s', (content, kind, detail) => {
  const found = recogniseDrawing(ascii(content))
  expect([found.kind, found.detail]).toEqual([kind, detail])
})

test('a binary STL is told from noise by its size', () => {
  const bytes = new Uint8Array(84 + 100)
  bytes[80] = 2
  expect(recogniseDrawing(bytes).kind).toBe('stl')
  expect(recogniseDrawing(bytes, 999).kind).toBe('unknown')
})

test.each(['AP203', 'AP214', 'AP242'] as const)(
  'a body written in %s is recognised with its release',
  async (schema) => {
    const { box, writeAs } = openWorkshop(await loadKernel())
    expect(recogniseDrawing(writeAs(schema, box(10, 10, 10)))).toMatchObject({ kind: 'step', detail: schema })
  },
  60_000,
)
