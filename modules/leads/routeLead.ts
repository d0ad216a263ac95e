import { choosePerson, type Candidate, type Work } from '../../model/index.ts'
import { candidatesFor } from './candidates.ts'
import { sayNewLead } from './firstResponse.ts'
import { lead, type Lead } from './lead.ts'
import { openLeads } from './terms.ts'
import { routedBecause, type Because } from './whyRouted.ts'
import { open } from './openStages.ts'

/**
 * Routes a lead by the rule centre: group, then the freest seller in it. Answers the seller, or null when
 * nobody can take it.
 */
export async function routeLead(work: Work, row: Lead): Promise<string | null> {
  const { result, hits } = await work.decide('lead_routing', {
    province: row.province,
    sales_region: row.sales_region,
    product_line: row.product_line,
    industry: row.industry,
    budget: row.budget,
  })
  const groups: string[] = result?.groups ?? result ?? []
  const max = work.term(openLeads).number
  const choice = choosePerson(await sellersOf(work, groups), { groups, most: max, now: work.now() })
  if (!choice) {
    await work.change(lead, row.id, routedBecause([{ code: 'nobody' }]))
    await work.emit('lead.unrouted', { object: 'lead', record: row.id, groups })
    return null
  }
  const { person: seller, overflowed } = choice
  await giveLead(work, row, seller.id, [
    ...(hits.length > 0
      ? hits.map(({ label }) => ({
          code: 'by_rule' as const,
          rule: label.zh,
          rule_en: label.en ?? label.zh,
          group: seller.group,
        }))
      : [{ code: 'by_default' as const, group: seller.group }]),
    ...(overflowed.length > 0 ? [{ code: 'overflowed' as const, groups: overflowed.join('、'), max }] : []),
  ])
  await work.emit('lead.routed', {
    object: 'lead',
    record: row.id,
    seller: seller.id,
    group: seller.group,
    overflowed,
    rules: hits.map((hit) => hit.rule),
  })
  return seller.id
}

/** Hands a lead to a seller and tells them. */
export async function giveLead(
  work: Work,
  row: Pick<Lead, 'id' | 'company' | 'stage'>,
  seller: string,
  because: Because,
): Promise<Lead> {
  const changed = await work.change(lead, row.id, {
    owner: seller,
    ...routedBecause(because),
    assigned_at: work.now().toISOString(),
    ...(row.stage === 'new' || row.stage === 'disqualified' ? { stage: 'assigned' } : {}),
  })
  await work.notify([seller], {
    title: sayNewLead(changed, work.now()),
    object: 'lead',
    record: row.id,
    key: `lead-assigned:${row.id}:${changed.version}`,
  })
  return changed
}

/** Sellers of the groups who take leads. */
const sellersOf = async (work: Work, groups: readonly string[]): Promise<readonly Candidate[]> =>
  (
    await candidatesFor(work, {
      answers_for: 'leads',
      groups,
      object: lead,
      in_hand: open,
      given_at: 'assigned_at',
    })
  ).filter(({ takes_leads }) => takes_leads)
