import { expect } from 'vitest'
import type { Caller } from '../../../kernel/testing/testHouse.ts'
import { plateDxf, startTrade, stock, upload } from '../../contracts/testTrade.ts'

/** A seller with a buyer, a measured plate and a price list, and what is done to an offer again and again. */
export async function openOffers() {
  const trade = await startTrade()
  const { seller, director, boss, lead, house } = trade
  const rows = async (what: string, where: string, who: Caller = trade.seller) =>
    (await who.get(`/api/records/${what}?where=${encodeURIComponent(where)}`)).items
  await stock(trade, { code: 'FL', price: '80', cost: '40' })
  await stock(trade, { code: 'BULK', price: '100', cost: '30' })
  await stock(trade, { code: 'BULK', price: '60', min_quantity: '100' })
  const buyer: string = (
    await director.post('/api/records/customer', {
      name: '昆山绕行有限公司',
      grade: 'b',
      trial: false,
      owner: seller.id,
    })
  ).id
  await boss.post('/api/records/material_price', {
    material: 'Q235',
    price_per_kg: '5.00',
    valid_from: '2020-01-01',
  })
  const deal = await seller.post('/api/records/opportunity', { name: '支撑板', customer: buyer })
  await upload(seller, { name: '支撑板.dxf', content: plateDxf, object: 'opportunity', record: deal.id })
  await house.settle()
  const plate: string = (await rows('drawing', `opportunity = "${deal.id}"`))[0].id
  await lead.patch(`/api/records/drawing/${plate}`, {
    thickness: '3',
    material: 'Q235',
    process: 'sheet_metal',
  })
  await lead.post(`/api/records/drawing/${plate}/measure`)
  await house.settle()
  const act = (id: string, verb: string, body: object = {}) =>
    trade.seller.post(`/api/records/quote/${id}/${verb}`, body)
  return {
    trade,
    buyer,
    plate,
    rows,
    act,
    offer: async (lines: object[], more: object = {}) =>
      (
        await trade.seller.post('/api/records/quote', {
          customer: buyer,
          lines: lines.map((line) => ({ name: '法兰', quantity: '1', ...line })),
          ...more,
        })
      ).id as string,
    shown: (id: string) => trade.seller.get(`/api/records/quote/${id}`),
    /** What the quote is submitted to, and the codes of the reasons. */
    async submitted(id: string) {
      const { code, stage, approval_because } = await act(id, 'submit')
      return {
        answer: (code ?? stage) as string,
        because: ((approval_because ?? []) as { code: string }[]).map((one) => one.code),
      }
    },
  }
}
export type Offers = Awaited<ReturnType<typeof openOffers>>

/** What `submitted` answers where somebody is asked for these reasons. */
export const asked = (...codes: string[]) => ({ answer: 'submitted', because: expect.arrayContaining(codes) })
