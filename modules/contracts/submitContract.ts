import { Decimal } from 'decimal.js'
import { defineAction, refuse, type Work } from '../../model/index.ts'
import { currencies, homeCurrency, ledgerRate } from '../quoting/index.ts'
import { contract, instalment, type Contract } from './contract.ts'

export const submitContract = defineAction(contract, 'submit', {
  label: { zh: '提交审批', en: 'Submit' },
  style: 'primary',
  when: 'stage = "draft"',
  because: { zh: '只有草稿可以提交', en: 'Only a draft can be submitted' },
  async run(work, row) {
    const shares = await work.find(instalment, { where: 'contract = paper', with: { paper: row.id } })
    if (shares.length === 0 && row.payment_terms)
      throw refuse(
        'instalments_missing',
        {
          zh: `付款方式“${row.payment_terms}”读不出各期比例，请填写回款计划`,
          en: `The terms "${row.payment_terms}" do not say the shares: give the instalments`,
        },
        { field: 'instalments' },
      )
    refuseUneven(
      row.amount,
      shares.map((share) => share.amount),
    )
    const exchange_rate = await rateOf(work, row)
    const undated = shares.find((share) => share.trigger === 'date' && share.due_on === null)
    if (undated)
      throw refuse(
        'instalment_without_date',
        {
          zh: `“${undated.name}”按固定日期回款，请填写到期日`,
          en: `"${undated.name}" is due on a date: give the date`,
        },
        { field: 'instalments' },
      )
    // A run that was returned ends here, and the contract as it is now is asked for.
    if (row.approval) await work.callOffProcess(row.approval)
    await work.change(contract, row.id, { stage: 'approving', exchange_rate })
    await work.closeTasks({ record: row.id, key: 'contract_draft', outcome: 'submitted' })
    await work.emit('contract.submitted', { object: 'contract', record: row.id, amount: row.amount })
    const approval = await work.startProcess('contract_approval', { object: contract, record: row.id })
    return work.change(contract, row.id, { approval })
  },
})

/**
 * What a unit of its currency is worth in ours: as it stands on the contract, else by the ledger of today.
 * Only our own is worth one.
 */
async function rateOf(work: Work, { currency, exchange_rate }: Contract): Promise<string> {
  if (currency === homeCurrency) return '1'
  const rate =
    exchange_rate !== null && !new Decimal(exchange_rate).eq(1)
      ? exchange_rate
      : await ledgerRate(work, currency)
  if (rate === null)
    throw refuse(
      'exchange_rate_missing',
      {
        zh: `请填写${currencies[currency].zh}的汇率，或请财务在“汇率”中维护`,
        en: `Give the exchange rate of ${currency}, or ask finance to enter it under Exchange rates`,
      },
      { field: 'exchange_rate' },
    )
  return rate
}

/** A plan that does not add up is found now, not when the contract has been carried out (FIN-07). */
function refuseUneven(amount: string, shares: readonly string[]): void {
  const difference = new Decimal(amount).minus(shares.reduce((sum, share) => sum.plus(share), new Decimal(0)))
  if (difference.isZero()) return
  const [zh, en] = difference.gt(0) ? ['少', 'short by'] : ['多', 'over by']
  throw refuse(
    'instalments_differ',
    {
      zh: `回款计划合计与合同金额 ${new Decimal(amount).toFixed(2)} 不符，${zh} ${difference.abs().toFixed(2)}`,
      en: `The instalments are ${en} ${difference.abs().toFixed(2)} against the contract amount of ${new Decimal(amount).toFixed(2)}`,
    },
    { field: 'instalments', data: { difference: difference.toFixed(2) } },
  )
}
