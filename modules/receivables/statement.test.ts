import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { detectLayout, lineFingerprint, readStatement } from './statement.ts'
import { statementLayouts } from './statementLayouts.ts'
import type { StatementLayout } from './statementLayouts.ts'

const folder = new URL('../../../shared/data/bank-cn/', import.meta.url)
const present = existsSync(folder)
if (!present) console.warn('SKIPPED: ../shared/data/bank-cn is absent, real exports are not read here')

const corporate = [
  ['账号', '3301 0000 1234 5678'], ['查询期间', '2026-10'],
  ['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '摘要', '交易流水号'],
  ['20261012', '', '12,000.00', '112,000.00', '杭州贯通机械有限公司', '571900001', '货款 HT202610-0007', 'A1'],
  ['2026-10-13', '350.5', '', '111,649.50', '国网浙江省电力有限公司', '', '电费', 'A2'],
  ['2026/10/14', '', '', '111,649.50', '某公司', '', '', 'A3'],
  ['合计', '350.50', '12,000.00', '', '', '', '', ''],
]

test('a corporate export is read by its headers', () => {
  const statement = readStatement(corporate)
  expect(statement).toMatchObject({ layout: 'corporate_columns', account: '3301 0000 1234 5678' })
  expect(statement.lines.map((line) => [line.date, line.amount, line.balance, line.counterparty])).toEqual([
    ['2026-10-12', '12000.00', '112000.00', '杭州贯通机械有限公司'], ['2026-10-13', '-350.50', '111649.50', '国网浙江省电力有限公司'],
  ])
  expect(statement.faults).toMatchObject([{ row: 6, sentence: { zh: '收入和支出应当有且只有一个金额' } }])
  expect(statement.skipped).toMatchObject([{ row: 7, reason: { zh: '合计行' } }])
})

test('a decimal comma is proven by the amounts of the whole file, and money back is money out', () => {
  const rows = [
    ['企业网银', '6222****1234'], [], ['余额 2026-11-30', '12.345,00 元'], ['交易日期', '对方户名', '摘要', '收入金额', '支出金额'],
    ['2026-11-20', '绍兴清源环保设备有限公司', '货款', '752,81', ''], ['2026-11-21', '某某', '退款', '-77,77', ''], ['2026-11-22', '某某', '房租', '', '1.200,00'],
  ]
  expect(readStatement(rows).lines.map((line) => line.amount)).toEqual(['752.81', '-77.77', '-1200.00'])
})

test('one column of amounts with signs is money in and money out', () => {
  const head = ['交易日期', '交易金额', '对方户名', '摘要']
  const rows = [head, ['2026-11-20', '752.81', '甲公司', '货款'], ['2026-11-21', '-752.81', '甲公司', '冲正'], ['2026-11-22', '1,752.81', '乙公司', '货款, 分两笔'], ['2026-11-23', '(300.00)', '丙公司', '手续费']]
  expect(readStatement(rows)).toMatchObject({ layout: 'corporate_signed', faults: [], lines: [{ amount: '752.81' }, { amount: '-752.81' }, { amount: '1752.81' }, { amount: '-300.00' }] })
  const receipts = [head, rows[1]!, rows[3]!]
  expect(() => readStatement(receipts)).toThrow('confirm')
  expect(readStatement(receipts, { stated: { signed: true } }).lines).toHaveLength(2)
})

test('a statement whose days may be read in two ways asks, naming both', () => {
  const rows = [corporate[2]!, ['05/03/2026', '', '1,234.50', '', '甲', '', '', ''], ['06/03/2026', '', '7', '', '甲', '', '', '']]
  expect(() => readStatement(rows)).toThrow(/2026-03-05.*2026-05-03/)
  expect(readStatement(rows, { stated: { date_order: 'dmy' } }).lines.map((line) => line.date)).toEqual(['2026-03-05', '2026-03-06'])
  expect(readStatement([...rows, ['13/03/2026', '', '8', '', '甲', '', '', '']]).lines.map((line) => line.date)).toEqual(['2026-03-05', '2026-03-06', '2026-03-13'])
  expect(readStatement([corporate[2]!, ['2026-03-05', '', '12,34,5', '', '甲', '', '', '']]).faults).toMatchObject([{ row: 2, column: '贷方' }])
})

test('a company adds a layout by saving a mapping', () => {
  const own: StatementLayout = {
    name: 'house_bank', label: { zh: '本地银行' }, headers: { date: ['Buchungstag'], amount: ['Betrag'], counterparty: ['Name'], memo: ['Zweck'] },
    required: ['date', 'amount'], sign: { by: 'signed' }, currency: 'EUR',
  }
  const saved = JSON.parse(JSON.stringify([own, ...statementLayouts])) as StatementLayout[]
  const rows = [['Buchungstag', 'Name', 'Zweck', 'Betrag'], ['2026-11-02', 'Müller GmbH', 'Rechnung 17', '-1,250.00']]
  expect(readStatement(rows, { layouts: saved })).toMatchObject({ layout: 'house_bank', lines: [{ amount: '-1250.00', currency: 'EUR' }] })
})

test('a file nobody knows is refused with what to do', () => {
  expect(detectLayout([['a', 'b']])).toBeNull()
  expect(() => readStatement([['a', 'b'], ['1', '2']])).toThrow('save a mapping')
})

test('the same file twice adds nothing, two equal payments in one file both stay', async () => {
  const twins = [corporate[2]!, corporate[3]!, corporate[3]!]
  const printsOf = (rows: string[][]) => Promise.all(readStatement(rows).lines.map((line) => lineFingerprint(line, line.ordinal)))
  const prints = await printsOf(twins)
  const again = await printsOf([['账号', 'other words above'], ...twins])
  expect(new Set(prints).size).toBe(2)
  expect(again).toEqual(prints)
})

const exports = [
  { layout: 'cmb_debit', csv: 'cmb/debit/example-cmb-records.csv', ledger: 'cmb/debit/example-cmb-debit-output.ledger', rows: 5 },
  { layout: 'cmb_credit', csv: 'cmb/credit/example-cmb-records.csv', ledger: 'cmb/credit/example-cmb-credit-output.ledger', rows: 6 },
  { layout: 'icbc_debit', csv: 'icbc/debit-v1/example-icbc-debit-v1-records.csv', ledger: 'icbc/debit-v1/example-icbc-debit-v1-output.ledger', rows: 11 },
  { layout: 'wechat', csv: 'wechat/example-wechat-records.csv', ledger: 'wechat/example-wechat-output.ledger', rows: 27 },
  { layout: 'alipay', csv: 'alipay/example-alipay-records.csv', ledger: 'alipay/example-alipay-output.ledger', rows: 10 },
]

test.skipIf(!present).for(exports)('no row of a real $layout export is lost', ({ layout, csv, rows }) => {
  const cells = readExport(csv)
  const statement = readStatement(cells)
  expect(statement.layout).toBe(layout)
  expect(statement.faults).toEqual([])
  const money = statement.skipped.filter(({ reason }) => reason.en?.startsWith('The trade was closed')).length
  expect(statement.lines.length + money).toBe(rows)
  expect(statement.lines.length + statement.skipped.length + detectLayout(cells)!.header_row + 1).toBe(cells.length)
})

test.skipIf(!present).for(exports)('every entry of the expected $layout ledger is a line of the same day, amount and direction', ({ csv, ledger }) => {
  const left = readStatement(readExport(csv)).lines.map((line) => ({ date: line.date, amount: line.amount }))
  for (const { date, amount, sure } of readLedger(ledger)) {
    const at = left.findIndex((line) => line.date === date && (line.amount === amount || !sure && line.amount.replace('-', '') === amount.replace('-', '')))
    expect(at, `${date} ${amount}`).toBeGreaterThanOrEqual(0)
    left.splice(at, 1)
  }
})

test.skipIf(!present)('masked balances are null and the account is found above the table', () => {
  const icbc = readStatement(readExport(exports[2]!.csv))
  expect(icbc.account).toBe('1234****9876')
  expect(icbc.lines.every((line) => line.balance === null)).toBe(true)
  expect(readStatement(readExport(exports[0]!.csv)).lines[1]).toMatchObject({ counterparty: '张三', counterparty_account: '66666666666666', balance: '271.66' })
})

function readExport(path: string): string[][] {
  const bytes = new Uint8Array(readFileSync(new URL(path, folder)))
  const text = new TextDecoder(path.startsWith('alipay') ? 'gb18030' : 'utf-8').decode(bytes).replace(/\r?\n$/, '')
  return text.split(/\r?\n/).map((line) => [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"([^,]*)|([^,]*))/g)].map((match) => match[1] ?? match[3] ?? ''))
}

/** Entries of a ledger file: the posting of the account itself gives the sign; where the fixture had no rule for it, only the size is sure. */
function readLedger(path: string): { date: string; amount: string; sure: boolean }[] {
  return readFileSync(new URL(path, folder), 'utf8').split('\n\n').flatMap((block) => {
    const text = block.slice(block.search(/^(?!1970)\d{4}\/\d\d\/\d\d \*/m))
    const date = /^(?!1970)(\d{4}\/\d\d\/\d\d)/.exec(text)?.[1]
    if (!date) return []
    const postings = [...text.matchAll(/^ {4}([A-Z]\S+)\s+(-?) ?([\d.]+) CNY/gm)].map((match) => ({ account: match[1]!, minus: match[2] === '-', amount: match[3]! }))
    const sizes = postings.filter((posting) => posting.minus).map((posting) => Number(posting.amount))
    const size = sizes.reduce((sum, one) => sum + one, 0).toFixed(2)
    const own = /DebitCard:CMB|CreditCard:CMB|CN:ICBC$|Digital:Wechat|Assets:Alipay$/
    const type = /; type: "(收入|支出)"/.exec(text)?.[1]
    const mine = postings.find((posting) => own.test(posting.account) && !/Bank:CMB/.test(posting.account))
    const minus = type ? type === '支出' : Boolean(mine?.minus)
    return [{ date: date.replaceAll('/', '-'), amount: (minus ? '-' : '') + size, sure: Boolean(type) || /cmb/.test(path) }]
  })
}
