import { Decimal } from 'decimal.js'
import { date, defineAction, file, refuse, text, type Work } from '../../model/index.ts'
import { currencies, homeCurrency, ledgerRate } from '../quoting/index.ts'
import { contract, instalment, type Contract } from './contract.ts'
import { dueAfter } from './plan.ts'
import { changeNotice } from './requirements.ts'

export const submitContract = defineAction(contract, 'submit', {
  label: { zh: '提交审批', en: 'Submit' }, style: 'primary', when: 'stage = "draft"', because: { zh: '只有草稿可以提交', en: 'Only a draft can be submitted' },
  async run(work, row) {
    const shares = await work.find(instalment, { where: 'contract = paper', with: { paper: row.id } })
    if (shares.length === 0 && row.payment_terms) throw refuse('instalments_missing', { zh: `付款方式“${row.payment_terms}”读不出各期比例，请填写回款计划`, en: `The terms "${row.payment_terms}" do not say the shares: give the instalments` }, { field: 'instalments' })
    refuseUneven(row.amount, shares.map((share) => share.amount))
    const exchange_rate = await rateOf(work, row)
    const undated = shares.find((share) => share.trigger === 'date' && share.due_on === null)
    if (undated) throw refuse('instalment_without_date', { zh: `“${undated.name}”按固定日期回款，请填写到期日`, en: `"${undated.name}" is due on a date: give the date` }, { field: 'instalments' })
    // A run that was returned ends here, and the contract as it is now is asked for.
    if (row.approval) await work.callOffProcess(row.approval)
    await work.change(contract, row.id, { stage: 'approving', exchange_rate })
    await work.closeTasks({ record: row.id, key: 'contract_draft', outcome: 'submitted' })
    await work.emit('contract.submitted', { object: 'contract', record: row.id, amount: row.amount })
    const approval = await work.startProcess('contract_approval', { object: contract, record: row.id })
    return work.change(contract, row.id, { approval })
  },
})

/** What a unit of its currency is worth in ours: as it stands on the contract, else by the ledger of today. Only our own is worth one. */
async function rateOf(work: Work, { currency, exchange_rate }: Contract): Promise<string> {
  if (currency === homeCurrency) return '1'
  const rate = exchange_rate !== null && !new Decimal(exchange_rate).eq(1) ? exchange_rate : await ledgerRate(work, currency)
  if (rate === null) throw refuse('exchange_rate_missing', { zh: `请填写${currencies[currency].zh}的汇率，或请财务在“汇率”中维护`, en: `Give the exchange rate of ${currency}, or ask finance to enter it under Exchange rates` }, { field: 'exchange_rate' })
  return rate
}

/** A plan that does not add up is found now, not when the contract has been carried out (FIN-07). */
function refuseUneven(amount: string, shares: readonly string[]): void {
  const difference = new Decimal(amount).minus(shares.reduce((sum, share) => sum.plus(share), new Decimal(0)))
  if (difference.isZero()) return
  const [zh, en] = difference.gt(0) ? ['少', 'short by'] : ['多', 'over by']
  throw refuse('instalments_differ', {
    zh: `回款计划合计与合同金额 ${new Decimal(amount).toFixed(2)} 不符，${zh} ${difference.abs().toFixed(2)}`,
    en: `The instalments are ${en} ${difference.abs().toFixed(2)} against the contract amount of ${new Decimal(amount).toFixed(2)}`,
  }, { field: 'instalments', data: { difference: difference.toFixed(2) } })
}

export const withdrawContract = defineAction(contract, 'withdraw', {
  label: { zh: '撤回', en: 'Withdraw' }, when: 'stage = "approving"',
  async run(work, row) {
    if (row.approval) await work.withdrawProcess(row.approval)
    return work.change(contract, row.id, { stage: 'draft', approval: null })
  },
})

/** Both sides have signed: what hangs on the signing falls due, and the rest of the house is told. */
export const signContract = defineAction(contract, 'sign', {
  label: { zh: '签订', en: 'Sign' }, style: 'primary', when: 'stage = "approved"', because: { zh: '合同批准后才能签订', en: 'A contract is signed only once it is approved' },
  input: { signed_on: date({ required: true, label: { zh: '签订日期', en: 'Signed on' } }), file: file({ max: 1, label: { zh: '双方签章的合同', en: 'Signed copy' } }) },
  async run(work, row, { signed_on, file: copy }) {
    if (signed_on > work.today()) throw refuse('signed_in_future', { zh: '签订日期不能晚于今天', en: 'A contract cannot have been signed after today' }, { field: 'signed_on' })
    const changed = await work.change(contract, row.id, { stage: 'signed', signed_on })
    for (const share of await work.find(instalment, { where: 'contract = paper and trigger = "signing" and due_on = null', with: { paper: row.id } }))
      await work.change(instalment, share.id, { due_on: dueAfter(signed_on, share.days_after) })
    for (const id of copy ?? []) await work.attachFile({ name: `${row.number} 签章合同`, content: await work.readFile(id), purpose: 'signed_contract', object: 'contract', record: row.id, immutable: true })
    await work.emit('contract.signed', { object: 'contract', record: row.id, customer: row.customer, opportunity: row.opportunity, quote: row.quote, amount: row.amount, signed_on })
    return changed
  },
})

export const terminateContract = defineAction(contract, 'terminate', {
  label: { zh: '终止', en: 'Terminate' }, style: 'danger', when: 'stage in ("draft", "approved", "signed", "running")',
  input: { reason: text({ required: true, max: 500, label: { zh: '终止原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(contract, row.id, { stage: 'terminated', termination_reason: reason })
    await work.closeTasks({ record: row.id, key: 'contract_draft' })
    const asked = await work.find(changeNotice, { where: 'contract = paper and state = "asked"', with: { paper: row.id } })
    for (const { approval } of [row, ...asked]) if (approval) await work.callOffProcess(approval)
    await work.emit('contract.terminated', { object: 'contract', record: row.id, customer: row.customer, reason })
    return changed
  },
})
