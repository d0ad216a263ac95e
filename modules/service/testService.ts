import { startTestHouse, type Caller } from '../../kernel/testing/testHouse.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { receivables } from '../receivables/index.ts'
import { earlierSteps } from '../receivables/testEarlierSteps.ts'
import { service } from './index.ts'

/** A house that ships machines and looks after them, with what its tests do again and again. */
export async function openService() {
  const house = await startTestHouse(testDatabaseUrl(), [
    leads,
    customers,
    pipeline,
    earlierSteps,
    receivables,
    service,
  ])
  const boss = await house.person('总', ['manager'])
  const seller = await house.person('林晓', ['sales'], '销售部')
  const engineer = await house.person('唐维', ['service_engineer'], '服务部')
  const second = await house.person('韩工', ['service_engineer'], '服务部')
  // Rows as any: a test says what it expects of them.
  const listOf = async (object: string, condition: string): Promise<any[]> =>
    (await boss.get(`/api/records/${object}?where=${encodeURIComponent(condition)}&limit=500`)).items
  const shipped = async (order: string, lines: object[]) => {
    await transact(house.workspace, systemActor('tests'), async (tx) =>
      makeWork(tx).emit('order.shipped', { object: 'order', record: order, order, lines }),
    )
    await house.settle()
  }

  const makeUnits = async (quantity: string, warranty_months?: string) => {
    const customer = await boss.post('/api/records/customer', {
      name: `苏州宏远机械有限公司${Math.random()}`,
      short_name: '宏远',
      owner: seller.id,
    })
    const item = await boss.post('/api/records/item', {
      name: '数控钻铣床',
      ...(warranty_months ? { warranty_months } : {}),
    })
    const order = await boss.post('/api/records/order', {
      customer: customer.id,
      owner: seller.id,
      lines: [{ item: item.id, name: '数控钻铣床', quantity }],
    })
    const {
      lines: [line],
    } = await boss.get(`/api/records/order/${order.id}`)
    return { customer, item, order, line }
  }
  const makeUnit = async () => {
    const made = await makeUnits('1')
    await shipped(made.order.id, [{ line: made.line.id, item: made.item.id, quantity: '1' }])
    const [unit] = await listOf('equipment', `order = "${made.order.id}"`)
    return { ...made, unit }
  }

  return {
    house,
    boss,
    seller,
    engineer,
    second,
    listOf,
    shipped,
    makeUnits,
    makeUnit,
    today: () =>
      new Date(Date.now() + house.workspace.clockOffsetMs + 8 * 3_600_000).toISOString().slice(0, 10),
    /** Anybody with a phone: no session, no key. */
    // any: what a stranger is told, each test says.
    async stranger(method: 'GET' | 'POST', url: string, payload?: object) {
      const response = await house.app.inject({ method, url, ...(payload ? { payload } : {}) })
      return { status: response.statusCode, body: response.json() as any }
    },
  }
}
export type Service = Awaited<ReturnType<typeof openService>>

/** A signature as the phone of somebody sends it; answers the file. */
export async function sign(who: Caller): Promise<string> {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const payload = Buffer.concat([
    Buffer.from(
      '--edge\r\ncontent-disposition: form-data; name="file"; filename="sign.png"\r\ncontent-type: image/png\r\n\r\n',
    ),
    png,
    Buffer.from('\r\n--edge--\r\n'),
  ])
  return (
    await who.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': 'multipart/form-data; boundary=edge' },
    })
  ).body.id
}
