import { defineModule } from '../../model/index.ts'
import { adjustItem } from './adjustItem.ts'
import { cancelPurchase } from './cancelPurchase.ts'
import { checkOrderStock } from './checkOrderStock.ts'
import { checkStock } from './checkStock.ts'
import { createItem } from './createItem.ts'
import { issueItem } from './issueItem.ts'
import { item, warehouse } from './item.ts'
import { linkItem } from './linkItem.ts'
import { linkWaiting } from './linkWaiting.ts'
import { placePurchase } from './placePurchase.ts'
import { purchasePipeline } from './purchasePipeline.ts'
import { purchaseRequest } from './purchaseRequest.ts'
import { handOverResumed } from './readyWhenCovered.ts'
import { receiveItem } from './receiveItem.ts'
import { receiveProduced } from './receiveProduced.ts'
import { receivePurchase } from './receivePurchase.ts'
import { replenishAction } from './replenishAction.ts'
import { stockValue } from './reports.ts'
import { reservation } from './reservation.ts'
import { linkOrderItems, releaseOrder, reserveOrder } from './reserveOrder.ts'
import { shipOrder } from './shipOrder.ts'
import { stockMove } from './stockMove.ts'
import { takeBack } from './takeBack.ts'
import { unitCounting, wholeStock } from './wholeUnits.ts'

export { splitDemand } from './shortage.ts'
export { itemOf } from './stockAnswer.ts'
export { readAsked } from './checkStock.ts'
export { item, type Item } from './item.ts'
export { purchaseRequest } from './purchaseRequest.ts'
export { isDivisible, refuseFractions, wholeNeed, wholePieces } from './wholeUnits.ts'

export const inventory = defineModule({
  name: 'inventory',
  label: { zh: '库存', en: 'Inventory' },
  objects: [item, warehouse, stockMove, reservation, purchaseRequest],
  pipelines: [purchasePipeline],
  actions: [
    receiveItem,
    issueItem,
    adjustItem,
    placePurchase,
    receivePurchase,
    cancelPurchase,
    checkStock,
    checkOrderStock,
    shipOrder,
    takeBack,
    replenishAction,
    linkItem,
    createItem,
  ],
  decisions: [unitCounting],
  guards: wholeStock,
  reactions: [linkOrderItems, linkWaiting, reserveOrder, releaseOrder, receiveProduced, handOverResumed],
  reports: [stockValue],
})
