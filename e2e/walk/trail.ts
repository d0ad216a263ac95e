import { where, type Client } from '../client.ts'
import type { Mark } from '../mark.ts'

/** What one step of the walk leaves for the next. */
export interface Trail extends Mark {
  readonly base: string
  readonly as: Readonly<
    Record<
      | 'sales'
      | 'sales2'
      | 'director'
      | 'tech'
      | 'planner'
      | 'worker'
      | 'quality'
      | 'warehouse'
      | 'engineer'
      | 'finance'
      | 'manager'
      | 'admin',
      Client
    >
  >
  /** The seller who got the lead. */
  seller: Client
  lead: string
  customer: string
  opportunity: string
  quote: string
  contract: string
  order: string
  equipment: string
}

/** Stops the walk with the sentence of what does not hold. */
export const must = (holds: unknown, sentence: string): void => {
  if (!holds) throw new Error(sentence)
}

/** The first record under a FEEL condition, as that person sees it. */
export const first = async (client: Client, object: string, condition: string) =>
  (await client.get(`/records/${object}?limit=1&${where(condition)}`)).items[0]
