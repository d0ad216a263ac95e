import { defineAction } from '../../model/index.ts'
import { order, underwayOrders } from '../orders/index.ts'
import { replenishOrder } from './replenishOrder.ts'

/**
 * Pieces that are missing again, as goods came back or work was called off, are kept from stock, made or
 * bought.
 */
export const replenishAction = defineAction(order, 'replenish', {
  label: { zh: '补货', en: 'Replenish' },
  when: underwayOrders(),
  because: { zh: '执行中的订单才能补货', en: 'Only an order that is being carried out is replenished' },
  run: async (work, row) => ({ order: row.id, lines: await replenishOrder(work, row.id) }),
})
