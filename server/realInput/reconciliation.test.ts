import { parse } from 'csv-parse/sync'
import { Decimal } from 'decimal.js'
import { expect, test } from 'vitest'
import { scoreLedger, type Ledger } from '../../modules/receivables/testLedger.ts'
import { realFiles } from './realData.ts'

const read = realFiles('reconciliation')
const rowsOf = (sheet: string) =>
  parse(read(`fixture_${sheet}.csv`), { columns: true, bom: true }) as Record<string, string>[]

function readLedger(): Ledger {
  const truth = new Map<string, Map<string, string>>()
  for (const row of rowsOf('truth')) {
    truth.set(
      row.line_id!,
      (truth.get(row.line_id!) ?? new Map<string, string>()).set(
        row.invoice_no!,
        new Decimal(row.applied!).toFixed(2),
      ),
    )
  }
  const lines = rowsOf('bank_lines').map((row) => ({
    id: row.line_id!,
    date: row.date!,
    amount: row.dc === 'CR' ? row.amount! : `-${row.amount}`,
    counterparty: row.payer_name!,
    memo: row.memo ?? '',
  }))
  const receivables = rowsOf('invoices').map((row) => ({
    id: row.invoice_no!,
    customer: row.customer_code!,
    customer_names: [row.customer_full!],
    numbers: [row.invoice_no!],
    issued: row.invoice_date!,
    due: row.due_date!,
    open: row.amount!,
  }))
  return { truth, lines, receivables }
}

test('measured on 777 bank lines, nothing wrong is posted and little is left to people', () => {
  const ledger = readLedger()
  const { strays, precision, recall, suggested } = scoreLedger(ledger)
  expect(ledger.lines).toHaveLength(777)
  expect(strays).toEqual([])
  expect(precision).toBeGreaterThanOrEqual(0.995)
  expect(recall).toBeGreaterThanOrEqual(0.88)
  expect(suggested).toBeGreaterThanOrEqual(0.97)
})
