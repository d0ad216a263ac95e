import { expect } from 'vitest'
import {
  choice,
  defineModule,
  defineObject,
  longText,
  money,
  reference,
  text,
  type ModuleDef,
} from '../../model/index.ts'
import { emitEvents } from '../../kernel/events/emit.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { inventory } from '../inventory/index.ts'
import { leads } from '../leads/index.ts'
import { orders } from '../orders/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { production } from '../production/index.ts'
import { quality } from './index.ts'

// Stand-ins for the steps before: an order needs of them only what it names.
const everybody = { everyone: { create: true, read: true, update: true } } as const
const contract = defineObject('contract', {
  label: { zh: '合同', en: 'Contract' },
  title: 'name',
  number: 'HT{0000}',
  fields: {
    name: text(),
    customer: reference('customer'),
    opportunity: reference('opportunity'),
    quote: reference('quote'),
    amount: money(),
  },
  access: everybody,
})
const quote = defineObject('quote', {
  label: { zh: '报价单', en: 'Quote' },
  fields: { name: text() },
  access: everybody,
})
const quoteLine = defineObject('quote_line', {
  label: { zh: '报价明细', en: 'Quote line' },
  fields: {
    quote: reference('quote'),
    item_code: text(),
    name: text(),
    spec: text(),
    quantity: text(),
    unit: text(),
    price: money(),
  },
  access: everybody,
})
const special = defineObject('special_requirement', {
  label: { zh: '特殊要求', en: 'Special requirement' },
  fields: {
    text: longText(),
    category: choice({ other: { zh: '其他', en: 'Other' } }),
    contract: reference('contract'),
    order: reference('order', { inverse: 'special_requirements' }),
  },
  access: everybody,
})
const before = defineModule({
  name: 'before',
  label: { zh: '前段', en: 'Steps before' },
  objects: [contract, quote, quoteLine, special],
})

/** A person in every chair from order to shipment. */
const hire = async (house: TestHouse) => ({
  sales: await house.person('林晓', ['sales'], '销售一组'),
  other: await house.person('周予安', ['sales'], '销售二组'),
  planner: await house.person('钱进', ['planner'], '生产部'),
  worker: await house.person('孙师傅', ['worker'], '生产部'),
  inspector: await house.person('何静', ['quality'], '质量部'),
  keeper: await house.person('郑仓', ['warehouse'], '仓储部'),
  buyer: await house.person('吴采', ['purchaser'], '采购部'),
  manager: await house.person('顾明远', ['manager'], '总部'),
})

// Rows as any: a test says what it expects of them.
const rows = async (who: Caller, object: string, where: string) =>
  (await who.get(`/api/records/${object}?where=${encodeURIComponent(where)}`)).items as any[]
const act = (
  who: Caller,
  object: string,
  id: string,
  verb: string,
  input: object = {},
  headers?: Record<string, string>,
) => who.post(`/api/records/${object}/${id}/${verb}`, input, headers)
/** What was refused, with its status. */
const refused = async (who: Caller, object: string, id: string, verb: string, input: object = {}) => {
  const answer = await who.raw({
    method: 'POST',
    url: `/api/records/${object}/${id}/${verb}`,
    payload: input,
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  return {
    ...answer.body,
    status: answer.status,
    lacking: (answer.body.missing ?? []).map((one: { code: string }) => one.code) as string[],
  }
}

/** A house from order to shipment with a person in every chair, and what the tests do again and again. */
export async function openFloor(more: readonly ModuleDef[] = []) {
  const house = await startTestHouse(testDatabaseUrl(), [
    leads,
    customers,
    pipeline,
    before,
    orders,
    inventory,
    production,
    quality,
    ...more,
  ])
  const people = await hire(house)
  const { sales, planner, worker, inspector, keeper } = people
  const customer: string = (await sales.post('/api/records/customer', { name: '苏州宏远精密机械有限公司' }))
    .id

  const floor = {
    house,
    ...people,
    customer,
    rows,
    act,
    refused,
    async makeItem(code: string, more: object = {}, stock = '0'): Promise<string> {
      const made = await planner.post('/api/records/item', { code, name: `${code} 齿轮泵`, ...more })
      if (stock !== '0') await act(keeper, 'item', made.id, 'receive', { quantity: stock })
      return made.id
    },
    item: (id: string) => keeper.get(`/api/records/item/${id}`),
    order: (id: string) => sales.get(`/api/records/order/${id}`),
    makeOrder: (lines: unknown[], more: object = {}) =>
      sales.post('/api/records/order', { title: '齿轮泵', customer, lines, ...more }),
    async confirm(id: string) {
      await act(sales, 'order', id, 'confirm')
      await house.settle()
    },
    async sign(id: string) {
      const asked = await rows(planner, 'requirement_sign_off', `order = "${id}"`)
      await Promise.all(
        [['production', planner] as const, ['quality', inspector] as const].map(([side, who]) =>
          act(who, 'requirement_sign_off', asked.find((one) => one.side === side).id, 'sign'),
        ),
      )
    },
    workOf: async (id: string) => (await rows(planner, 'work_order', `order = "${id}"`))[0],
    cardsOf: async (work: string) =>
      (await rows(worker, 'job_card', `work_order = "${work}"`)).sort((a, b) => a.sequence - b.sequence),
    async runCard(card: { id: string }, good: string) {
      await act(worker, 'job_card', card.id, 'start')
      await act(worker, 'job_card', card.id, 'report', { good, minutes: '30' })
      await act(worker, 'job_card', card.id, 'finish')
    },
    /** Releases a work order and reports all its operations; answers its open inspection. */
    async makeAll(work: { id: string; quantity: string }) {
      await act(planner, 'work_order', work.id, 'release')
      for (const card of await floor.cardsOf(work.id)) await floor.runCard(card, work.quantity)
      await house.settle()
      return (await rows(inspector, 'inspection', `work_order = "${work.id}" and result = "pending"`))[0]
    },
    /** An event as another step of the business would tell it. */
    async tell(name: string, object: string, record: string, payload: object = {}) {
      await transact(house.workspace, systemActor('tests'), (tx) =>
        emitEvents(tx, [{ name, object, record, payload: { ...payload } }]),
      )
      await house.settle()
    },
  }
  return floor
}
export type Floor = Awaited<ReturnType<typeof openFloor>>
