import { Decimal } from 'decimal.js'
import { defineAction, defineReaction, type JobDef, type Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { bankAccount, bankLine, type BankLine } from './bank.ts'
import { matchLines, type LineMatch, type LineToMatch, type ReceivableToMatch } from './matching.ts'
import { payment } from './payment.ts'
import { postLine } from './postLine.ts'
import { questionReturns } from './questionReturns.ts'
import { receivable, type Receivable } from './receivable.ts'
import { byId, numbersOf } from './receivableNumbers.ts'
import { paymentReach } from './terms.ts'

/**
 * Looks again at every line of an account that waits: what is certain is posted, the others get suggestions
 * for a person. The account must be locked by the caller or not be imported into at this moment; posting
 * locks what it touches.
 * @returns how many lines were closed
 */
export async function matchWaiting(work: Work, account: string): Promise<number> {
  const lines = await work.find(bankLine, {
    where: 'account = the_account and state = "unmatched" and amount > 0',
    with: { the_account: account },
    sort: 'booked_on',
    limit: 20_000,
  })
  if (lines.length === 0) return 0
  const owed = await knownReceivables(work)
  const reach = { reach_days: work.term(paymentReach).number }
  const strict = matchLines(lines.map(toMatch), owed, reach)
  // What may be suggested reaches further back than what may be posted: deposits come before the order is
  // written.
  const first = lines[0]!.booked_on
  const loose = matchLines(
    lines.map(toMatch),
    owed.map((one) => ({ ...one, issued: one.issued < first ? one.issued : first })),
    reach,
  )
  let posted = 0
  for (const [at, match] of strict.entries()) {
    if (await isPosted(work, match)) posted++
    else await suggest(work, match.line.row, match.suggestions.length > 0 ? match : loose[at]!)
  }
  return posted
}

interface Waiting extends LineToMatch {
  readonly row: BankLine
}

const toMatch = (row: BankLine): Waiting => ({
  row,
  date: row.booked_on,
  amount: row.amount,
  currency: row.currency,
  counterparty: row.counterparty ?? '',
  counterparty_account: row.counterparty_account,
  memo: [row.memo, row.bank_reference].filter(Boolean).join(' '),
})

/** Somebody may have been faster: then the line simply waits for the next look. */
async function isPosted(work: Work, { line, allocations }: LineMatch<Waiting>): Promise<boolean> {
  if (allocations.length === 0) return false
  for (const one of allocations) {
    const row = await work.first(receivable, {
      where: 'id = the_receivable',
      with: { the_receivable: one.receivable },
    })
    if (!row || new Decimal(one.amount).gt(row.open_amount ?? 0)) return false
  }
  return (await postLine(work, line.row.id, allocations, 'rule')).state === 'matched'
}

async function suggest(work: Work, row: BankLine, match: LineMatch<Waiting>): Promise<void> {
  const suggestions = match.suggestions.length > 0 ? match.suggestions : null
  if (JSON.stringify(suggestions) !== JSON.stringify(row.suggestions))
    await work.change(bankLine, row.id, { suggestions })
}

/** How many closed receivables are known by their numbers, the newest. */
const closedMax = 5_000

/**
 * Everything open, with the names and numbers a payer may write; and what is closed, by its numbers alone, so
 * that a payment that names it pays nothing else.
 */
async function knownReceivables(work: Work): Promise<ReceivableToMatch[]> {
  const open = (
    await work.find(receivable, {
      where: 'open_amount > 0 and state in ("open", "partial", "overdue")',
      sort: '-created_at',
      limit: 20_000,
    })
  ).filter((row) => new Decimal(row.open_amount ?? 0).gt(0))
  const rows = [
    ...open,
    ...(await work.find(receivable, {
      where: 'state in ("paid", "written_off")',
      sort: '-created_at',
      limit: closedMax,
    })),
  ]
  const [names, numbers, accounts] = [
    await namesOf(work, open),
    await numbersOf(work, rows),
    await accountsOf(work),
  ]
  return rows.map((row) => ({
    id: row.id,
    customer: row.customer,
    customer_names: names.get(row.customer) ?? [],
    customer_accounts: accounts.get(row.customer) ?? [],
    numbers: numbers(row),
    currency: row.currency,
    issued: row.issued_on ?? row.created_at.slice(0, 10),
    due: row.due_on ?? `9999-${String(row.sequence ?? 1).padStart(2, '0')}-01`,
    open: row.open_amount!,
  }))
}

/** Who has paid for a customer before is known to pay for it. */
async function namesOf(work: Work, rows: readonly Receivable[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>()
  const add = (id: string, name: string | null) => {
    const known = names.get(id) ?? []
    if (name && !known.includes(name)) names.set(id, [...known, name])
  }
  const ids = [...new Set(rows.map((row) => row.customer))]
  for (let at = 0; at < ids.length; at += 500) {
    const some = { the_customers: ids.slice(at, at + 500) }
    for (const one of await work.find(customer, { where: 'id in the_customers', with: some }))
      for (const name of [one.name, one.short_name, one.english_name, one.bank_name]) add(one.id, name)
    for (const one of await work.find(payment, {
      where: 'customer in the_customers',
      with: some,
      sort: '-created_at',
    }))
      add(one.customer, one.payer)
  }
  return names
}

/** The accounts that customers have paid from: a posting says whose an account is. */
async function accountsOf(work: Work): Promise<Map<string, string[]>> {
  const accounts = new Map<string, string[]>()
  const paid = await work.find(payment, {
    where: 'bank_line.counterparty_account != null and amount > 0',
    sort: '-created_at',
    limit: 20_000,
  })
  const lines = await byId(
    work,
    'bank_line',
    paid.map((one) => one.bank_line),
  )
  for (const one of paid) {
    const account = lines.get(one.bank_line)?.counterparty_account as string | undefined
    if (account) accounts.set(one.customer, [...new Set([...(accounts.get(one.customer) ?? []), account])])
  }
  return accounts
}

/**
 * Money may come before what it pays is written: every new receivable makes the house look at the waiting
 * lines again.
 */
export const matchAgain = defineAction(bankAccount, 'match_again', {
  label: { zh: '重新匹配', en: 'Match again' },
  run: async (work, account) => ({
    matched: await matchWaiting(work, account.id),
    questioned: await questionReturns(work, account.id),
  }),
})

export const matchJob: JobDef = {
  name: 'receivables.match',
  async run(office) {
    const accounts = await office.do((work) => work.find(bankAccount))
    for (const { id } of accounts)
      await office.do(async (work) => matchWaiting(work, (await work.get(bankAccount, id)).id))
  },
}

export const onReceivableOpened = defineReaction('receivables.match_again', {
  on: ['receivable.created'],
  run: (work) => work.enqueue('receivables.match', {}, 'all'),
})
