import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { modules } from '../index.ts'

let house: TestHouse, boss: Caller, seller: Caller, store: Caller, finance: Caller, engineer: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), modules)
  boss = await house.person('顾明远', ['manager'])
  seller = await house.person('林晓', ['sales'], '销售一组')
  store = await house.person('郑仓', ['warehouse'], '仓储部')
  finance = await house.person('蒋会', ['finance'], '财务部')
  engineer = await house.person('唐维', ['service_engineer'], '服务部')
}, 60_000)
afterAll(() => house?.stop())

const listOf = async (who: Caller, object: string, condition: string): Promise<any[]> =>
  (await who.get(`/api/records/${object}?where=${encodeURIComponent(condition)}&limit=200`)).items
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

test('the whole house: an order ships, the bank closes it, its machines have files, and a scanned code leads to the next deal', async () => {
  const item = await store.post('/api/records/item', {
    code: 'T-1',
    name: '分度转台',
    kind: 'finished',
    warranty_months: '24',
  })
  await store.post(`/api/records/item/${item.id}/receive`, { quantity: '2' })
  await boss.post('/api/records/price_list', { item_code: 'T-1', price: '33900', valid_from: '2020-01-01' })
  const customer = await seller.post('/api/records/customer', {
    name: '昆山恒泰自动化设备有限公司',
    short_name: '恒泰',
  })
  const order = await seller.post('/api/records/order', {
    title: '转台两台',
    customer: customer.id,
    lines: [{ item: item.id, name: '分度转台', quantity: '2', price: '33900' }],
  })
  await house.settle()
  await seller.post(`/api/records/order/${order.id}/confirm`, {})
  await house.settle()
  expect(await listOf(finance, 'receivable', `order = "${order.id}"`)).toMatchObject([
    { amount: '67800.00', state: 'open', owner: seller.id },
  ])

  const shipped = await store.post(`/api/records/order/${order.id}/ship`, {})
  expect(shipped).toMatchObject({ complete: true })
  await house.settle()
  const units = await listOf(engineer, 'equipment', `order = "${order.id}"`)
  expect(units).toHaveLength(2)

  const account = await finance.post('/api/records/bank_account', { name: '基本户' })
  const csv = `记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n${today()},CNY,67800.00,,转账,昆山恒泰自动化设备有限公司,${order.number}货款\n`
  const payload = Buffer.from(
    `--edge\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${csv}\r\n--edge--\r\n`,
  )
  const file = (
    await finance.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': 'multipart/form-data; boundary=edge' },
    })
  ).body.id
  expect(
    await finance.post(`/api/records/bank_account/${account.id}/import_statement`, { file }),
  ).toMatchObject({ imported: 1, matched: 1, waiting: 0 })
  await house.settle()
  expect(await seller.get(`/api/records/order/${order.id}`)).toMatchObject({
    payment_state: 'paid',
    received_amount: '67800.00',
  })
  expect(
    (await seller.get('/api/notifications')).items.some((one: any) => one.title.zh.startsWith('已回款')),
  ).toBe(true)

  const sent = await house.app.inject({
    method: 'POST',
    url: `/api/public/repair/${units[0].token}`,
    payload: { contact: '王', phone: '13800138000', description: '精度超差' },
  })
  expect(sent.statusCode).toBe(201)
  await house.settle()
  const [ticket] = await listOf(engineer, 'ticket', `equipment = "${units[0].id}"`)
  expect(ticket).toMatchObject({ stage: 'dispatched', owner: engineer.id, in_warranty: true })
  const raised = await engineer.post(`/api/records/ticket/${ticket.id}/raise_opportunity`, {
    title: '加装第四轴',
  })
  expect(await seller.get(`/api/records/opportunity/${raised.opportunity}`)).toMatchObject({
    source: 'service',
    owner: seller.id,
  })
  expect((await boss.get(`/api/records/order/${order.id}`)).stage).toBe('shipped')
}, 60_000)
