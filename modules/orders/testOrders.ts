import { startTrade, stock, taskFor } from '../contracts/testTrade.ts'
import { inventory } from '../inventory/index.ts'
import { production } from '../production/index.ts'
import { orders } from './index.ts'

type Approver = 'director' | 'finance'

/** A company that sells flanges at 80, and what the tests of its orders do again and again. */
export async function openOrders() {
  const trade = await startTrade([orders, inventory, production])
  await stock(trade, { code: 'FL', price: '80', cost: '40' })
  const rows = async (what: string, where: string) =>
    (await trade.seller.get(`/api/records/${what}?where=${encodeURIComponent(where)}`)).items
  const shown = (id: string) => trade.seller.get(`/api/records/order/${id}`)
  const confirm = (id: string) => trade.seller.post(`/api/records/order/${id}/confirm`)

  const agree = async (
    record: string,
    people: readonly Approver[] = ['director', 'finance'],
    verb = 'approve',
  ) => {
    for (const person of people) {
      await trade.house.settle()
      await trade[person].post(`/api/tasks/${(await taskFor(trade[person], record)).id}/${verb}`, {
        comment: '看过',
      })
    }
    await trade.house.settle()
  }

  /** The order that a signed contract of ten flanges at 80 in dollars drafted. */
  const drafted = async (name: string, line: object = {}, asked: readonly Approver[] = []) => {
    const { house, seller } = trade
    const buyer = await seller.post('/api/records/customer', { name })
    const { id: quote } = await seller.post('/api/records/quote', {
      customer: buyer.id,
      payment_terms: '30/70',
      lines: [{ name: '法兰', item_code: 'FL', quantity: '10', base_price: '80', ...line }],
    })
    await seller.post(`/api/records/quote/${quote}/submit`)
    await agree(quote, asked)
    for (const [verb, body] of [
      ['send', {}],
      ['accept', { purchase_order: 'PO' }],
    ] as const)
      await seller.post(`/api/records/quote/${quote}/${verb}`, body)
    await house.settle()
    const [paper] = await rows('contract', `quote = "${quote}"`)
    await seller.post(`/api/records/contract/${paper.id}/submit`)
    await agree(paper.id)
    await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' })
    await house.settle()
    const [{ id }] = await rows('order', `contract = "${paper.id}"`)
    return shown(id)
  }

  return { trade, rows, shown, confirm, agree, drafted }
}
export type Orders = Awaited<ReturnType<typeof openOrders>>
