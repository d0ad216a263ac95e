import { defineReport } from '../../model/index.ts'
import { overOrders } from './orderStages.ts'
import { live } from './liveOrder.ts'

/** Where the orders stand, and what they are worth. */
export const ordersByStage = defineReport('orders_by_stage', {
  label: { zh: '订单状态分布', en: 'Orders by stage' },
  object: 'order',
  where: `not(${overOrders()})`,
  groups: [{ name: 'stage', label: { zh: '阶段', en: 'Stage' }, expression: 'stage' }],
  measures: [
    { name: 'orders', label: { zh: '订单数', en: 'Orders' }, of: 'count' },
    {
      name: 'progress',
      label: { zh: '平均进度', en: 'Mean progress' },
      of: 'avg',
      expression: 'production_progress',
    },
  ],
  chart: 'bar',
})

/** Orders promised for a day that has passed and not shipped yet. */
export const ordersLate = defineReport('orders_late', {
  label: { zh: '逾期未发订单', en: 'Late orders' },
  object: 'order',
  where: `promised_on != null and promised_on < p_day and (${live})`,
  parameters: { p_day: { type: 'date', default: 'today' } },
  groups: [{ name: 'owner', label: { zh: '销售', en: 'Seller' }, expression: 'owner' }],
  measures: [{ name: 'orders', label: { zh: '订单数', en: 'Orders' }, of: 'count' }],
  sort: '-orders',
  chart: 'bar',
})
