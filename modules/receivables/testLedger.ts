import { testCompanies } from '../../kernel/testing/testCompanies.ts'
import { matchLines, type LineToMatch, type ReceivableToMatch } from './matching.ts'

export interface LedgerLine extends LineToMatch {
  readonly id: string
}

/**
 * Bank lines against what is owed, and which line pays what: by line, then by receivable, with two decimals.
 */
export interface Ledger {
  readonly lines: readonly LedgerLine[]
  readonly receivables: readonly ReceivableToMatch[]
  readonly truth: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export interface LedgerScore {
  /** Lines that pay nothing and were posted all the same. */
  readonly strays: readonly string[]
  /**
   * Of what was posted, the share that is right; of what could be, the share that was; and the share whose
   * answer is among the first three suggestions.
   */
  readonly precision: number
  readonly recall: number
  readonly suggested: number
}

/** What matching makes of a ledger whose truth is known. */
export function scoreLedger({ lines, receivables, truth }: Ledger): LedgerScore {
  const matches = matchLines(lines, receivables)
  const posted = matches.filter((match) => match.allocations.length > 0)
  const right = posted.filter(({ line, allocations }) => {
    const want = truth.get(line.id)
    return (
      want?.size === allocations.length && allocations.every((one) => want.get(one.receivable) === one.amount)
    )
  })
  const suggested = matches.filter(({ line, suggestions }) => {
    const want = truth.get(line.id)
    return (
      want &&
      suggestions
        .slice(0, 3)
        .some((one) => one.receivables.length === want.size && one.receivables.every((id) => want.has(id)))
    )
  })
  return {
    strays: posted.filter(({ line }) => !truth.has(line.id)).map(({ line }) => line.id),
    precision: right.length / posted.length,
    recall: right.length / truth.size,
    suggested: suggested.length / truth.size,
  }
}

/**
 * How a payer's name comes out of a bank: mostly whole, cut off, with a blank in it, or not at all; seldom
 * short or without a part of its form.
 */
const written: readonly ((company: { readonly full: string; readonly short: string }) => string)[] = [
  ({ full }) => full,
  ({ short }) => short,
  ({ full }) => `${full.slice(0, 12)}…`,
  ({ full }) => `${full.slice(0, 4)} ${full.slice(4)}`,
  ({ full }) => full.replace('股份', ''),
  ({ full }) => full,
  ({ full }) => full,
  () => '',
  ({ full }) => full,
  ({ full }) => `${full.slice(0, 12)}…`,
  ({ full }) => full,
  ({ full }) => `${full.slice(0, 4)} ${full.slice(4)}`,
  ({ full }) => full,
  ({ full }) => full,
  ({ full }) => full,
  ({ full }) => full,
]
const talk = ['货款', '往来款', '', '转账', '设备款'] as const
const noise = ['结息', '退款', '投标保证金退回', '理财赎回'] as const

type Case = 'single' | 'lump' | 'part' | 'fee' | 'noise'
const cases: readonly Case[] = [
  'single',
  'single',
  'part',
  'single',
  'single',
  'fee',
  'single',
  'single',
  'lump',
  'single',
  'single',
  'single',
  'noise',
  'single',
  'single',
  'single',
]

/**
 * Some 300 lines: money for one invoice, for several at once, in two parts, less the bank's fee, and money
 * that pays nothing.
 */
export function testLedger(): Ledger {
  const companies = testCompanies(60)
  const lines: LedgerLine[] = []
  const receivables: ReceivableToMatch[] = []
  const truth = new Map<string, Map<string, string>>()
  for (let i = 0; i < 280; i++) {
    const company = companies[(i * 17) % companies.length]!
    const issued = addDays('2025-01-06', i)
    const owe = (cents: number) => {
      const id = String(1_000_000_000 + (((receivables.length + 1) * 379_112_717) % 8_999_999_999))
      receivables.push({
        id,
        customer: company.code,
        customer_names: [company.full],
        numbers: [id],
        issued,
        due: addDays(issued, 30),
        open: (cents / 100).toFixed(2),
      })
      return { id, cents }
    }
    const pay = (
      cents: number,
      paid: Readonly<Record<string, number>>,
      { after, memo }: { after: number; memo: string },
    ) => {
      const id = `L${lines.length + 1}`
      lines.push({
        id,
        date: addDays(issued, after),
        amount: (cents / 100).toFixed(2),
        counterparty: written[(i * 5) % written.length]!(company),
        memo,
      })
      if (Object.keys(paid).length > 0)
        truth.set(
          id,
          new Map(Object.entries(paid).map(([receivable, part]) => [receivable, (part / 100).toFixed(2)])),
        )
    }
    const cents = 20_000 + ((i * 7_919) % 900_000)
    const said = (...ids: string[]) => (i % 3 === 0 ? `货款 ${ids.join('/')}` : talk[i % talk.length]!)
    const kind = cases[i % cases.length]!
    if (kind === 'noise') {
      pay(cents, {}, { after: 3, memo: noise[i % noise.length]! })
      continue
    }
    const one = owe(cents)
    if (kind === 'single') pay(cents, { [one.id]: cents }, { after: 12 + (i % 25), memo: said(one.id) })
    else if (kind === 'fee') pay(cents - 250, { [one.id]: cents - 250 }, { after: 14, memo: said(one.id) })
    else if (kind === 'part') {
      const half = Math.floor(cents / 2)
      pay(half, { [one.id]: half }, { after: 9, memo: said(one.id) })
      pay(cents - half, { [one.id]: cents - half }, { after: 20, memo: said(one.id) })
    } else {
      const other = owe(cents + 1_337)
      pay(
        one.cents + other.cents,
        { [one.id]: one.cents, [other.id]: other.cents },
        { after: 16, memo: said(one.id, other.id) },
      )
    }
  }
  return { lines: [...lines].sort((a, b) => (a.date < b.date ? -1 : 1)), receivables, truth }
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
