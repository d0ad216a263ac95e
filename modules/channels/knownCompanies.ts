import type { Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { leadKeys } from '../leads/index.ts'
import type { Known } from './conflicts.ts'
import { dealRegistration, type DealRegistration } from './partner.ts'

export async function knownCompanies(work: Work, row: DealRegistration): Promise<Known[]> {
  const customers = await work.similar(customer, leadKeys({ phone: null, company: row.company }))
  const deals = await work.find(dealRegistration, {
    where: 'state = "approved" and partner != this_partner and protected_until >= today()',
    with: { this_partner: row.partner },
  })
  return [
    ...customers.map((one): Known => ({ kind: 'customer', id: one.id, name: one.name, held_by: one.owner })),
    ...deals.map((one): Known => ({ kind: 'deal', id: one.id, name: one.company, held_by: one.partner })),
  ]
}
