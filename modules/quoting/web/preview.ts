import { queryOptions } from '@tanstack/react-query'
import { runAction, type FullRecord } from '../../../web/ground/records.ts'

/**
 * What submitting would ask for, and the least each line must bring: the rule centre's answer on the quote as
 * it is saved.
 */
export interface Preview {
  readonly floor: string
  readonly target: string
  readonly lines: readonly {
    readonly line: string
    readonly min_price: string | null
    readonly below: boolean
  }[]
  readonly levels: readonly string[]
  /** Why, as codes and figures for the sentences of `approval_because`. */
  readonly because: readonly Readonly<Record<string, string>>[]
}

/**
 * A question that changes nothing, though actions are asked by POST. A corrected cost changes the answer
 * without a new version of the quote.
 */
export const previewQuery = ({ id, version, cost_total }: FullRecord) =>
  queryOptions({
    queryKey: ['quote-preview', id, version, cost_total],
    queryFn: () => runAction('quote', id, 'preview', {}, crypto.randomUUID()) as Promise<Preview>,
    staleTime: 60_000,
  })
