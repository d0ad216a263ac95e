import { Decimal } from 'decimal.js'
import { addDays, defineAction, defineReaction, number, refuse, text, type Work } from '../../model/index.ts'
import { customer } from '../customers/index.ts'
import { duplicateLikeness, leadKeys } from '../leads/index.ts'
import { receivable } from '../receivables/index.ts'
import { findConflicts, type Known } from './conflicts.ts'
import { dealRegistration, partner, rebate, type DealRegistration } from './partner.ts'
import { dealProtection } from './terms.ts'

/** Looks whether the company is a customer of ours or another partner's protected deal; what was found goes to whoever approves. */
export const registerDeal = defineAction(dealRegistration, 'register', {
  label: { zh: '提交报备', en: 'Register' }, when: 'state in ("draft", "rejected")', because: { zh: '该报备已提交', en: 'Registered already' }, style: 'primary',
  async run(work, row) {
    const found = findConflicts(row.company, await knownCompanies(work, row), work.term(duplicateLikeness).number)
    const conflict = found.map((one) => `${one.kind === 'customer' ? '已有客户' : '他方报备'}：${one.name}（相似度 ${one.score}）`).join('\n').slice(0, 2000)
    const changed = await work.change(dealRegistration, row.id, { state: 'registered', conflict: conflict || null, reason: null, customer: row.customer ?? found.find((one) => one.kind === 'customer')?.id ?? null })
    const [director] = await work.people({ role: 'sales_director' })
    if (director) await work.openTask({ title: { zh: `渠道报备审批：${row.company}${conflict ? '（有冲突）' : ''}`, en: `Approve the deal registration: ${row.company}${conflict ? ' (in conflict)' : ''}` }, kind: 'deal_registration', assignee: director, object: dealRegistration, record: row.id, key: 'deal_registration' })
    await work.emit('deal_registration.registered', { object: 'deal_registration', record: row.id, conflicts: found })
    return changed
  },
})

async function knownCompanies(work: Work, row: DealRegistration): Promise<Known[]> {
  const customers = await work.similar(customer, leadKeys({ phone: null, company: row.company }))
  const deals = await work.find(dealRegistration, { where: 'state = "approved" and partner != this_partner and protected_until >= today()', with: { this_partner: row.partner } })
  return [
    ...customers.map((one): Known => ({ kind: 'customer', id: one.id, name: one.name, held_by: one.owner })),
    ...deals.map((one): Known => ({ kind: 'deal', id: one.id, name: one.company, held_by: one.partner })),
  ]
}

/** A company that another partner has under protection is not given twice. */
export const approveDeal = defineAction(dealRegistration, 'approve', {
  label: { zh: '批准', en: 'Approve' }, when: 'state = "registered"', because: { zh: '只有待审批的报备可以批准', en: 'Only a registered deal can be approved' }, style: 'primary', roles: ['sales_director', 'manager'],
  input: { days: number({ scale: 0, min: 1, max: 720, label: { zh: '保护期（天），不填按公司规定', en: 'Days of protection; the company’s rule unless told' } }) },
  async run(work, row, { days }) {
    const taken = findConflicts(row.company, (await knownCompanies(work, row)).filter((one) => one.kind === 'deal'), work.term(duplicateLikeness).number)[0]
    if (taken) throw refuse('deal_protected', { zh: `“${taken.name}”在另一伙伴的保护期内`, en: `"${taken.name}" is under the protection of another partner` }, { status: 409, data: { deal: taken.id } })
    const protected_until = addDays(work.today(), Number(days ?? work.term(dealProtection).value))
    await work.closeTasks({ record: row.id, kind: 'deal_registration', outcome: 'approved' })
    await work.emit('deal_registration.approved', { object: 'deal_registration', record: row.id, protected_until })
    return work.change(dealRegistration, row.id, { state: 'approved', protected_until })
  },
})

export const rejectDeal = defineAction(dealRegistration, 'reject', {
  label: { zh: '驳回', en: 'Reject' }, when: 'state = "registered"', style: 'danger', roles: ['sales_director', 'manager'],
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    await work.closeTasks({ record: row.id, kind: 'deal_registration', outcome: 'rejected' })
    return work.change(dealRegistration, row.id, { state: 'rejected', reason })
  },
})

/** Money that came in for a customer of a protected deal earns its partner the agreed share, once for each receivable. A payment that is taken back takes it along. */
export const accrueRebate = defineReaction('channels.accrue_rebate', {
  on: ['receivable.paid', 'receivable.received'],
  async run(work, event) {
    const row = await work.get(receivable, event.record!)
    if (event.name === 'receivable.received') {
      if (row.state !== 'paid') for (const one of await work.find(rebate, { where: 'receivable = unpaid_row', with: { unpaid_row: row.id } })) await work.remove(rebate, one.id)
      return
    }
    if (await work.first(rebate, { where: 'receivable = paid_row', with: { paid_row: row.id } })) return
    const deals = await work.find(dealRegistration, { where: 'customer = buyer and state = "approved"', with: { buyer: row.customer }, sort: '-created_at' })
    const deal = deals.find((one) => one.protected_until !== null && one.protected_until >= (row.issued_on ?? work.today()))
    if (!deal) return
    const seller = await work.get(partner, deal.partner)
    const amount = new Decimal(row.received ?? 0).times(seller.rebate_percent ?? 0).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
    if (amount.gt(0)) await work.create(rebate, { partner: seller.id, deal: deal.id, receivable: row.id, base: row.received!, rebate_percent: seller.rebate_percent!, amount: amount.toFixed(2), accrued_on: work.today(), owner: deal.owner })
  },
})
