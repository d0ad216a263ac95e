import { defineModule } from '../../model/index.ts'
import { checkOrderStock, checkStock } from './checkStock.ts'
import { handOverResumed } from './coverOrder.ts'
import { item, warehouse } from './item.ts'
import { adjustItem, issueItem, receiveItem } from './itemVerbs.ts'
import { cancelPurchase, placePurchase, purchasePipeline, purchaseRequest, receivePurchase } from './purchaseRequest.ts'
import { receiveProduced } from './receiveProduced.ts'
import { stockValue } from './reports.ts'
import { reservation } from './reservation.ts'
import { linkOrderItems, releaseOrder, reserveOrder } from './reserveOrder.ts'
import { createItem, linkItem, linkWaiting } from './nameItem.ts'
import { shipOrder } from './shipOrder.ts'
import { stockMove } from './stockMove.ts'
import { replenishAction, takeBack } from './takeBack.ts'
import { unitCounting, wholeStock } from './wholeUnits.ts'

export { itemOf, readAsked } from './checkStock.ts'
export { item, type Item } from './item.ts'
export { purchaseRequest } from './purchaseRequest.ts'
export { isDivisible, refuseFractions, wholeNeed, wholePieces } from './wholeUnits.ts'

export const inventory = defineModule({
  name: 'inventory',
  label: { zh: '库存', en: 'Inventory' },
  objects: [item, warehouse, stockMove, reservation, purchaseRequest],
  pipelines: [purchasePipeline],
  actions: [receiveItem, issueItem, adjustItem, placePurchase, receivePurchase, cancelPurchase, checkStock, checkOrderStock, shipOrder, takeBack, replenishAction, linkItem, createItem],
  decisions: [unitCounting],
  guards: wholeStock,
  reactions: [linkOrderItems, linkWaiting, reserveOrder, releaseOrder, receiveProduced, handOverResumed],
  reports: [stockValue],
})
