import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../kernel/testing/testHouse.ts'
import { openFloor, type Floor } from '../quality/testFloor.ts'
import { receivables } from './index.ts'

let floor: Floor, admin: Caller, finance: Caller
beforeAll(async () => {
  floor = await openFloor([receivables])
  ;[admin, finance] = [
    await floor.house.person('管理员', ['admin']),
    await floor.house.person('蒋会', ['finance'], '财务部'),
  ]
})
afterAll(() => floor?.house.stop())

test('a contact is forgotten only when no order of their customer is open and nothing is owed any more', async () => {
  const { manager } = floor
  const buyer = await manager.post('/api/records/customer', { name: '无锡远航泵业' })
  const who = await manager.post('/api/records/contact', {
    customer: buyer.id,
    name: '钱多多',
    phone: '13612340001',
    email: 'qian@example.com',
  })
  const item = await floor.makeItem('CN-1', {}, '5')
  const order = await manager.post('/api/records/order', {
    title: '泵',
    customer: buyer.id,
    lines: [{ item, name: '泵', quantity: '1', price: '298' }],
  })
  const debt = await finance.post('/api/records/receivable', {
    name: '尾款',
    customer: buyer.id,
    amount: '500',
  })
  await floor.house.settle()
  const forget = () => admin.post(`/api/records/contact/${who.id}/forget_person`, {})
  expect((await forget()).missing.map((one: { detail: string }) => one.detail)).toEqual([
    `客户的订单 ${order.number} 尚未关闭`,
    `客户的应收单 ${debt.number} 尚未收清`,
  ])
  expect(await manager.post(`/api/records/order/${order.id}/cancel`, { reason: '不做了' })).toMatchObject({
    stage: 'cancelled',
  })
  await floor.house.settle()
  expect((await forget()).missing).toHaveLength(1)
  expect(
    await finance.post(`/api/records/receivable/${debt.id}/write_off`, { reason: '坏账' }),
  ).toMatchObject({ state: 'written_off' })
  expect((await forget()).records).toMatchObject([
    { object: 'contact', id: who.id, fields: ['name', 'phone', 'email'] },
  ])
  expect(await manager.get(`/api/records/contact/${who.id}`)).toMatchObject({
    name: '***',
    phone: null,
    email: null,
    customer: buyer.id,
  })
})
