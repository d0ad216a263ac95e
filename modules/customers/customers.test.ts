import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { leads } from '../leads/index.ts'
import { customers } from './index.ts'

let house: TestHouse, seller: Caller, colleague: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [leads, customers])
  seller = await house.person('林晓', ['sales'], '销售一组')
  colleague = await house.person('周予安', ['sales'], '销售二组')
})
afterAll(() => house?.stop())

const inquiry = (company: string) => seller.post('/api/records/lead', { company, source: 'phone' })

test('the first word with a lead moves it on and is written once; a second is a further line', async () => {
  const { id } = await inquiry('常州首次联系有限公司')
  await house.settle()
  const touch = (body: object) => seller.post(`/api/records/lead/${id}/log_touch`, body)
  expect(await touch({ kind: 'call', content: '介绍了产品' })).toMatchObject({ first: true })
  const lead = await seller.get(`/api/records/lead/${id}`)
  expect(lead).toMatchObject({ stage: 'contacted', first_touch_at: expect.any(String) })
  expect(await touch({ kind: 'call', content: '再次沟通' })).toMatchObject({ first: false })
  expect((await seller.get(`/api/records/lead/${id}`)).first_touch_at).toBe(lead.first_touch_at)
})

test('what comes next is a task of who said it, due when they said', async () => {
  const { id } = await seller.post('/api/records/customer', { name: '常州下一步有限公司' })
  await seller.post('/api/records/activity', {
    kind: 'call',
    content: '介绍了样品',
    customer: id,
    at: '2026-12-01T02:00:00Z',
    next_action: '寄样品',
    next_at: '2027-01-05T01:00:00Z',
  })
  await house.settle()
  const tasks = (await seller.get('/api/tasks')).items.filter((one: { record: string }) => one.record === id)
  expect(tasks).toMatchObject([{ kind: 'next_action', title: '寄样品', due_at: '2027-01-05T01:00:00.000Z' }])
})

test('a customer that looks like a lead is found by its name from the moment it exists', async () => {
  await seller.post('/api/records/customer', { name: '扬州远帆机械（集团）有限公司' })
  await house.settle()
  const { id } = await colleague.post('/api/records/lead', {
    company: '扬州远帆机械集团有限公司',
    source: 'website',
  })
  await house.settle()
  const { items } = await colleague.get(
    `/api/records/duplicate_match?where=${encodeURIComponent(`lead = "${id}"`)}`,
  )
  expect(items.length).toBeGreaterThan(0)
})
