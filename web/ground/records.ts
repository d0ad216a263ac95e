import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { AnyRow } from '../../model/object.ts'
import { call } from './api.ts'
import type { Missing } from './problem.ts'

/** Names of the records that others point at, by id. */
export type Titles = Readonly<Record<string, string>>

export interface Page {
  readonly items: readonly AnyRow[]
  readonly next: string | null
  readonly count?: number
  readonly count_capped?: boolean
  readonly titles?: Titles
}

export interface Gate {
  readonly pipeline: string
  readonly stage: string | null
  readonly next: readonly {
    readonly stage: string
    readonly label?: { zh: string; en?: string } | string
    readonly missing: readonly Missing[]
  }[]
}

export interface Deadline {
  readonly name: string
  readonly key?: string
  readonly due_at: string
}

/** A record as its page needs it. */
export type FullRecord = AnyRow & {
  readonly _title?: string
  readonly _titles?: Titles
  readonly _actions?: readonly string[]
  readonly _may?: { readonly update: boolean; readonly delete: boolean }
  readonly _gate?: Gate | null
  readonly _deadlines?: readonly Deadline[]
  readonly _locked?: boolean
}

export interface ListWish {
  readonly where?: string
  readonly sort?: string
  readonly fields?: readonly string[]
  readonly limit?: number
}

/** A question with a condition goes as a body: what people look for stands in no address that others keep. */
const ask = (
  object: string,
  { limit = 50, ...wish }: ListWish,
  more: { readonly after?: string; readonly count?: boolean },
  signal: AbortSignal,
) =>
  wish.where
    ? call<Page>('POST', `/records/${object}/query`, {
        body: { limit, ...wish, ...more, titles: true },
        signal,
      })
    : call<Page>('GET', `/records/${object}`, {
        query: { limit, ...wish, fields: wish.fields?.join(','), ...more, titles: true },
        signal,
      })

/** Page after page of a list, by cursor. The first page counts. */
export const listQuery = (object: string, wish: ListWish) =>
  infiniteQueryOptions({
    queryKey: ['records', object, 'list', wish],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask(object, wish, pageParam ? { after: pageParam } : { count: true }, signal),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** A few records: the rows of a tab, the hits of a picker. */
export const fewQuery = (object: string, wish: ListWish, count = false) =>
  queryOptions({
    queryKey: ['records', object, 'few', wish, count],
    queryFn: ({ signal }) => ask(object, wish, count ? { count } : {}, signal),
  })

export const recordQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: ['record', object, id],
    queryFn: () => call<FullRecord>('GET', `/records/${object}/${id}`),
  })

export const createRecord = (object: string, body: object, key: string) =>
  call<FullRecord>('POST', `/records/${object}`, { body, key })
export const changeRecord = (object: string, id: string, version: number, body: object) =>
  call<FullRecord>('PATCH', `/records/${object}/${id}`, { body, version })
export const removeRecord = (object: string, id: string, version: number) =>
  call<void>('DELETE', `/records/${object}/${id}`, { version })
export const restoreRecord = (object: string, id: string) =>
  call<FullRecord>('POST', `/records/${object}/${id}/restore`, { body: {} })
export const runAction = (object: string, id: string | null, action: string, input: object, key: string) =>
  call<unknown>('POST', `/records/${object}${id ? `/${id}` : ''}/${action}`, { body: input, key })

/** What came of one of many rows: its id, or why it was refused. */
export interface RowResult {
  readonly ok: boolean
  readonly id?: string
  readonly problem?: {
    readonly detail?: string
    readonly field?: string
    readonly faults?: readonly { readonly field: string; readonly detail: string }[]
  }
}

const bulk = async (object: string, body: object): Promise<readonly RowResult[]> =>
  (
    await call<{ results: readonly RowResult[] }>('POST', `/records/${object}/bulk`, {
      body,
      key: crypto.randomUUID(),
    })
  ).results

/** Many changes by one request; each row is its own change with its own answer, in the same order. */
export const changeMany = (object: string, update: readonly object[]) => bulk(object, { update })
export const createMany = (object: string, create: readonly object[]) => bulk(object, { create })

/** How many there are by the values of a field, and what their figures come to. */
export interface Groups {
  readonly groups: readonly {
    readonly value: string | boolean | null
    readonly count: number
    readonly sums: Readonly<Record<string, string>>
  }[]
  readonly capped: boolean
  readonly currencies: readonly string[]
  readonly titles: Titles
}

export const groupsQuery = (
  object: string,
  wish: { readonly where?: string; readonly by?: string; readonly sums: readonly string[] },
) =>
  queryOptions({
    queryKey: ['records', object, 'groups', wish],
    queryFn: ({ signal }) => call<Groups>('POST', `/records/${object}/groups`, { body: wish, signal }),
    placeholderData: keepPreviousData,
  })

/** Everything shown of an object may be old now; of a record, its page, timeline and files too. */
export function forget(client: QueryClient, object: string, id?: string): void {
  void client.invalidateQueries({ queryKey: ['records', object] })
  if (id)
    for (const kind of ['record', 'timeline', 'files'])
      void client.invalidateQueries({ queryKey: [kind, object, id] })
  void client.invalidateQueries({ queryKey: ['tasks'] })
}
