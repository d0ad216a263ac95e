import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../web/ground/api.ts'
import type { AnyRow } from '../../../web/ground/definitions.ts'
import type { Titles } from '../../../web/ground/records.ts'
import { quoted } from '../../../web/record/where.ts'
import type { Card } from './press.ts'

export type JobCard = Card & AnyRow

export interface CardPage {
  readonly items: readonly JobCard[]
  readonly titles?: Titles
}

const ask = (where: string, limit: number, signal: AbortSignal) =>
  call<CardPage>('GET', '/records/job_card', { query: { where, limit, titles: true }, signal })

/** The card behind a code, or behind its number where the code cannot be read. */
export const cardQuery = (code: string) =>
  queryOptions({
    queryKey: ['records', 'job_card', 'code', code],
    queryFn: ({ signal }) =>
      ask(`code = ${quoted(code)} or number = ${quoted(code.toUpperCase())}`, 2, signal),
    staleTime: 2000,
  })

/** What a worker has in hand. */
export const myCardsQuery = queryOptions({
  queryKey: ['records', 'job_card', 'mine'],
  queryFn: ({ signal }) => ask('worker = me and state in ("running", "paused")', 20, signal),
})
