import { queryOptions } from '@tanstack/react-query'
import { runAction } from '../../shell/records.ts'

/** What submitting would ask for, and the least each line must bring: the rule centre's answer on the quote as it is saved. */
export interface Preview {
  readonly floor: string
  readonly target: string
  readonly lines: readonly { readonly line: string; readonly min_price: string | null; readonly margin: string | null; readonly below: boolean }[]
  readonly levels: readonly string[]
  readonly reasons: readonly string[]
}

/** A question that changes nothing, though actions are asked by POST. */
export const previewQuery = (id: string, version: number) =>
  queryOptions({ queryKey: ['quote-preview', id, version], queryFn: () => runAction('quote', id, 'preview', {}, crypto.randomUUID()) as Promise<Preview>, staleTime: 60_000 })
