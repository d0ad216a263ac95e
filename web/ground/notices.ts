import { queryOptions } from '@tanstack/react-query'
import type { Label } from '../../model/refuse.ts'
import { call } from './api.ts'

export interface Notice {
  readonly id: string
  readonly title: Label
  readonly object: string | null
  readonly record: string | null
  readonly at: string
  readonly read_at: string | null
}

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: () => call<{ items: readonly Notice[]; unread: number }>('GET', '/notifications'),
  staleTime: 30_000,
})

export const markRead = (ids?: readonly string[]) =>
  call<void>('POST', '/notifications/read', { body: ids ? { ids } : {} })
