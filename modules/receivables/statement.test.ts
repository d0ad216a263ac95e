import { expect, test } from 'vitest'
import { detectLayout } from './statementColumns.ts'
import { lineFingerprint, readStatement } from './statement.ts'
import { statementLayouts } from './statementLayouts.ts'
import type { StatementLayout } from './statementLayouts.ts'
import { testExports } from './testExports.ts'

const corporate = [
  ['账号', '3301 0000 1234 5678'],
  ['查询期间', '2026-10'],
  ['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '摘要', '交易流水号'],
  [
    '20261012',
    '',
    '12,000.00',
    '112,000.00',
    '杭州贯通机械有限公司',
    '571900001',
    '货款 HT202610-0007',
    'A1',
  ],
  ['2026-10-13', '350.5', '', '111,649.50', '国网浙江省电力有限公司', '', '电费', 'A2'],
  ['2026/10/14', '', '', '111,649.50', '某公司', '', '', 'A3'],
  ['合计', '350.50', '12,000.00', '', '', '', '', ''],
]

test('a corporate export is read by its headers', () => {
  const statement = readStatement(corporate)
  expect(statement).toMatchObject({ layout: 'corporate_columns', account: '3301 0000 1234 5678' })
  expect(statement.lines.map((line) => [line.date, line.amount, line.balance, line.counterparty])).toEqual([
    ['2026-10-12', '12000.00', '112000.00', '杭州贯通机械有限公司'],
    ['2026-10-13', '-350.50', '111649.50', '国网浙江省电力有限公司'],
  ])
  expect(statement.faults).toMatchObject([{ row: 6, sentence: { zh: '收入和支出应当有且只有一个金额' } }])
  expect(statement.skipped).toMatchObject([{ row: 7, reason: { zh: '合计行' } }])
})

test('a decimal comma is proven by the amounts of the whole file, and money back is money out', () => {
  const rows = [
    ['企业网银', '6222****1234'],
    [],
    ['余额 2026-11-30', '12.345,00 元'],
    ['交易日期', '对方户名', '摘要', '收入金额', '支出金额'],
    ['2026-11-20', '绍兴清源环保设备有限公司', '货款', '752,81', ''],
    ['2026-11-21', '某某', '退款', '-77,77', ''],
    ['2026-11-22', '某某', '房租', '', '1.200,00'],
  ]
  expect(readStatement(rows).lines.map((line) => line.amount)).toEqual(['752.81', '-77.77', '-1200.00'])
})

test('one column of amounts with signs is money in and money out', () => {
  const head = ['交易日期', '交易金额', '对方户名', '摘要']
  const rows = [
    head,
    ['2026-11-20', '752.81', '甲公司', '货款'],
    ['2026-11-21', '-752.81', '甲公司', '冲正'],
    ['2026-11-22', '1,752.81', '乙公司', '货款, 分两笔'],
    ['2026-11-23', '(300.00)', '丙公司', '手续费'],
  ]
  expect(readStatement(rows)).toMatchObject({
    layout: 'corporate_signed',
    faults: [],
    lines: [{ amount: '752.81' }, { amount: '-752.81' }, { amount: '1752.81' }, { amount: '-300.00' }],
  })
  const receipts = [head, rows[1]!, rows[3]!]
  expect(() => readStatement(receipts)).toThrow('confirm')
  expect(readStatement(receipts, { stated: { signed: true } }).lines).toHaveLength(2)
})

test('a statement whose days may be read in two ways asks, naming both', () => {
  const rows = [
    corporate[2]!,
    ['05/03/2026', '', '1,234.50', '', '甲', '', '', ''],
    ['06/03/2026', '', '7', '', '甲', '', '', ''],
  ]
  expect(() => readStatement(rows)).toThrow(/2026-03-05.*2026-05-03/)
  expect(readStatement(rows, { stated: { date_order: 'dmy' } }).lines.map((line) => line.date)).toEqual([
    '2026-03-05',
    '2026-03-06',
  ])
  expect(
    readStatement([...rows, ['13/03/2026', '', '8', '', '甲', '', '', '']]).lines.map((line) => line.date),
  ).toEqual(['2026-03-05', '2026-03-06', '2026-03-13'])
  expect(
    readStatement([corporate[2]!, ['2026-03-05', '', '12,34,5', '', '甲', '', '', '']]).faults,
  ).toMatchObject([{ row: 2, column: '贷方' }])
})

test('a company adds a layout by saving a mapping', () => {
  const own: StatementLayout = {
    name: 'house_bank',
    label: { zh: '本地银行' },
    headers: { date: ['Buchungstag'], amount: ['Betrag'], counterparty: ['Name'], memo: ['Zweck'] },
    required: ['date', 'amount'],
    sign: { by: 'signed' },
    currency: 'EUR',
  }
  const saved = JSON.parse(JSON.stringify([own, ...statementLayouts])) as StatementLayout[]
  const rows = [
    ['Buchungstag', 'Name', 'Zweck', 'Betrag'],
    ['2026-11-02', 'Müller GmbH', 'Rechnung 17', '-1,250.00'],
  ]
  expect(readStatement(rows, { layouts: saved })).toMatchObject({
    layout: 'house_bank',
    lines: [{ amount: '-1250.00', currency: 'EUR' }],
  })
})

test('a file nobody knows is refused with what to do', () => {
  expect(detectLayout([['a', 'b']])).toBeNull()
  expect(() =>
    readStatement([
      ['a', 'b'],
      ['1', '2'],
    ]),
  ).toThrow('save a mapping')
})

test('the same file twice adds nothing, two equal payments in one file both stay', async () => {
  const twins = [corporate[2]!, corporate[3]!, corporate[3]!]
  const printsOf = (rows: string[][]) =>
    Promise.all(readStatement(rows).lines.map((line) => lineFingerprint(line, line.ordinal)))
  const prints = await printsOf(twins)
  const again = await printsOf([['账号', 'other words above'], ...twins])
  expect(new Set(prints).size).toBe(2)
  expect(again).toEqual(prints)
})

test.for(testExports)(
  'no row of an export of $layout is lost, and each is a line of the day, amount and direction it was',
  ({ layout, cells, movements, idle }) => {
    const statement = readStatement(cells)
    expect([statement.layout, statement.faults]).toEqual([layout, []])
    expect(statement.lines.map(({ date, amount }) => ({ date, amount }))).toEqual(movements)
    expect(statement.skipped).toHaveLength(idle)
    expect(statement.lines.length + statement.skipped.length + detectLayout(cells)!.header_row + 1).toBe(
      cells.length,
    )
  },
)

test('masked balances are null, the account is found above the table, and cut off the name it is glued to', () => {
  const [debit, , icbc] = testExports.map(({ cells }) => readStatement(cells))
  expect(icbc!.account).toBe('6222****0417')
  expect(icbc!.lines.every((line) => line.balance === null)).toBe(true)
  expect(debit!.lines[0]).toMatchObject({
    counterparty: '绍兴上虞风机有限公司',
    counterparty_account: '6222020012345678',
    balance: '88310.55',
  })
  expect(debit!.lines[1]).toMatchObject({ counterparty: '林晓', counterparty_account: '6214830011112222' })
})
