import { defineReport } from '../../model/index.ts'

/** What was signed, month by month. */
export const contractsSigned = defineReport('contracts_signed', {
  label: { zh: '合同签订额', en: 'Contracts signed' }, object: 'contract', where: 'signed_on != null and stage != "terminated"',
  groups: [{ name: 'month', label: { zh: '月份', en: 'Month' }, expression: 'signed_on', grain: 'month' }],
  measures: [{ name: 'contracts', label: { zh: '合同数', en: 'Contracts' }, of: 'count' }, { name: 'amount', label: { zh: '金额', en: 'Amount' }, of: 'sum', expression: 'amount' }], chart: 'bar',
})
