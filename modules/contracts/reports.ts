import { defineReport } from '../../model/index.ts'
import { homeCurrency } from '../quoting/index.ts'

/**
 * Contracts in several currencies add up in our own only; one signed before it had a rate of its own counts
 * where it is in ours.
 */
const inHome = `if currency = "${homeCurrency}" then amount else amount_cny`

/** What was signed, month by month. */
export const contractsSigned = defineReport('contracts_signed', {
  label: { zh: '合同签订额', en: 'Contracts signed' },
  object: 'contract',
  where: 'signed_on != null and stage != "terminated"',
  groups: [{ name: 'month', label: { zh: '月份', en: 'Month' }, expression: 'signed_on', grain: 'month' }],
  measures: [
    { name: 'contracts', label: { zh: '合同数', en: 'Contracts' }, of: 'count' },
    { name: 'amount', label: { zh: '金额（人民币）', en: 'Amount in CNY' }, of: 'sum', expression: inHome },
  ],
  chart: 'bar',
})
