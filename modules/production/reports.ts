import { defineReport } from '../../model/index.ts'
import { openDeals } from '../pipeline/index.ts'

/** What waits at each work centre. */
export const centreLoad = defineReport('work_centre_load', {
  label: { zh: '工作中心负荷', en: 'Load of work centres' },
  object: 'job_card',
  where: 'state != "done" and work_order.stage != "cancelled"',
  groups: [{ name: 'work_centre', label: { zh: '工作中心', en: 'Work centre' }, expression: 'work_centre' }],
  measures: [
    { name: 'cards', label: { zh: '任务数', en: 'Jobs' }, of: 'count' },
    {
      name: 'minutes',
      label: { zh: '计划工时', en: 'Planned minutes' },
      of: 'sum',
      expression: 'planned_minutes',
    },
  ],
  sort: '-minutes',
  chart: 'bar',
})

/**
 * What the open deals will ask of production, by product line and month, weighted by the chance that their
 * stage gives them (ORD-10): one yardstick for every seller, whatever anybody typed as their own guess.
 */
export const demandForecast = defineReport('demand_forecast', {
  label: { zh: '需求预测（加权商机）', en: 'Demand forecast (weighted deals)' },
  object: 'opportunity',
  where: openDeals,
  groups: [
    { name: 'product_line', label: { zh: '产品线', en: 'Product line' }, expression: 'product_line' },
    {
      name: 'month',
      label: { zh: '预计成交月', en: 'Month' },
      expression: 'expected_close_on',
      grain: 'month',
    },
  ],
  measures: [
    { name: 'deals', label: { zh: '商机数', en: 'Deals' }, of: 'count' },
    {
      name: 'weighted',
      label: { zh: '加权金额', en: 'Weighted amount' },
      of: 'sum',
      expression: 'amount * stage_probability / 100',
    },
  ],
  chart: 'bar_stacked',
})
