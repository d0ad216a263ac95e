import type { Work } from '../../model/index.ts'
import { bankLine, type BankLine } from './bank.ts'

/** The question about a payment is answered, one way or the other. */
export async function endQuestion(work: Work, row: BankLine): Promise<void> {
  await work.closeTasks({ record: row.id, kind: 'money_back' })
  if (row.returns) await work.change(bankLine, row.returns, { questioned: false })
}
