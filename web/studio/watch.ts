import { queryOptions } from '@tanstack/react-query'
import type { Label } from '../../model/refuse.ts'
import { call } from '../ground/api.ts'

export interface WatchRule {
  readonly kind: string
  readonly label: Label
  readonly by: 'person' | 'key' | 'all'
  readonly on: boolean
  readonly max: number
  readonly minutes: number
}

export interface Watching {
  readonly rules: readonly WatchRule[]
  readonly alerts: readonly {
    readonly kind: string
    readonly label: Label
    readonly who: string | null
    readonly at: string
    readonly count: number
  }[]
}

export const watchQuery = queryOptions({
  queryKey: ['settings', 'watch'],
  queryFn: () => call<Watching>('GET', '/settings/watch'),
})
