import { addDays } from '../../model/index.ts'
import type { LineEvidence, OpenItem } from './evidence.ts'
import type { LineToMatch } from './matching.ts'
import { type Book, plainAccount, plainNumber } from './openBook.ts'

const STRAY =
  /结息|利息|退款|退税|退回|押金|保证金|工资|社保|公积金|理财|赎回|借款|还款|投资款|手续费|补贴|interest|refund|deposit|dividend/i

/** `every` widens the search to all customers where the payer is unknown: to suggest, not to post. */
export function readEvidence(line: LineToMatch, amount: bigint, book: Book, every: boolean): LineEvidence {
  const currency = line.currency ?? null
  const byAccount = book.byAccount.get(plainAccount(line.counterparty_account ?? '')) ?? new Set<string>()
  const alike = line.counterparty.trim() ? book.findPayers(line.counterparty) : null
  const payers =
    byAccount.size > 0
      ? new Map([...(alike ?? []), ...[...byAccount].map((customer) => [customer, 1] as const)])
      : alike
  const certain = new Set(
    [...(payers ?? [])].filter(([, likeness]) => likeness === 1).map(([customer]) => customer),
  )
  const tokens = numbersIn(line.memo)
  const cited = [...new Set(tokens)]
    .flatMap((token) => book.byNumber.get(token) ?? [])
    .filter((item) => sameCurrency(item, currency))
  const tailed =
    cited.length > 0
      ? []
      : [...new Set(tokens)]
          .filter((token) => /^\d+$/.test(token))
          .flatMap((token) => book.byTail.get(token) ?? [])
  const from = addDays(line.date, -book.reachDays)
  const pool =
    payers && payers.size > 0
      ? [...payers.keys()].flatMap((customer) => book.byCustomer.get(customer) ?? [])
      : every
        ? book.items.filter((item) => item.issued >= from)
        : []
  return {
    date: line.date,
    amount,
    currency,
    cited: [...new Set(cited)],
    tailed: tailed.filter((item) => sameCurrency(item, currency)),
    payers,
    certain,
    stray: STRAY.test(line.memo),
    candidates: pool.filter(
      (item) => item.open > 0n && item.issued <= line.date && sameCurrency(item, currency),
    ),
  }
}

/** What may be a number of ours in a memo, whole and in its parts, plain. */
export const numbersIn = (memo: string): string[] =>
  [...memo.normalize('NFKC').matchAll(/[A-Za-z]*\d[A-Za-z\d]*(?:-[A-Za-z\d]+)*/g)].flatMap(([token]) => [
    plainNumber(token),
    ...token.split('-').map(plainNumber),
  ])

const sameCurrency = (item: OpenItem, currency: string | null): boolean =>
  !item.currency || !currency || item.currency === currency
