import { Decimal } from 'decimal.js'
import { defineReaction, type AnyRow, type Draft, type Work } from '../../model/index.ts'
import { findIfKnown, homeCurrency } from '../quoting/index.ts'
import { callOff } from './cancelOrder.ts'
import { endOrder, missingPieces } from './closeOrder.ts'
import { order } from './order.ts'
import { agreedOf } from './orderChanges.ts'
import { orderLine } from './orderLine.ts'
import { isTerminated } from '../contracts/index.ts'
import { overOrders } from './orderStages.ts'

/** A signed contract becomes an order, once, without anything typed again (ORD-01, ORD-14). */
export const orderFromContract = defineReaction('orders.from_contract', {
  on: ['contract.signed'],
  async run(work, event) {
    const contract = await work.get('contract', event.record ?? event.payload.contract)
    if (isTerminated(contract)) return
    if (await work.first(order, { where: 'contract = the_contract', with: { the_contract: contract.id } }))
      return
    const quoted = contract.quote
      ? await findIfKnown(work, 'quote_line', {
          where: 'quote = the_quote',
          with: { the_quote: contract.quote },
          sort: 'created_at',
        })
      : []
    const made = await work.create(order, {
      title: contract.name ?? contract.number,
      customer: contract.customer,
      contract: contract.id,
      quote: contract.quote ?? null,
      opportunity: contract.opportunity ?? null,
      contract_amount: contract.amount ?? null,
      currency: contract.currency ?? homeCurrency,
      exchange_rate: contract.exchange_rate ?? null,
      requested_on: contract.delivery_on ?? null,
      purchase_order: contract.purchase_order?.slice(0, 80) ?? null,
      owner: contract.owner,
    })
    const lines =
      quoted.length > 0
        ? quoted
        : [
            {
              name: contract.name ?? `合同 ${contract.number}`,
              quantity: '1',
              price: contract.amount,
            } as unknown as AnyRow,
          ]
    const drafted = []
    for (const line of lines)
      drafted.push(
        await work.create(orderLine, {
          ...(await lineFrom(work, line)),
          order: made.id,
          owner: made.owner,
          department: made.department,
        }),
      )
    if (quoted.length > 0) await work.change(order, made.id, { agreed_lines: agreedOf(drafted) })
    await work.notify(made.owner ? [made.owner] : [], {
      title: {
        zh: `合同已转为订单 ${made.number}，请确认`,
        en: `Order ${made.number} is drafted from the contract: confirm it`,
      },
      object: 'order',
      record: made.id,
      key: `order-drafted:${made.id}`,
    })
  },
})

async function lineFrom(work: Work, line: AnyRow): Promise<Omit<Draft<typeof orderLine>, 'order'>> {
  const drawing = line.drawing
    ? (
        await findIfKnown(work, 'drawing', {
          where: 'id = the_drawing',
          with: { the_drawing: line.drawing },
          limit: 1,
        })
      )[0]?.id
    : null
  return {
    item_code: line.item_code ?? null,
    name: line.name,
    spec: line.spec ?? null,
    drawing: drawing ?? null,
    quantity: line.quantity ?? '1',
    unit: line.unit ?? '件',
    price: line.price ?? null,
  }
}

/** The order is worth what the contract says after a change of it. */
export const followContract = defineReaction('orders.follow_contract', {
  on: ['contract.amended'],
  async run(work, event) {
    const contract = await work.get('contract', event.record!)
    for (const made of await work.find(order, {
      where: `contract = the_contract and not(${overOrders()})`,
      with: { the_contract: contract.id },
    }))
      await work.change(order, made.id, { contract_amount: contract.amount })
  },
})

/**
 * A contract that is called off takes its orders along: what never went out is void or closed short, what the
 * customer has is still owed.
 */
export const endWithContract = defineReaction('orders.end_with_contract', {
  on: ['contract.terminated'],
  async run(work, event) {
    const reason = `合同终止：${String(event.payload.reason ?? '')}`.slice(0, 300)
    for (const { id } of await work.find(order, {
      where: `contract = the_contract and not(${overOrders()})`,
      with: { the_contract: event.record },
    })) {
      const row = await work.get(order, id)
      if (new Decimal(row.shipped_quantity ?? 0).lte(0)) await callOff(work, row, reason)
      else await endOrder(work, row, { short: (await missingPieces(work, id)).gt(0), reason })
    }
  },
})
