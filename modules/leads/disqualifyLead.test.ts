import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { leads } from './index.ts'

let house: TestHouse, seller: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [leads])
  seller = await house.person('林晓', ['sales'], '销售一组')
})
afterAll(() => house?.stop())

test('a lead is judged worthless with its reason, and nobody is reminded of it any more', async () => {
  const { id } = await seller.post('/api/records/lead', {
    company: '杭州无此需求有限公司',
    source: 'phone',
    phone: '13800138111',
  })
  await house.settle()
  const disqualify = (body: object) =>
    seller.raw({ method: 'POST', url: `/api/records/lead/${id}/disqualify`, payload: body })
  expect(await disqualify({})).toMatchObject({ status: 422, body: { field: 'reason' } })
  expect((await disqualify({ reason: '只是同行询价' })).body).toMatchObject({
    stage: 'disqualified',
    disqualify_reason: '只是同行询价',
  })
  await house.forward({ days: 2 })
  const { items } = await seller.get('/api/notifications')
  expect(
    items.filter((one: { record: string; key?: string }) => /超时|overdue/.test(JSON.stringify(one))),
  ).toEqual([])
  expect((await disqualify({ reason: '再判一次' })).status).toBe(409)
})
