import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../../kernel/testing/testHouse.ts'
import { startTrade, stock, type Trade } from '../../contracts/testTrade.ts'

let trade: Trade, colleague: Caller
beforeAll(async () => {
  trade = await startTrade()
  colleague = await trade.house.person('周远', ['sales'], '销售一组')
})
afterAll(() => trade?.house.stop())

const touchedLead = async (who: Caller, company: string) => {
  const { id } = await who.post('/api/records/lead', {
    company,
    source: 'phone',
    owner: who.id,
    contact: '王工',
    budget: '80000',
  })
  await trade.house.settle()
  await trade.director.post(`/api/records/lead/${id}/assign`, { to: who.id })
  await who.post(`/api/records/lead/${id}/log_touch`, { content: '询价' })
  return id as string
}

test('a lead of a colleague’s customer becomes the seller’s deal: the customer stays, the colleague is told, and the seller quotes it to the end', async () => {
  const { seller, house, director } = trade
  const { id: customer } = await seller.post('/api/records/customer', {
    name: '无锡共享机械有限公司',
    phone: '13912345678',
  })
  const answer = await colleague.post(
    `/api/records/lead/${await touchedLead(colleague, '无锡共享机械有限公司')}/convert`,
    { name: '泵体 50 件' },
  )
  expect(answer).toEqual({
    customer,
    contact: expect.any(String),
    opportunity: expect.any(String),
    closed: ['customer', 'contact'],
    note: {
      zh: expect.stringMatching(/已由林晓负责，仍归林晓；新商机归周远.*一键报价.*已告知林晓/),
      en: expect.stringMatching(/is 林晓's customer and stays so.*"Make a quote".*has been told/),
    },
  })
  await house.settle()
  expect(await director.get(`/api/records/customer/${customer}`)).toMatchObject({ owner: seller.id })
  expect(await director.get(`/api/records/opportunity/${answer.opportunity}`)).toMatchObject({
    owner: colleague.id,
    customer,
  })
  expect((await seller.get('/api/notifications')).items).toContainEqual(
    expect.objectContaining({
      record: customer,
      title: expect.objectContaining({ zh: '周远有您的客户“无锡共享机械有限公司”的新商机：泵体 50 件' }),
    }),
  )

  const quote = await colleague.post(`/api/records/opportunity/${answer.opportunity}/make_quote`)
  expect(quote).toMatchObject({ customer, owner: colleague.id })
  await stock(trade, { code: 'BT', price: '1600', cost: '800' })
  const lines = [{ name: '泵体', item_code: 'BT', quantity: '50', base_price: '1600' }]
  expect(
    await colleague.patch(`/api/records/quote/${quote.id}`, { lines, payment_terms: '月结30天' }),
  ).toMatchObject({ subtotal: '80000.00' })
  expect(await colleague.post(`/api/records/quote/${quote.id}/preview`)).toMatchObject({ levels: [] })
  expect(await colleague.post(`/api/records/quote/${quote.id}/submit`)).toMatchObject({ stage: 'approved' })
  expect(await colleague.post(`/api/records/quote/${quote.id}/send`)).toMatchObject({ stage: 'sent' })

  // To quote is not to read what the colleague keeps of the customer.
  expect((await colleague.raw({ method: 'GET', url: `/api/records/customer/${customer}` })).status).toBe(404)
  expect((await colleague.get('/api/records/contact')).items).toEqual([])
})

test('a customer whom nobody has goes to who converts, without a word', async () => {
  const { boss } = trade
  const { id: customer } = await boss.post('/api/records/customer', { name: '常州无主机械有限公司' })
  expect(await boss.patch(`/api/records/customer/${customer}`, { owner: null })).toMatchObject({
    owner: null,
  })
  const answer = await colleague.post(
    `/api/records/lead/${await touchedLead(colleague, '常州无主机械有限公司')}/convert`,
  )
  expect(answer).toEqual({ customer, contact: expect.any(String), opportunity: expect.any(String) })
  expect(await colleague.get(`/api/records/customer/${customer}`)).toMatchObject({ owner: colleague.id })
})
