import type { Work } from '../../model/index.ts'
import type { Lead } from './lead.ts'

/** Minutes until somebody must have spoken to a lead, by the rule centre: what the deadline goes by and what its seller is told. */
export async function responseMinutes(work: Work, { source }: Pick<Lead, 'source'>): Promise<number> {
  const { result } = await work.decide('lead_response', { source })
  return Number(result?.minutes ?? result)
}
