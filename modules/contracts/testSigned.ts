import { expect } from 'vitest'
import { taskFor, type Trade } from './testTrade.ts'

/** A contract of one instalment, signed. */
export async function signContract(trade: Trade, name: string, figures: object): Promise<string> {
  const { house, seller, director, finance } = trade
  const buyer = await seller.post('/api/records/customer', { name })
  const paper = await seller.post('/api/records/contract', {
    name,
    customer: buyer.id,
    amount: '100',
    instalments: [{ name: '全款', amount: '100', trigger: 'signing' }],
    ...figures,
  })
  await seller.post(`/api/records/contract/${paper.id}/submit`)
  for (const who of [director, finance]) {
    await who.post(`/api/tasks/${(await taskFor(who, paper.id)).id}/approve`, {})
    await house.settle()
  }
  expect(
    await seller.post(`/api/records/contract/${paper.id}/sign`, { signed_on: '2026-01-05' }),
  ).toMatchObject({ stage: 'signed' })
  await house.settle()
  return paper.id
}
