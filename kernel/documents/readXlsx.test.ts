import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { Refusal } from '../../model/refuse.ts'
import { readTable, type SheetLimits } from './sheets.ts'
import { styleOfFormat } from './xlsxValue.ts'

const folder = mkdtempSync(join(tmpdir(), 'guantong-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rels =
  '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
const book = (properties = '') =>
  `<workbook xmlns:r="r">${properties}<sheets><sheet name="隐藏" sheetId="1" state="hidden" r:id="rId2"/><sheet name="客户" sheetId="2" r:id="rId1"/></sheets></workbook>`
const styles =
  '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;mm&quot;"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="9"/></cellXfs></styleSheet>'

let files = 0
const read = async (
  sheet: string,
  {
    parts = {},
    limits,
    name,
    bookProperties,
  }: {
    parts?: Record<string, string>
    limits?: Partial<SheetLimits>
    name?: string
    bookProperties?: string
  } = {},
) => {
  const path = join(folder, `${++files}.xlsx`)
  writeFileSync(
    path,
    zip({
      'xl/workbook.xml': book(bookProperties),
      'xl/_rels/workbook.xml.rels': rels,
      'xl/styles.xml': styles,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
      'xl/worksheets/sheet2.xml':
        '<worksheet><sheetData><row><c t="inlineStr"><is><t>hidden</t></is></c></row></sheetData></worksheet>',
      ...parts,
    }),
  )
  const rows = []
  for await (const row of readTable(path, { ...(limits && { limits }), ...(name !== undefined && { name }) }))
    rows.push(row)
  return rows
}
const cellsOf = async (cells: string, options = {}) =>
  (await read(`<row r="1">${cells}</row>`, options))[0]?.cells
const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error ?? new Error('was not refused')
  return error
}

test('numbers come as the shortest exact text', async () => {
  const stored = [
    '0.30000000000000004',
    '1.1000000000000001',
    '-3.00',
    '1E-7',
    '1.2345E+20',
    '12345678901234567890',
    '1.2345678901234567E+17',
    '100',
    '-0',
    '4.9406564584124654E-324',
  ]
  expect(await cellsOf(stored.map((text) => `<c><v>${text}</v></c>`).join(''))).toEqual([
    '0.3',
    '1.1',
    '-3',
    '0.0000001',
    '123450000000000000000',
    '12345678901234567890',
    '123456789012346000',
    '100',
    '0',
    `0.${'0'.repeat(323)}5`,
  ])
})

test('dates are known by their format, Chinese and own ones included, and keep to the day shown', async () => {
  const cell = (style: number, value: string) => `<c s="${style}"><v>${value}</v></c>`
  const cells =
    cell(1, '46349') +
    cell(2, '46349') +
    cell(3, '46349') +
    cell(4, '1.5') +
    cell(5, '46349.354166666664') +
    cell(6, '0.15') +
    cell(1, '1') +
    cell(1, '59') +
    cell(1, '61') +
    cell(1, '0.5')
  expect(await cellsOf(cells)).toEqual([
    '2026-11-23',
    '2026-11-23',
    '46349',
    '36:00:00',
    '2026-11-23T08:30:00',
    '15%',
    '1900-01-01',
    '1900-02-28',
    '1900-03-01',
    '12:00:00',
  ])
  expect(
    await cellsOf(cell(1, '0') + cell(1, '44887'), { bookProperties: '<workbookPr date1904="1"/>' }),
  ).toEqual(['1904-01-01', '2026-11-23'])
  expect(
    ['General', '0.00', '#,##0.00;[Red]-#,##0.00', '0"day"', '[$¥-804]#,##0'].map((code) =>
      styleOfFormat(200, code),
    ),
  ).toEqual(Array(5).fill('number'))
  expect(
    ['yyyy-mm-dd', 'h:mm AM/PM', '[$-804]m"月"d"日"', 'mmm-yy'].map((code) => styleOfFormat(200, code)),
  ).toEqual(Array(4).fill('date'))
})

test('texts are read from every place a program may put them', async () => {
  const shared =
    '<sst><si><t>华东</t></si><si><r><t>精</t></r><r><t>密</t></r><rPh><t>ジン</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>'
  const cells =
    '<c r="B1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c r="F1" t="inlineStr"><is><t>&lt;b&gt; &amp;</t></is></c><c t="str"><f>A1</f><v>得数</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-11-23</v></c>'
  expect(await cellsOf(cells, { parts: { 'xl/sharedStrings.xml': shared } })).toEqual([
    '',
    '华东',
    '精密',
    'a\rb_x0041_',
    '',
    '<b> &',
    '得数',
    'TRUE',
    '#N/A',
    '2026-11-23',
  ])
})

test('the first visible sheet is read, or the named one, and row numbers are those on the screen', async () => {
  const sheet = '<row r="3"><c><v>1</v></c></row><row><c><v>2</v></c></row><row r="9"/>'
  expect(await read(sheet)).toMatchObject([
    { row: 3, cells: ['1'] },
    { row: 4, cells: ['2'] },
  ])
  expect(await read(sheet, { name: '隐藏' })).toEqual([{ row: 1, cells: ['hidden'] }])
  expect((await refusal(read(sheet, { name: '没有' }))).details.data).toEqual({ sheets: ['隐藏', '客户'] })
})

test('a broken workbook is refused with the row and the column', async () => {
  expect((await refusal(cellsOf('<c r="C1" t="s"><v>7</v></c>'))).sentence.zh).toContain('第1行C列')
  expect((await refusal(cellsOf('<c r="AB1"><f>SUM(A1:A2)</f></c>'))).sentence.zh).toContain('第1行AB列')
  expect((await refusal(read('<row r="2"><c r="B2"><v>1</c></row>'))).code).toBe('sheet_broken')
  expect((await refusal(cellsOf('<c r="ZZZ1"><v>1</v></c>'))).details.data).toMatchObject({ row: 1 })
  expect(
    (await refusal(cellsOf('<c><v>1</v></c>', { parts: { 'xl/worksheets/sheet1.xml': '' } }))).code,
  ).toBe('sheet_broken')
  const path = join(folder, 'cut.xlsx')
  const whole = zip({ 'xl/workbook.xml': book() })
  writeFileSync(path, whole.subarray(0, whole.length - 30))
  expect(
    (
      await refusal(
        (async () => {
          for await (const _ of readTable(path));
        })(),
      )
    ).code,
  ).toBe('sheet_broken')
})

test('entities cannot be blown up', async () => {
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
  expect((await refusal(cellsOf('', { parts: { 'xl/worksheets/sheet1.xml': bomb } }))).code).toBe(
    'sheet_broken',
  )
})

test('a zip bomb is refused before it is unpacked, also when its directory lies about the size', async () => {
  const zeros = '0'.repeat(20 * 2 ** 20)
  expect((await refusal(cellsOf(`<c><v>${zeros}</v></c>`))).code).toBe('sheet_too_big')
  expect(
    (await refusal(cellsOf(`<c><v>${zeros}</v></c>`, { limits: { unzip_ratio: 1e9 } }))).sentence.zh,
  ).toContain('第1行A列')
  const path = join(folder, 'liar.xlsx')
  writeFileSync(
    path,
    zip(
      {
        'xl/workbook.xml': book(),
        'xl/_rels/workbook.xml.rels': rels,
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row><c><v>1</v></c></row>${' '.repeat(5_000_000)}</sheetData></worksheet>`,
      },
      100,
    ),
  )
  expect(
    (
      await refusal(
        (async () => {
          for await (const _ of readTable(path));
        })(),
      )
    ).code,
  ).toBe('sheet_broken')
})

/** A zip by hand, so that its directory can be made to lie. */
function zip(parts: Record<string, string>, declaredMax = Infinity): Uint8Array {
  const local: number[][] = []
  const central: number[][] = []
  let offset = 0
  for (const [name, text] of Object.entries(parts)) {
    const raw = new TextEncoder().encode(text)
    const packed = Array.from(deflateRawSync(raw) as unknown as Uint8Array)
    const title = Array.from(new TextEncoder().encode(name))
    const shape = [
      ...u16(20),
      ...u16(0x0800),
      ...u16(8),
      ...u32(0),
      ...u32(crc32(raw)),
      ...u32(packed.length),
      ...u32(Math.min(raw.length, declaredMax)),
      ...u16(title.length),
      ...u16(0),
    ]
    const header = [...u32(0x04034b50), ...shape, ...title]
    central.push([
      ...u32(0x02014b50),
      ...u16(20),
      ...shape,
      ...u16(0),
      ...u16(0),
      ...u16(0),
      ...u32(0),
      ...u32(offset),
      ...title,
    ])
    local.push(header, packed)
    offset += header.length + packed.length
  }
  const directory = central.flat()
  return Uint8Array.from([
    ...local.flat(),
    ...directory,
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...u16(central.length),
    ...u16(central.length),
    ...u32(directory.length),
    ...u32(offset),
    ...u16(0),
  ])
}
function u16(n: number): number[] {
  return [n & 255, (n >> 8) & 255]
}
function u32(n: number): number[] {
  return [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255]
}
function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}
