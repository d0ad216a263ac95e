import { queryOptions } from '@tanstack/react-query'
import { quoted } from '../../record/where.ts'
import { call } from '../../shell/api.ts'
import type { AnyRow } from '../../shell/definitions.ts'
import type { Titles } from '../../shell/records.ts'
import type { Card } from './press.ts'

export type JobCard = Card & AnyRow

export interface CardPage {
  readonly items: readonly JobCard[]
  readonly titles?: Titles
}

const ask = (where: string, limit: number, signal: AbortSignal) => call<CardPage>('GET', '/records/job_card', { query: { where, limit, titles: true }, signal })

/** The card behind a code, or behind its number where the code cannot be read. */
export const cardQuery = (code: string) =>
  queryOptions({ queryKey: ['records', 'job_card', 'code', code], queryFn: ({ signal }) => ask(`code = ${quoted(code)} or number = ${quoted(code.toUpperCase())}`, 2, signal), staleTime: 2000 })

/** What a worker has in hand. */
export const myCardsQuery = queryOptions({ queryKey: ['records', 'job_card', 'mine'], queryFn: ({ signal }) => ask('worker = me and state in ("running", "paused")', 20, signal) })
