import { Decimal } from 'decimal.js'
import { defineAction, json, refuse } from '../../model/index.ts'
import { bankLine } from './bank.ts'
import { postLine, type Part } from './postLine.ts'

export const matchLine = defineAction(bankLine, 'match', {
  label: { zh: '认领', en: 'Match' },
  style: 'primary',
  when: 'amount > 0 and state in ("unmatched", "partial")',
  because: { zh: '这笔流水已处理过，或不是收入', en: 'This line has been dealt with, or is not money in' },
  input: {
    allocations: json({
      required: true,
      label: { zh: '核销到 [{receivable, amount}]', en: 'Allocations [{receivable, amount}]' },
    }),
  },
  run: async (work, row, { allocations }) => postLine(work, row.id, readParts(allocations), 'person'),
})

/** A list of receivables with amounts above nought to the cent, each named once. */
export function readParts(given: unknown): Part[] {
  const wrong = (zh: string, en: string) => refuse('allocations_wrong', { zh, en }, { field: 'allocations' })
  if (!Array.isArray(given) || given.length === 0 || given.length > 200)
    throw wrong(
      '请给出1至200条核销：[{receivable, amount}]',
      'Give 1 to 200 allocations: [{receivable, amount}]',
    )
  const parts = given.map((one: unknown): Part => {
    const { receivable, amount } = (one ?? {}) as { receivable?: unknown; amount?: unknown }
    const text = typeof amount === 'number' ? String(amount) : amount
    if (
      typeof receivable !== 'string' ||
      typeof text !== 'string' ||
      !/^\d{1,16}(\.\d{1,2})?$/.test(text) ||
      new Decimal(text).isZero()
    )
      throw wrong(
        '每条核销需要应收单和大于零、最多两位小数的金额',
        'Each allocation needs a receivable and an amount above nought with at most two decimals',
      )
    return { receivable, amount: new Decimal(text).toFixed(2) }
  })
  if (new Set(parts.map((part) => part.receivable)).size !== parts.length)
    throw wrong('同一应收单只能出现一次', 'A receivable may be named once')
  return parts
}
