import { addDays, defineReaction, type Work } from '../../model/index.ts'
import { requirement } from '../engineering/index.ts'
import { isAccepted, quote, type Quote } from '../quoting/index.ts'
import { contract } from './contract.ts'
import { planFor } from './plan.ts'
import { specialRequirement } from './requirements.ts'

/**
 * An accepted quote becomes the draft of its contract, with a plan of payments and what the customer wants
 * special; once a quote.
 */
export const draftContract = defineReaction('contracts.draft', {
  on: ['quote.accepted'],
  async run(work, event) {
    const offer = await work.get(quote, event.record!)
    if (
      !isAccepted(offer) ||
      (await work.first(contract, { where: 'quote = offer', with: { offer: offer.id } }))
    )
      return
    const buyer = await work.get('customer', offer.customer)
    const amount = offer.total ?? '0'
    const plan = await planFor(work, { amount, currency: offer.currency, terms: offer.payment_terms })
    const made = await work.create('contract', {
      name: `${buyer.name} ${offer.document_number ?? offer.number}`.slice(0, 200),
      customer: offer.customer,
      opportunity: offer.opportunity,
      quote: offer.id,
      purchase_order: offer.purchase_order,
      currency: offer.currency,
      exchange_rate: offer.exchange_rate,
      payment_terms: offer.payment_terms,
      amount,
      delivery_on:
        offer.delivery_days === null ? null : addDays(work.today(), Math.ceil(Number(offer.delivery_days))),
      owner: offer.owner,
      instalments: plan ?? [],
    })
    await carrySpecials(work, offer, made.id)
    await work.emit('contract.drafted', {
      object: 'contract',
      record: made.id,
      quote: offer.id,
      customer: offer.customer,
      amount,
    })
    if (offer.owner)
      await work.openTask({
        title: plan
          ? { zh: `核对并提交合同：${buyer.name}`, en: `Check and submit the contract: ${buyer.name}` }
          : {
              zh: `填写回款计划并提交合同：${buyer.name}（付款方式“${offer.payment_terms}”读不出各期比例）`,
              en: `Give the instalments and submit the contract: ${buyer.name} (the terms "${offer.payment_terms}" do not say the shares)`,
            },
        kind: 'contract_draft',
        assignee: offer.owner,
        object: contract,
        record: made.id,
        key: 'contract_draft',
      })
  },
})

const categories: Readonly<Record<string, 'compliance' | 'packing' | 'technical' | 'commercial' | 'other'>> =
  {
    rohs: 'compliance',
    certification: 'compliance',
    packing: 'packing',
    parameter: 'technical',
    moq: 'commercial',
  }

/** What was special in the inquiry or the quote must not be lost before the shop floor (TEC-09). */
async function carrySpecials(work: Work, offer: Quote, made: string): Promise<void> {
  const asked = offer.opportunity
    ? await work.find(requirement, {
        where: 'opportunity = deal and special',
        with: { deal: offer.opportunity },
      })
    : []
  for (const one of asked) {
    const range =
      one.min !== null || one.max !== null ? ` ${one.min ?? ''}…${one.max ?? ''} ${one.unit ?? ''}` : ''
    await work.create(specialRequirement, {
      text: `${one.parameter}${range}${one.text ? `：${one.text}` : ''}`.trim(),
      category: categories[one.kind] ?? 'other',
      source: '技术要求',
      source_key: one.id,
      contract: made,
      owner: offer.owner,
    })
  }
  if (offer.special_clause)
    await work.create(specialRequirement, {
      text: offer.special_terms ?? '报价含特殊技术条款',
      category: 'technical',
      source: `报价单 ${offer.document_number ?? offer.number}`,
      source_key: offer.id,
      contract: made,
      owner: offer.owner,
    })
}
