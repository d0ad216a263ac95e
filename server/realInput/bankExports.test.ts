import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { detectLayout } from '../../modules/receivables/statementColumns.ts'
import { readStatement } from '../../modules/receivables/statement.ts'
import { realFolder } from './realData.ts'

const folder = realFolder('bank-cn')

const exports = [
  {
    layout: 'cmb_debit',
    csv: 'cmb/debit/example-cmb-records.csv',
    ledger: 'cmb/debit/example-cmb-debit-output.ledger',
    rows: 5,
  },
  {
    layout: 'cmb_credit',
    csv: 'cmb/credit/example-cmb-records.csv',
    ledger: 'cmb/credit/example-cmb-credit-output.ledger',
    rows: 6,
  },
  {
    layout: 'icbc_debit',
    csv: 'icbc/debit-v1/example-icbc-debit-v1-records.csv',
    ledger: 'icbc/debit-v1/example-icbc-debit-v1-output.ledger',
    rows: 11,
  },
  {
    layout: 'wechat',
    csv: 'wechat/example-wechat-records.csv',
    ledger: 'wechat/example-wechat-output.ledger',
    rows: 27,
  },
  {
    layout: 'alipay',
    csv: 'alipay/example-alipay-records.csv',
    ledger: 'alipay/example-alipay-output.ledger',
    rows: 10,
  },
]

test.for(exports)('no row of a real $layout export is lost', ({ layout, csv, rows }) => {
  const cells = readExport(csv)
  const statement = readStatement(cells)
  expect(statement.layout).toBe(layout)
  expect(statement.faults).toEqual([])
  const money = statement.skipped.filter(({ reason }) => reason.en?.startsWith('The trade was closed')).length
  expect(statement.lines.length + money).toBe(rows)
  expect(statement.lines.length + statement.skipped.length + detectLayout(cells)!.header_row + 1).toBe(
    cells.length,
  )
})

test.for(exports)(
  'every entry of the expected $layout ledger is a line of the same day, amount and direction',
  ({ csv, ledger }) => {
    const left = readStatement(readExport(csv)).lines.map((line) => ({
      date: line.date,
      amount: line.amount,
    }))
    for (const { date, amount, sure } of readLedger(ledger)) {
      const at = left.findIndex(
        (line) =>
          line.date === date &&
          (line.amount === amount || (!sure && line.amount.replace('-', '') === amount.replace('-', ''))),
      )
      expect(at, `${date} ${amount}`).toBeGreaterThanOrEqual(0)
      left.splice(at, 1)
    }
  },
)

test('masked balances are null and the account is found above the table', () => {
  const icbc = readStatement(readExport(exports[2]!.csv))
  expect(icbc.account).toBe('1234****9876')
  expect(icbc.lines.every((line) => line.balance === null)).toBe(true)
  expect(readStatement(readExport(exports[0]!.csv)).lines[1]).toMatchObject({
    counterparty: '张三',
    counterparty_account: '66666666666666',
    balance: '271.66',
  })
})

function readExport(path: string): string[][] {
  const bytes = new Uint8Array(readFileSync(join(folder, path)))
  const text = new TextDecoder(path.startsWith('alipay') ? 'gb18030' : 'utf-8')
    .decode(bytes)
    .replace(/\r?\n$/, '')
  return text
    .split(/\r?\n/)
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"([^,]*)|([^,]*))/g)].map(
        (match) => match[1] ?? match[3] ?? '',
      ),
    )
}

/**
 * Entries of a ledger file: the posting of the account itself gives the sign; where the fixture had no rule
 * for it, only the size is sure.
 */
function readLedger(path: string): { date: string; amount: string; sure: boolean }[] {
  return readFileSync(join(folder, path), 'utf8')
    .split('\n\n')
    .flatMap((block) => {
      const text = block.slice(block.search(/^(?!1970)\d{4}\/\d\d\/\d\d \*/m))
      const date = /^(?!1970)(\d{4}\/\d\d\/\d\d)/.exec(text)?.[1]
      if (!date) return []
      const postings = [...text.matchAll(/^ {4}([A-Z]\S+)\s+(-?) ?([\d.]+) CNY/gm)].map((match) => ({
        account: match[1]!,
        minus: match[2] === '-',
        amount: match[3]!,
      }))
      const sizes = postings.filter((posting) => posting.minus).map((posting) => Number(posting.amount))
      const size = sizes.reduce((sum, one) => sum + one, 0).toFixed(2)
      const own = /DebitCard:CMB|CreditCard:CMB|CN:ICBC$|Digital:Wechat|Assets:Alipay$/
      const type = /; type: "(收入|支出)"/.exec(text)?.[1]
      const mine = postings.find((posting) => own.test(posting.account) && !/Bank:CMB/.test(posting.account))
      const minus = type ? type === '支出' : Boolean(mine?.minus)
      return [
        {
          date: date.replaceAll('/', '-'),
          amount: (minus ? '-' : '') + size,
          sure: Boolean(type) || /cmb/.test(path),
        },
      ]
    })
}
