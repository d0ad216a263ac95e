import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { Refusal } from '../../model/refuse.ts'
import { readTable, writeCsv, writeXlsx, type SheetLimits, type TableRow } from './sheets.ts'
import { testFormulas, testHostileTexts } from '../testing/testHostileTexts.ts'
import { neutraliseCell, restoreCell } from './cellText.ts'
import { throughSheets } from './testSheets.ts'

const read = async (
  source: Readable | string | Buffer,
  options: { name?: string; limits?: Partial<SheetLimits> } = {},
): Promise<TableRow[]> => {
  const stream = Buffer.isBuffer(source) ? Readable.from([source]) : source
  const rows: TableRow[] = []
  for await (const row of readTable(stream, options)) rows.push(row)
  return rows
}
const cellsOf = async (text: string | Buffer) =>
  (await read(Buffer.from(text as string))).map(({ cells }) => cells)
const bytesOf = async (stream: Readable) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk) as unknown as Uint8Array)
  return Buffer.concat(chunks)
}
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('guantong-sheet-'))
const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error ?? new Error('was not refused')
  return error
}

test.each([
  [
    'a,b\n1,"ha ""ha"" ha"\n3,4\n',
    [
      ['a', 'b'],
      ['1', 'ha "ha" ha'],
      ['3', '4'],
    ],
  ],
  [
    'first,last,address\nJohn,Doe,"120 any st., flat 2"\n',
    [
      ['first', 'last', 'address'],
      ['John', 'Doe', '120 any st., flat 2'],
    ],
  ],
  [
    'a,b,c\n1,"",""\n2,3,4\n',
    [
      ['a', 'b', 'c'],
      ['1', '', ''],
      ['2', '3', '4'],
    ],
  ],
  [
    'a,b,c\r\n1,"",""\r\n2,3,4\r\n',
    [
      ['a', 'b', 'c'],
      ['1', '', ''],
      ['2', '3', '4'],
    ],
  ],
  [
    'key,val\n1,"{""type"": ""Point"", ""at"": [102.0, 0.5]}"\n',
    [
      ['key', 'val'],
      ['1', '{"type": "Point", "at": [102.0, 0.5]}'],
    ],
  ],
  [
    'a,b,c\n1,2,3\n"Once upon\na time",5,6\n7,8,9\n',
    [
      ['a', 'b', 'c'],
      ['1', '2', '3'],
      ['Once upon\na time', '5', '6'],
      ['7', '8', '9'],
    ],
  ],
  [
    'a,b\r\n"x\r\ny",2\r\n',
    [
      ['a', 'b'],
      ['x\r\ny', '2'],
    ],
  ],
  [
    'a,b\n1,"""quoted"""\n',
    [
      ['a', 'b'],
      ['1', '"quoted"'],
    ],
  ],
  [
    'a,b\n1,ʤ\n2,30°38′N\n',
    [
      ['a', 'b'],
      ['1', 'ʤ'],
      ['2', '30°38′N'],
    ],
  ],
  [
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
])('a CSV is cut into cells by RFC 4180: %j', async (csv, rows) => expect(await cellsOf(csv)).toEqual(rows))

test('every hostile text comes back from CSV and from XLSX as it went in', async () => {
  const { wanted, csv, xlsx } = await throughSheets(testHostileTexts)
  expect(csv).toEqual(wanted)
  expect(xlsx).toEqual(wanted)
})

test('no exported cell begins like a formula, and -3.00 stays a number', async () => {
  for (const text of testFormulas) {
    const written = neutraliseCell(text)
    expect(written).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
    expect(restoreCell(written)).toBe(text)
  }
  expect(neutraliseCell('-3.00')).toBe('-3.00')
  expect(neutraliseCell("'=1")).toBe("''=1")
  expect(neutraliseCell(' =1+1')).toBe("' =1+1")
  expect((await bytesOf(writeCsv([['=1', '-3.00']], ['a', 'b']))).toString()).toBe(
    "\ufeffa,b\r\n'=1,-3.00\r\n",
  )
})

test('a GBK file and a UTF-8 file are read alike, also when the first Chinese comes late', async () => {
  const csv = `code,name\r\n${'A1,plain\r\n'.repeat(20_000)}B2,华东精密机械有限公司\r\n`
  for (const encoding of ['utf8', 'gbk', 'gb18030', 'utf-16le']) {
    const rows = await read(iconv.encode(csv, encoding, { addBOM: encoding === 'utf-16le' }))
    expect(rows.at(-1), encoding).toEqual({ row: 20_002, cells: ['B2', '华东精密机械有限公司'] })
  }
})

test('Chinese cut in two by the border of a chunk is not spoilt', async () => {
  for (const encoding of ['utf8', 'gbk']) {
    const bytes = iconv.encode('客户，名称\n华东精密,“苏州”\n', encoding)
    const single = Readable.from(Array.from(bytes, (byte) => Buffer.from([byte])))
    expect((await read(single)).map(({ cells }) => cells)).toEqual([['客户，名称'], ['华东精密', '“苏州”']])
  }
})

test('semicolons, tabs and an announced delimiter are understood; row numbers are those of the spreadsheet', async () => {
  expect(await cellsOf('a;b\n"1,5";2\n')).toEqual([
    ['a', 'b'],
    ['1,5', '2'],
  ])
  expect(await cellsOf('a\tb\n1,2\t3\n')).toEqual([
    ['a', 'b'],
    ['1,2', '3'],
  ])
  expect(await read(Buffer.from('sep=;\na;b,c\n'))).toEqual([{ row: 2, cells: ['a', 'b,c'] }])
  expect(await read(Buffer.from('a,b\n\n,\n1,2'))).toEqual([
    { row: 1, cells: ['a', 'b'] },
    { row: 4, cells: ['1', '2'] },
  ])
})

test('a broken CSV is refused with its row and column', async () => {
  const open = await refusal(read(Buffer.from('a,b\n1,2\n3,"4\n5,6\n')))
  expect(open.sentence.zh).toContain('第3行B列')
  const bytes = iconv.encode('名称,b\n华东,2\n', 'utf8')
  const spoilt = Buffer.from(`${bytes.toString('latin1')}x,\xff\xfe\n${'y,1\n'.repeat(50)}`, 'latin1')
  const head = Buffer.from(`\xef\xbb\xbf${spoilt.toString('latin1')}`, 'latin1')
  expect((await refusal(read(head))).details.data).toEqual({ row: 3 })
})

test('limits are kept, and the refusal says where', async () => {
  const csv = Buffer.from('a,b,c\n1,2,3\n4,55555,6\n')
  expect((await refusal(read(csv, { limits: { rows: 2 } }))).code).toBe('sheet_too_long')
  expect((await refusal(read(csv, { limits: { columns: 2 } }))).sentence.zh).toContain('第1行C列')
  expect((await refusal(read(csv, { limits: { cell_chars: 4 } }))).sentence.zh).toContain('第3行B列')
  expect((await refusal(read(csv, { limits: { bytes: 10 } }))).code).toBe('sheet_too_big')
})

test('a workbook gives numbers and dates as exact text', async () => {
  const columns = [
    { header: '编码', kind: 'text' as const },
    '金额',
    '日期',
    '电话',
    { header: '身份证', kind: 'number' as const },
  ]
  const rows = [
    ['007', '-3.00', '2026-11-23', '13800138000', '320500199001011234'],
    ['=1', 0.1 + 0.2, '1900-02-28', '0512-68881234', '0.1'],
  ]
  expect(
    (await read(await bytesOf(writeXlsx(rows, columns, { name: '客户' }))))
      .map(({ cells }) => cells)
      .slice(1),
  ).toEqual([
    ['007', '-3', '2026-11-23', '13800138000', '320500199001011234'],
    ['=1', '0.3', '1900-02-28', '0512-68881234', '0.1'],
  ])
})

test('thirty thousand Chinese names survive the workbook', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => [`${'a'.repeat(i % 3)}华东精密机械有限公司${i}`])
  expect((await read(await bytesOf(writeXlsx(rows, ['名称'])))).slice(1).map(({ cells }) => cells)).toEqual(
    rows,
  )
}, 60_000)

test("a wallet's export as CSV and as workbook holds the same lines, its preface before them", async () => {
  const preface = [['微信支付账单明细'], ['微信昵称：[贯通备件]'], ['共2笔记录']]
  const table = [
    ['交易时间', '交易对方', '金额(元)'],
    ['2025-05-29 09:31:02', '五金商行(柯桥店)', '¥86.40'],
    ['2025-05-20 18:00:41', '王工', '¥1,500.00'],
  ]
  const rows = [...preface.map(([text]) => [text!, '', '']), ...table]
  const csv = await cellsOf(
    [...preface, ...table].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n'),
  )
  const book = (
    await read(
      await bytesOf(
        writeXlsx(
          rows.slice(1),
          rows[0]!.map((header) => ({ header, kind: 'text' as const })),
        ),
      ),
    )
  ).map(({ cells }) => cells)
  const plain = (some: readonly string[][]) => some.map((row) => row.filter((cell) => cell !== ''))
  expect(plain(csv)).toEqual(plain(book))
  expect(plain(csv).slice(3)).toEqual(table)
})

test('an export waits for a slow reader instead of heaping up rows', async () => {
  let made = 0
  function* rows() {
    for (; made < 200_000; made++) yield [`XS${Math.random()}`, `华东精密${Math.random()}`]
  }
  const stream = writeXlsx(rows(), ['a', 'b'])
  await expect.poll(() => made, { timeout: 20_000 }).toBeGreaterThan(0)
  let before = 0
  const grown = () => before !== (before = made)
  await expect.poll(grown, { timeout: 20_000, interval: 200 }).toBe(false)
  expect(made).toBeLessThan(20_000)
  stream.on('error', () => undefined).destroy()
})

test('a table given up half-way leaves no file behind', async () => {
  const before = leftovers()
  const source = Readable.from(Array.from({ length: 2000 }, (_, i) => Buffer.from(`a${i},b\n`)))
  for await (const { row } of readTable(source)) if (row === 3) break
  await refusal(read(Readable.from([Buffer.alloc(200)]), { limits: { bytes: 100 } }))
  expect(leftovers()).toEqual(before)
})
