import { defineAction, defineProcess, defineReaction, refuse, type Work } from '../../model/index.ts'
import { listRequirements } from './listRequirements.ts'
import { order, type Order } from './order.ts'
import { agreedOf, asAsked, changesOf } from './orderChanges.ts'
import { orderLine } from './orderLine.ts'

const ask = { mode: 'any', if_empty: 'to_admin', due: 'P1D', on_due: 'remind' } as const

/**
 * An order that is not what was agreed is a new agreement: who approved the price is asked again, and says
 * yes or no.
 */
export const orderApproval = defineProcess('order_approval', {
  label: { zh: '订单变更审批', en: 'Approval of a changed order' },
  object: 'order',
  lock: true,
  own: 'to_manager',
  start: { next: 'director' },
  nodes: {
    director: {
      kind: 'approval',
      label: { zh: '销售总监审批', en: 'Sales director' },
      assignees: [{ role: 'sales_director' }],
      ...ask,
      may: ['transfer', 'add_signer'],
      next: 'approved',
    },
    approved: { kind: 'end', label: { zh: '批准', en: 'Approved' }, outcome: 'approved' },
  },
})

/**
 * From here production and stock act by themselves: special requirements are listed, stock reserved, the
 * shortage made or bought. An order that differs in goods or money from its contract or quote waits for an
 * approval first and is confirmed by it.
 */
export const confirmOrder = defineAction(order, 'confirm', {
  label: { zh: '确认订单', en: 'Confirm' },
  when: 'stage = "draft"',
  because: { zh: '订单已确认过', en: 'The order has been confirmed' },
  style: 'primary',
  async run(work, row) {
    if (row.approval)
      throw refuse(
        'order_under_approval',
        {
          zh: '订单与约定或价格表不一致，正在审批；批准后自动确认',
          en: 'The order differs from what was agreed or listed and is under approval, which confirms it',
        },
        { status: 409 },
      )
    const changes = await changesOf(work, row)
    if (changes.length === 0) return setInMotion(work, row)
    const lines = await work.find(orderLine, { where: 'order = the_order', with: { the_order: row.id } })
    await work.change(order, row.id, {
      asked_lines: agreedOf(lines),
      approval_because: changes.map((label) => ({ label })),
      approval_reasons: changes.map(({ zh }) => zh).join('\n'),
    })
    await work.emit('order.changes_asked', {
      object: 'order',
      record: row.id,
      changes: changes.map(({ zh }) => zh),
    })
    const approval = await work.startProcess('order_approval', { object: order, record: row.id })
    return work.change(order, row.id, { approval })
  },
})

async function setInMotion(work: Work, row: Order): Promise<Order> {
  const confirmed = await work.change(order, row.id, {
    stage: 'confirmed',
    confirmed_at: work.now().toISOString(),
    promised_on: row.promised_on ?? row.requested_on,
  })
  await listRequirements(work, confirmed)
  await work.emit('order.confirmed', {
    object: 'order',
    record: row.id,
    order: row.id,
    customer: row.customer,
    contract: row.contract,
    opportunity: row.opportunity,
    amount: row.amount,
  })
  return work.get(order, row.id)
}

/**
 * Approved, what was asked for is agreed and confirmed; an order that was refused, or is another by now, goes
 * back to its seller.
 */
export const endOrderApproval = defineReaction('orders.end_approval', {
  on: [
    'process.order_approval.approved',
    'process.order_approval.rejected',
    'process.order_approval.withdrawn',
  ],
  async run(work, event) {
    const row = await work.get(order, event.record!)
    if (row.stage !== 'draft') return
    const said = event.name.endsWith('.approved')
    const approved = said && (await asAsked(work, row))
    const lines = approved
      ? await work.find(orderLine, { where: 'order = the_order', with: { the_order: row.id } })
      : []
    const freed = await work.change(order, row.id, {
      approval: null,
      asked_lines: null,
      ...(approved ? { agreed_lines: agreedOf(lines) } : {}),
    })
    if (approved) await setInMotion(work, freed)
    if (row.owner && !event.name.endsWith('.withdrawn'))
      await work.notify([row.owner], {
        title:
          said && !approved
            ? changedMeanwhile(row)
            : approved
              ? {
                  zh: `订单 ${row.number} 已批准并确认`,
                  en: `Order ${row.number} is approved, and so confirmed`,
                }
              : {
                  zh: `订单 ${row.number} 未获批准，请改回与合同或价格表一致`,
                  en: `Order ${row.number} was refused: bring it back to its contract or the price list`,
                },
        object: 'order',
        record: row.id,
        key: `order-approval:${event.id}`,
      })
  },
})

const changedMeanwhile = ({ number }: Order) => ({
  zh: `订单 ${number} 送审后明细有变，批准不再适用，请重新确认`,
  en: `The lines of order ${number} changed after they were asked for, so that the approval does not hold: confirm it again`,
})
