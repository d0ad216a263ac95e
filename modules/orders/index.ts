import { defineModule } from '../../model/index.ts'
import { acceptOrder } from './acceptOrder.ts'
import { cancelOrder } from './cancelOrder.ts'
import { closeOrder } from './closeOrder.ts'
import { confirmOrder, endOrderApproval, orderApproval } from './confirmOrder.ts'
import { holdOrder } from './holdOrder.ts'
import { relistRequirements } from './listRequirements.ts'
import { order } from './order.ts'
import { endWithContract, followContract, orderFromContract } from './orderFromContract.ts'
import { itemOfCode, lineOfDraft, orderOfContract } from './orderGuards.ts'
import { openOrder } from './openOrder.ts'
import { orderLine } from './orderLine.ts'
import { orderPipeline } from './orderPipeline.ts'
import { promiseOrder } from './promiseOrder.ts'
import { ordersByStage, ordersLate } from './reports.ts'
import { resumeOrder } from './resumeOrder.ts'
import { requirementSignOff, signRequirements } from './signOff.ts'
import { signOffDue } from './terms.ts'

export { findIfKnown } from '../quoting/index.ts'
export { accountable } from '../leads/index.ts'
export { order, type Order } from './order.ts'
export { orderLine, type OrderLine } from './orderLine.ts'
export { advanceOrder, reopenOrder } from './orderPipeline.ts'
export { lackingReturned, owedAmount, type DeliveredLine } from './owedAmount.ts'
export { isCalledOff, isDraft, isMade, isOver, isReady, overOrders, underwayOrders } from './orderStages.ts'
export { requirementSignOff } from './signOff.ts'
export { refuseFuture } from './acceptOrder.ts'

export const orders = defineModule({
  name: 'orders',
  label: { zh: '订单', en: 'Orders' },
  objects: [order, orderLine, requirementSignOff],
  pipelines: [orderPipeline],
  processes: [orderApproval],
  terms: [signOffDue],
  actions: [
    confirmOrder,
    holdOrder,
    resumeOrder,
    cancelOrder,
    closeOrder,
    acceptOrder,
    promiseOrder,
    signRequirements,
  ],
  guards: [lineOfDraft, itemOfCode, orderOfContract],
  obligations: [openOrder],
  reactions: [orderFromContract, followContract, endWithContract, endOrderApproval, relistRequirements],
  reports: [ordersByStage, ordersLate],
})
