import { defineObligation } from '../../model/index.ts'
import { contact } from '../customers/index.ts'
import { order } from './order.ts'
import { overOrders } from './orderStages.ts'

/** Whoever waits for goods, or may send them back, must be reached. */
export const openOrder = defineObligation(contact, 'open_order', async (work, { customer }) => {
  const open = await work.first(order, {
    where: `customer = theirs and not(${overOrders()})`,
    with: { theirs: customer },
  })
  return (
    open && {
      zh: `客户的订单 ${open.number} 尚未关闭`,
      en: `order ${open.number} of the customer is not closed yet`,
    }
  )
})
