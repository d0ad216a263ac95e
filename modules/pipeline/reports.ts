import { defineReport } from '../../model/index.ts'

const month = {
  p_from: { type: 'moment', default: 'month_start' },
  p_to: { type: 'moment', default: 'month_end' },
} as const
const amount = {
  name: 'amount',
  label: { zh: '金额', en: 'Amount' },
  of: 'sum',
  expression: 'amount',
} as const
const deals = { name: 'deals', label: { zh: '商机数', en: 'Deals' }, of: 'count' } as const

/** Cockpit left: open deals by stage, count and amount (REP-02). */
export const funnel = defineReport('sales_funnel', {
  label: { zh: '销售漏斗', en: 'Sales funnel' },
  object: 'opportunity',
  where: 'not(stage in ("won", "lost"))',
  groups: [{ name: 'stage', label: { zh: '阶段', en: 'Stage' }, expression: 'stage' }],
  measures: [deals, amount],
  chart: 'funnel',
})

/** Cockpit centre: won this month, and in the same month last year by its own parameters (REP-03). */
export const wonInMonth = defineReport('won_in_month', {
  label: { zh: '本月业绩', en: 'Won this month' },
  object: 'opportunity',
  where: 'stage = "won" and won_at >= p_from and won_at < p_to',
  parameters: month,
  groups: [],
  measures: [deals, { ...amount, expression: 'won_amount' }],
  chart: 'gauge',
})
export const wonLastYear = defineReport('won_in_month_last_year', {
  label: { zh: '去年同月业绩', en: 'Won in the month last year' },
  object: 'opportunity',
  where: 'stage = "won" and won_at >= p_from and won_at < p_to',
  parameters: {
    p_from: { type: 'moment', default: 'last_year_month_start' },
    p_to: { type: 'moment', default: 'last_year_month_end' },
  },
  groups: [],
  measures: [deals, { ...amount, expression: 'won_amount' }],
  chart: 'gauge',
})

export const lossReasons = defineReport('loss_reasons', {
  label: { zh: '输单原因', en: 'Why we lose' },
  object: 'opportunity',
  where: 'stage = "lost"',
  groups: [{ name: 'reason', label: { zh: '原因', en: 'Reason' }, expression: 'lost_reason' }],
  measures: [deals, amount],
  sort: '-deals',
  chart: 'pie',
})

/** Every deal by where it stands, the closed ones too. */
export const dealsByStage = defineReport('deals_by_stage', {
  label: { zh: '商机阶段分布', en: 'Deals by stage' },
  object: 'opportunity',
  groups: [{ name: 'stage', label: { zh: '阶段', en: 'Stage' }, expression: 'stage' }],
  measures: [deals, amount],
  sort: '-deals',
  chart: 'bar',
})

/** Of the deals that were decided, how many in a hundred were won. */
export const winRate = defineReport('win_rate', {
  label: { zh: '赢单率', en: 'Win rate' },
  object: 'opportunity',
  where: 'stage in ("won", "lost")',
  groups: [{ name: 'owner', label: { zh: '销售', en: 'Seller' }, expression: 'owner' }],
  measures: [
    {
      name: 'rate',
      label: { zh: '赢单率（%）', en: 'Win rate (%)' },
      of: 'avg',
      expression: 'if stage = "won" then 100 else 0',
    },
    deals,
  ],
  sort: '-rate',
  chart: 'bar',
})
