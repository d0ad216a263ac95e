import { Decimal } from 'decimal.js'
import { defineReaction } from '../../model/index.ts'
import { receivable } from '../receivables/index.ts'
import { dealRegistration, partner, rebate } from './partner.ts'

/**
 * Money that came in for a customer of a protected deal earns its partner the agreed share, once for each
 * receivable. A payment that is taken back takes it along.
 */
export const accrueRebate = defineReaction('channels.accrue_rebate', {
  on: ['receivable.paid', 'receivable.received'],
  async run(work, event) {
    const row = await work.get(receivable, event.record!)
    if (event.name === 'receivable.received') {
      if (row.state !== 'paid')
        for (const one of await work.find(rebate, {
          where: 'receivable = unpaid_row',
          with: { unpaid_row: row.id },
        }))
          await work.remove(rebate, one.id)
      return
    }
    if (await work.first(rebate, { where: 'receivable = paid_row', with: { paid_row: row.id } })) return
    const deals = await work.find(dealRegistration, {
      where: 'customer = buyer and state = "approved"',
      with: { buyer: row.customer },
      sort: '-created_at',
    })
    const deal = deals.find(
      (one) => one.protected_until !== null && one.protected_until >= (row.issued_on ?? work.today()),
    )
    if (!deal) return
    const seller = await work.get(partner, deal.partner)
    const amount = new Decimal(row.received ?? 0)
      .times(seller.rebate_percent ?? 0)
      .div(100)
      .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
    if (amount.gt(0))
      await work.create(rebate, {
        partner: seller.id,
        deal: deal.id,
        receivable: row.id,
        base: row.received!,
        rebate_percent: seller.rebate_percent!,
        amount: amount.toFixed(2),
        accrued_on: work.today(),
        owner: deal.owner,
      })
  },
})
