import { expect, test } from 'vitest'
import { asciiDxf, binaryDxf, rectangle } from '../../geometry/dxf/dxfFixture.ts'
import { bracketStep, flangeStep } from '../../geometry/step/testStep.ts'
import { writeXlsx } from '../documents/sheets.ts'
import { contentTypeOf, safeInline } from './contentType.ts'

const typeOf = (text: string, size = Buffer.byteLength(text, 'latin1')) =>
  contentTypeOf(Uint8Array.from(Buffer.from(text, 'latin1') as unknown as number[]), size)

test('every drawing is known by its content alone', async () => {
  const drawings = [
    ['step', 'flange.step', await flangeStep()],
    ['step', 'bracket.stp', await bracketStep()],
    ['dxf', 'plate.dxf', asciiDxf({ entities: rectangle(0, 0, 100, 50) })],
    ['dxf', 'plate.dxf', binaryDxf({ entities: rectangle(0, 0, 100, 50) }, true)],
  ] as const
  for (const [kind, name, bytes] of drawings) {
    const found = contentTypeOf(bytes.subarray(0, 4096), bytes.length)
    expect(found.kind, name).toBe(kind)
  }
})

test.each([
  ['%PDF-1.7\n', 'pdf', 'application/pdf'],
  ['\r\n%PDF-1.4', 'pdf', 'application/pdf'],
  ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image', 'image/png'],
  ['\xff\xd8\xff\xe0\0\x10JFIF', 'image', 'image/jpeg'],
  ['RIFF\x24\0\0\0WEBPVP8 ', 'image', 'image/webp'],
  ['RIFF\x24\0\0\0WAVEfmt ', 'audio', 'audio/wav'],
  ['\0\0\0\x18ftypheic', 'image', 'image/heic'],
  ['\0\0\0\x20ftypM4A ', 'audio', 'audio/mp4'],
  ['#!AMR\n', 'audio', 'audio/amr'],
  ['ID3\x03\0', 'audio', 'audio/mpeg'],
  ['Rar!\x1a\x07\x01\0', 'archive', 'application/vnd.rar'],
  ['PK\x03\x04' + '\0'.repeat(22) + '\x05\0\0\0a.txt', 'archive', 'application/zip'],
  ['AC1032\0\0\0\0', 'dwg', 'image/vnd.dwg'],
  ['  0\r\nSECTION\r\n  2\r\nHEADER\r\n', 'dxf', 'image/vnd.dxf'],
  ['999\nmade by hand\n0\nSECTION\n2\nENTITIES\n', 'dxf', 'image/vnd.dxf'],
  ['AutoCAD Binary DXF\r\n\x1a\0', 'dxf', 'image/vnd.dxf'],
  ['/* c */\nISO-10303-21;\nHEADER;', 'step', 'model/step'],
  [' '.repeat(72) + 'S      1\n', 'iges', 'model/iges'],
  ['solid part\n  facet normal 0 0 1\n', 'stl', 'model/stl'],
  ['<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'text', 'image/svg+xml'],
  ['  <!DOCTYPE html><p>', 'text', 'text/html'],
  ['<script>alert(1)</script>', 'text', 'text/html'],
  ['{"a":1}', 'text', 'application/json'],
  ['a,b\n1,2\n', 'sheet', 'text/csv'],
  ['hello, world', 'text', 'text/plain'],
  ['\xbb\xaa\xb6\xab\xbe\xab\xc3\xdc', 'text', 'text/plain'],
  ['\0\x01\x02\x03', 'unknown', 'application/octet-stream'],
  ['MZ\x90\0\x03', 'unknown', 'application/octet-stream'],
  ['', 'unknown', 'application/octet-stream'],
])('%j is %s', (text, kind, type) => {
  expect(typeOf(text)).toMatchObject({ kind, type })
})

test('a binary STL is known by its length, and not when a byte is missing', () => {
  const bytes = Buffer.alloc(84 + 50 * 2)
  bytes.write('solid says the header, yet it is binary')
  bytes.writeUInt32LE(2, 80)
  const view = Uint8Array.from(bytes as unknown as number[])
  expect(contentTypeOf(view, view.length).kind).toBe('stl')
  expect(contentTypeOf(view, view.length - 1).kind).not.toBe('stl')
})

test('a workbook is told from a document and from any other zip', async () => {
  const chunks: number[] = []
  for await (const chunk of writeXlsx([['1']], ['a'])) chunks.push(...(chunk as Uint8Array))
  expect(contentTypeOf(Uint8Array.from(chunks), chunks.length)).toMatchObject({
    extension: 'xlsx',
    kind: 'sheet',
  })
  expect(typeOf(`PK\x03\x04${'\0'.repeat(22)}\x11\0\0\0word/document.xml`)).toMatchObject({
    extension: 'docx',
    kind: 'document',
  })
})

test('nothing that may carry script is shown in place, not even disguised as a PDF', () => {
  for (const type of [
    'text/html',
    'image/svg+xml',
    'application/xml',
    'application/octet-stream',
    'text/html; charset=utf-8',
  ])
    expect(safeInline(type)).toBe(false)
  for (const type of ['image/png', 'application/pdf', 'text/plain', 'audio/mpeg'])
    expect(safeInline(type)).toBe(true)
  expect(safeInline(typeOf('<script>1</script>%PDF-1.7').type)).toBe(false)
})
