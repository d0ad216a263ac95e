import type { OpenItem } from './evidence.ts'
import { paymentReach } from './terms.ts'
import type { ReceivableToMatch, MatchOptions } from './matching.ts'
import { likeness } from './isSameCompany.ts'

export interface Book {
  readonly items: readonly OpenItem[]
  readonly byId: ReadonlyMap<string, OpenItem>
  readonly byNumber: ReadonlyMap<string, readonly OpenItem[]>
  readonly byTail: ReadonlyMap<string, readonly OpenItem[]>
  readonly byCustomer: ReadonlyMap<string, readonly OpenItem[]>
  readonly findPayers: (name: string) => ReadonlyMap<string, number>
  readonly byAccount: ReadonlyMap<string, ReadonlySet<string>>
  readonly reachDays: number
}

/** Tails of four to six figures are what people type instead of a whole number. */
const TAILS = [4, 5, 6]

export function openBook(
  items: readonly OpenItem[],
  receivables: readonly ReceivableToMatch[],
  { payer_min = 0.8, reach_days = Number(paymentReach.value) }: MatchOptions,
): Book {
  const byNumber = new Map<string, OpenItem[]>()
  const byTail = new Map<string, OpenItem[]>()
  const byCustomer = new Map<string, OpenItem[]>()
  for (const item of items) {
    push(byCustomer, item.customer, item)
    for (const number of item.numbers.map(plainNumber).filter((one) => one.length > 4)) {
      push(byNumber, number, item)
      for (const size of TAILS) if (number.length > size) push(byTail, number.slice(-size), item)
    }
  }
  const names = new Map(receivables.map((one) => [one.customer, one.customer_names]))
  const known = new Map<string, ReadonlyMap<string, number>>()
  const findPayers = (name: string) => {
    let payers = known.get(name)
    if (!payers) known.set(name, (payers = likePayers(name, names, payer_min)))
    return payers
  }
  const byAccount = new Map<string, Set<string>>()
  for (const one of receivables)
    for (const account of one.customer_accounts ?? [])
      byAccount.set(
        plainAccount(account),
        (byAccount.get(plainAccount(account)) ?? new Set()).add(one.customer),
      )
  return {
    byAccount,
    items,
    byId: new Map(items.map((item) => [item.id, item])),
    byNumber,
    byTail,
    byCustomer,
    findPayers,
    reachDays: reach_days,
  }
}

/**
 * Customers as like the payer as the likest, give or take 0.05. A name cut off by the bank (…) is compared by
 * its beginning.
 */
function likePayers(
  payer: string,
  names: ReadonlyMap<string, readonly string[]>,
  least: number,
): Map<string, number> {
  const scores = [...names]
    .map(([customer, all]) => [customer, Math.max(0, ...all.map((name) => likeness(payer, name)))] as const)
    .filter(([, score]) => score >= least)
  const best = Math.max(0, ...scores.map(([, score]) => score))
  return new Map(scores.filter(([, score]) => score >= best - 0.05))
}

export const plainAccount = (account: string): string => account.replace(/\D/g, '')
export const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase()

function push(map: Map<string, OpenItem[]>, key: string, item: OpenItem): void {
  const held = map.get(key)
  if (held) held.push(item)
  else map.set(key, [item])
}
