import { queryOptions } from '@tanstack/react-query'
import type { Label } from '../../../model/refuse.ts'
import { call } from '../../../web/ground/api.ts'
import type { AnyRow } from '../../../web/ground/definitions.ts'
import type { Page, Titles } from '../../../web/ground/records.ts'
import { quoted } from '../../../web/record/where.ts'

export interface Suggestion {
  readonly receivables: readonly string[]
  readonly score: number
  readonly reasons: readonly Label[]
}

export type BankLine = AnyRow & {
  readonly amount: string
  readonly allocated: string | null
  readonly state: string
  readonly currency: string
  readonly suggestions: readonly Suggestion[] | null
}

export type LinePage = Omit<Page, 'items'> & { readonly items: readonly BankLine[] }

export type Receivable = AnyRow & { readonly open_amount: string | null; readonly currency: string }

export type Tab = 'waiting' | 'matched' | 'ignored'

const states: Readonly<Record<Tab, string>> = {
  waiting: 'state in ("unmatched", "partial")',
  matched: 'state = "matched"',
  ignored: 'state = "ignored" and amount > 0',
}

export const linesQuery = (tab: Tab, account: string | undefined, limit: number) => {
  const where = [states[tab], ...(account ? [`account = ${quoted(account)}`] : [])]
    .map((one) => `(${one})`)
    .join(' and ')
  return queryOptions({
    queryKey: ['records', 'bank_line', 'bank', where, limit],
    queryFn: ({ signal }) =>
      call<LinePage>('GET', '/records/bank_line', {
        query: { where, sort: '-booked_on', limit, count: true, titles: true },
        signal,
      }),
  })
}

/** The receivables that the suggestions speak of, all in one question. */
export const suggestedQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['records', 'receivable', 'suggested', ids],
    enabled: ids.length > 0,
    queryFn: ({ signal }) => receivables(`id in (${ids.map(quoted).join(', ')})`, ids.length, signal),
    placeholderData: (before) => before,
  })

/** What is owed still, by whatever one types of it. */
export const owedQuery = (typed: string) => {
  const q = quoted(typed.trim().toLowerCase())
  const found = typed.trim()
    ? ` and (contains(lower case(name), ${q}) or contains(lower case(number), ${q}) or contains(lower case(customer.name), ${q}) or contains(lower case(order.number), ${q}))`
    : ''
  return queryOptions({
    queryKey: ['records', 'receivable', 'owed', typed.trim()],
    queryFn: ({ signal }) => receivables(`state in ("open", "partial", "overdue")${found}`, 30, signal),
    placeholderData: (before) => before,
  })
}

const receivables = (where: string, limit: number, signal: AbortSignal) =>
  call<{ items: readonly Receivable[]; titles?: Titles }>('GET', '/records/receivable', {
    query: { where, limit, titles: true },
    signal,
  })
