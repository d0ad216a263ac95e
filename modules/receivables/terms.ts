import { defineTerm } from '../../model/index.ts'

export const usualPayment = defineTerm('usual_payment', {
  label: { zh: '默认账期', en: 'Usual time to pay' },
  help: { zh: '合同没有约定时，客户付款的天数', en: 'Days that a customer has to pay when no contract says' },
  unit: 'days',
  value: '30',
  edited_by: ['finance', 'manager'],
})

export const dueWarning = defineTerm('receivable_warning', {
  label: { zh: '到期提醒提前量', en: 'Warning before the due date' },
  help: { zh: '应收到期前多少天提醒负责人', en: 'Days before the due date on which the owner is told' },
  unit: 'days',
  value: '3',
  edited_by: ['finance', 'manager'],
})

export const collectionDue = defineTerm('collection_due', {
  label: { zh: '催收任务时限', en: 'Collection' },
  help: {
    zh: '逾期后完成首次催收的时间',
    en: 'Hours within which an overdue amount is to be taken up with the customer',
  },
  unit: 'hours',
  value: '24',
  edited_by: ['finance', 'manager'],
  least: '1',
})

export const returnReach = defineTerm('return_reach', {
  label: { zh: '退款追溯期', en: 'Reach of returns' },
  help: {
    zh: '转出款项在此天数内会与已核销收款比对，判断是否退款',
    en: 'Days within which money that went out is looked at as a return of what came in',
  },
  unit: 'days',
  value: '180',
  edited_by: ['finance'],
  least: '1',
})

export const paymentReach = defineTerm('payment_reach', {
  label: { zh: '收款追溯期', en: 'Reach of payments' },
  help: {
    zh: '付款方不明时，只在到账前此天数内开具的应收中推荐',
    en: 'Where the payer is unknown, receivables issued within so many days before the bank line are suggested',
  },
  unit: 'days',
  value: '120',
  edited_by: ['finance'],
  least: '1',
})
