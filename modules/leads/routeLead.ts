import type { Work } from '../../model/index.ts'
import { chooseSeller, type Candidate } from './chooseSeller.ts'
import { sayNewLead } from './firstResponse.ts'
import { lead, type Lead } from './lead.ts'
import { openLeads } from './terms.ts'
import { routedBecause, type Because } from './whyRouted.ts'

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
  const candidates = await candidatesOf(work, groups)
  const max = work.term(openLeads).number
  const choice = chooseSeller(groups, candidates, max)
  if (!choice) {
    await work.change(lead, row.id, routedBecause([{ code: 'nobody' }]))
    await work.emit('lead.unrouted', { object: 'lead', record: row.id, groups })
    return null
  }
  await giveLead(work, row, choice.seller, [
    ...(hits.length > 0
      ? hits.map(({ label }) => ({
          code: 'by_rule' as const,
          rule: label.zh,
          rule_en: label.en ?? label.zh,
          group: choice.group,
        }))
      : [{ code: 'by_default' as const, group: choice.group }]),
    ...(choice.overflowed.length > 0
      ? [{ code: 'overflowed' as const, groups: choice.overflowed.join('、'), max }]
      : []),
  ])
  await work.emit('lead.routed', {
    object: 'lead',
    record: row.id,
    seller: choice.seller,
    group: choice.group,
    overflowed: choice.overflowed,
    rules: hits.map((hit) => hit.rule),
  })
  return choice.seller
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

/**
 * Sellers of the groups who take leads and are not away. The group's department is locked, so that two leads
 * at once do not meet the same load.
 */
async function candidatesOf(work: Work, groups: readonly string[]): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for (const group of [...groups].sort()) {
    const department = await work.first('department', {
      where: 'name = group_name',
      with: { group_name: group },
    })
    if (!department) continue
    await work.get('department', department.id)
    const people = await work.people({ role: 'sales', department: department.id })
    for (const { id, takes_leads, away_until } of await work.find('user', {
      where: 'id in the_people',
      with: { the_people: people },
    })) {
      if (takes_leads === false || (away_until && away_until > work.now().toISOString())) continue
      const open_leads = await work.count(
        lead,
        'owner = person and stage in ("new", "assigned", "contacted")',
        { person: id },
      )
      const last = await work.first(lead, {
        where: 'owner = person and assigned_at != null',
        with: { person: id },
        sort: '-created_at',
      })
      candidates.push({ id, group, open_leads, last_assigned_at: last?.assigned_at ?? '' })
    }
  }
  return candidates
}
