import { defineReaction, type Work } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { advanceOrder, isMade, order, orderLine } from '../orders/index.ts'
import { orderProgress } from './progress.ts'
import { planBackorder } from './planWork.ts'
import { workOrder, type WorkOrder } from './workOrder.ts'

/**
 * What the floor reports shows on the order at once (ORD-07): progress, the operation it is at, the day it
 * should ship.
 */
export const rollUpOrder = defineReaction('production.roll_up', {
  on: [
    'order.covered',
    'job_card.started',
    'job_card.reported',
    'job_card.finished',
    'work_order.finished',
    'work_order.released',
    'work_order.cancelled',
    'stock.produced',
  ],
  async run(work, event) {
    if (event.name === 'stock.produced') await receiveWork(work, event.record!, event.payload.quantity)
    const id = event.name === 'order.covered' ? event.record : event.payload.order
    if (!id) return
    if (event.name === 'job_card.started') await advanceOrder(work, id, 'in_production')
    await renewOrder(work, id)
  },
})

async function receiveWork(work: Work, id: string, quantity: string): Promise<void> {
  const row = await work.get(workOrder, id)
  await work.change(workOrder, id, {
    received: new Decimal(row.received ?? 0).plus(quantity).toFixed(),
    ...(row.stage === 'done' ? { stage: 'closed' } : {}),
  })
}

async function renewOrder(work: Work, id: string): Promise<void> {
  const sold = await work.get(order, id)
  const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: id } })
  const made = await work.find(workOrder, {
    where: 'order = the_order and stage != "cancelled"',
    with: { the_order: id },
    sort: 'created_at',
  })
  const production_progress = orderProgress(
    lines.map((line) => ({
      quantity: line.quantity,
      covered: new Decimal(line.reserved ?? 0).plus(line.shipped ?? 0).toFixed(),
      in_work: made
        .filter((one) => one.order_line === line.id && one.stage !== 'closed')
        .map((one) => ({ quantity: piecesOf(one), progress: one.progress })),
    })),
  )
  const at = made.filter((one) => one.current_operation !== null).map((one) => one.current_operation)
  const due = made
    .filter((one) => one.stage !== 'closed' && one.due_on !== null)
    .map((one) => one.due_on!)
    .sort()
    .at(-1)
  const ready = isMade(sold)
  await work.change(order, id, {
    production_progress,
    current_operation: at.length > 0 ? [...new Set(at)].join('、').slice(0, 200) : null,
    estimated_ship_on: ready
      ? (sold.shipped_on ?? work.today())
      : (due ?? sold.estimated_ship_on ?? sold.promised_on),
  })
}

/** A finished work order stands for its good pieces: what it lacks is in another one. */
const piecesOf = (one: WorkOrder) => (one.stage === 'done' ? (one.good ?? '0') : one.quantity)

/** Pieces that quality has scrapped are owed again. */
export const replaceScrapped = defineReaction('production.replace_scrapped', {
  on: ['nonconformance.scrapped'],
  async run(work, event) {
    if (!event.payload.work_order) return
    const row = await work.get(workOrder, event.payload.work_order)
    const left = new Decimal(row.good ?? 0).minus(event.payload.quantity)
    await work.change(workOrder, row.id, {
      good: Decimal.max(0, left).toFixed(),
      ...(row.stage === 'done' && left.lte(0) ? { stage: 'closed' } : {}),
    })
    await planBackorder(work, row, event.payload.quantity)
    if (row.order) await renewOrder(work, row.order)
  },
})
