import { defineReaction, type Work } from '../../model/index.ts'
import {
  accountable,
  order,
  orderLine,
  overOrders,
  requirementSignOff,
  type OrderLine,
} from '../orders/index.ts'
import { workOrder, type WorkOrder } from './workOrder.ts'

/**
 * What stock lacks of something we make becomes a work order, once per line, and another one when goods that
 * came back are to be replaced; the line is locked, so that a replay finds it.
 */
export const planShortage = defineReaction('production.plan_shortage', {
  on: ['stock.short'],
  async run(work, event) {
    if (event.payload.supply !== 'make') return
    const line = await work.get(orderLine, event.record!)
    const first = await work.first(workOrder, {
      where: 'order_line = the_line and backorder_of = null',
      with: { the_line: line.id },
    })
    if (first && event.payload.again !== true) return
    await planWork(work, {
      line,
      quantity: event.payload.quantity,
      due_on: event.payload.due_on ?? null,
      ...(first ? { instead: first } : {}),
    })
  },
})

interface Plan {
  readonly line: OrderLine
  readonly quantity: string
  readonly due_on: string | null
  readonly instead?: WorkOrder
}

/**
 * A work order for pieces of an order line, with the customer's special requirements on it, in the hands of
 * one planner.
 */
export async function planWork(work: Work, { line, quantity, due_on, instead }: Plan): Promise<WorkOrder> {
  const planner = await accountable(work, 'planning')
  const list = await work.first(requirementSignOff, {
    where: 'order = the_order and side = "production"',
    with: { the_order: line.order },
  })
  const made = await work.create(workOrder, {
    item: line.item!,
    quantity,
    order: line.order,
    order_line: line.id,
    due_on,
    drawing: line.drawing,
    spec: line.spec,
    requirements: list?.content ?? null,
    backorder_of: instead?.id ?? null,
    owner: planner,
  })
  if (planner)
    await work.openTask({
      title: {
        zh: `下达工单：${line.name} × ${quantity}`,
        en: `Release the work order: ${line.name} × ${quantity}`,
      },
      kind: 'release',
      verb: 'release',
      assignee: planner,
      object: workOrder,
      record: made.id,
      key: 'release',
      due: due_on ? new Date(`${due_on}T01:00:00Z`) : undefined,
    })
  return made
}

/**
 * Pieces that were scrapped, or not made, are still owed: the work order that makes up for them is planned,
 * once per work order and per decision on it. An order called off owes nothing.
 */
export async function planBackorder(work: Work, short: WorkOrder, quantity: string): Promise<void> {
  if (!short.order_line) return
  const line = await work.get(orderLine, short.order_line)
  if (
    await work.first(order, {
      where: `id = the_order and (${overOrders()})`,
      with: { the_order: line.order },
    })
  )
    return
  await planWork(work, { line, quantity, due_on: short.due_on, instead: short })
}

/**
 * An order called off, or closed short, needs no work: what has not begun is cancelled, for what runs the
 * planner decides.
 */
export const stopWork = defineReaction('production.stop', {
  on: ['order.cancelled', 'order.closed'],
  async run(work, event) {
    for (const row of await work.find(workOrder, {
      where: 'order = the_order',
      with: { the_order: event.record },
    })) {
      if (row.stage === 'planned' || row.stage === 'released') {
        await work.change(workOrder, row.id, { stage: 'cancelled' })
        await work.closeTasks({ record: row.id, kind: 'release' })
      } else if (row.stage === 'running') {
        const planner = row.owner ?? (await accountable(work, 'planning'))
        if (planner)
          await work.openTask({
            title: {
              zh: `订单已结束，处理在制工单 ${row.number}`,
              en: `The order is over: decide on work order ${row.number}`,
            },
            kind: 'exception',
            assignee: planner,
            object: workOrder,
            record: row.id,
            key: 'order_cancelled',
          })
      }
    }
  },
})

/** What was signed last is what stands on every sheet that is still open (COL-06). */
export const carryRequirements = defineReaction('production.carry_requirements', {
  on: ['order.requirements_signed'],
  async run(work, event) {
    const list = await work.first(requirementSignOff, {
      where: 'order = the_order and side = "production"',
      with: { the_order: event.record },
    })
    if (!list) return
    for (const row of await work.find(workOrder, {
      where: 'order = the_order and stage in ("planned", "released", "running")',
      with: { the_order: event.record },
    }))
      await work.change(workOrder, row.id, { requirements: list.content })
  },
})
