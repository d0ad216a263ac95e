import { defineReport } from '../../model/index.ts'

const figures = [
  { name: 'quotes', label: { zh: '报价数', en: 'Quotes' }, of: 'count' },
  {
    name: 'amount',
    label: { zh: '金额（人民币）', en: 'Amount in CNY' },
    of: 'sum',
    expression: 'total_cny',
  },
] as const

/** What became of the quotes made in a month; a superseded revision is no quote of its own. */
export const quoteOutcomes = defineReport('quote_outcomes', {
  label: { zh: '报价结果', en: 'Quote outcomes' },
  object: 'quote',
  where: 'current and created_at >= p_from and created_at < p_to',
  parameters: {
    p_from: { type: 'moment', default: 'month_start' },
    p_to: { type: 'moment', default: 'month_end' },
  },
  groups: [{ name: 'stage', label: { zh: '状态', en: 'Stage' }, expression: 'stage' }],
  measures: figures,
  chart: 'bar',
})

/** Sent and not answered, by seller. */
export const quotesWaiting = defineReport('quotes_waiting', {
  label: { zh: '待客户答复的报价', en: 'Quotes waiting for an answer' },
  object: 'quote',
  where: 'stage = "sent"',
  groups: [{ name: 'owner', label: { zh: '销售', en: 'Seller' }, expression: 'owner' }],
  measures: figures,
  sort: '-amount',
  chart: 'bar',
})
