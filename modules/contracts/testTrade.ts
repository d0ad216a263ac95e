import type { Caller, TestHouse } from '../../kernel/testing/testHouse.ts'
import { startTestHouse } from '../../kernel/testing/testHouse.ts'
import { defineModule, defineObject, money, text, type ModuleDef } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { engineering } from '../engineering/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { quoting } from '../quoting/index.ts'
import { contracts } from './index.ts'

export interface Trade {
  readonly house: TestHouse
  readonly seller: Caller
  readonly director: Caller
  readonly lead: Caller
  readonly finance: Caller
  readonly boss: Caller
}

/** The ledger of items with their standard costs, which inventory brings where it is there. */
const goods = defineModule({
  name: 'goods',
  label: { zh: '物料', en: 'Items' },
  objects: [
    defineObject('item', {
      label: { zh: '物料', en: 'Item' },
      title: 'code',
      fields: {
        code: text({ required: true, unique: true }),
        name: text(),
        standard_cost: money({ scale: 4 }),
      },
      access: { manager: { create: true, read: true, update: true } },
    }),
  ],
})

/**
 * What the house itself knows of a product, so that an offer of it is judged against the list and its cost.
 */
export async function stock(
  trade: Trade,
  {
    code,
    price,
    cost,
    ...more
  }: {
    readonly code: string
    readonly price?: string
    readonly cost?: string
    readonly currency?: string
    readonly min_quantity?: string
  },
): Promise<void> {
  if (price)
    await trade.boss.post('/api/records/price_list', {
      item_code: code,
      price,
      valid_from: '2020-01-01',
      ...more,
    })
  if (cost) await trade.boss.post('/api/records/item', { code, name: code, standard_cost: cost })
}

/**
 * A small company with everybody whom the way from lead to contract needs; `further` steps bring the ledger
 * of items themselves.
 */
export async function startTrade(further: readonly ModuleDef[] = [goods]): Promise<Trade> {
  const house = await startTestHouse(testDatabaseUrl(), [
    leads,
    customers,
    pipeline,
    engineering,
    quoting,
    contracts,
    ...further,
  ])
  await house.department('公司')
  await house.department('销售部', '公司')
  await house.department('销售一组', '销售部')
  return {
    house,
    boss: await house.person('顾总', ['manager'], '公司'),
    director: await house.person('沈总监', ['sales_director'], '销售部'),
    seller: await house.person('林晓', ['sales'], '销售一组'),
    lead: await house.person('陆工', ['tech_lead'], '公司'),
    finance: await house.person('蒋会', ['finance'], '公司'),
  }
}

export async function upload(
  who: Caller,
  file: { name: string; content: string; object?: string; record?: string; purpose?: string },
) {
  const boundary = 'guantong-test'
  const part = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const fields = (['object', 'record', 'purpose'] as const)
    .flatMap((name) => (file[name] ? [part(name, file[name])] : []))
    .join('')
  const payload = `${fields}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n${file.content}\r\n--${boundary}--\r\n`
  return (
    await who.raw({
      method: 'POST',
      url: '/api/files',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload,
    })
  ).body
}

/** A plate of 100 × 60 mm with a hole of 20 mm, as a CAD program would write it. */
export const plateDxf = [
  '0',
  'SECTION',
  '2',
  'HEADER',
  '9',
  '$INSUNITS',
  '70',
  '4',
  '0',
  'ENDSEC',
  '0',
  'SECTION',
  '2',
  'ENTITIES',
  ...[
    [0, 0, 100, 0],
    [100, 0, 100, 60],
    [100, 60, 0, 60],
    [0, 60, 0, 0],
  ].flatMap(([x1, y1, x2, y2]) => [
    '0',
    'LINE',
    '8',
    '0',
    '10',
    `${x1}`,
    '20',
    `${y1}`,
    '11',
    `${x2}`,
    '21',
    `${y2}`,
  ]),
  '0',
  'CIRCLE',
  '8',
  '0',
  '10',
  '50',
  '20',
  '30',
  '40',
  '10',
  '0',
  'ENDSEC',
  '0',
  'EOF',
  '',
].join('\n')

/** The approval task of a record in somebody's inbox. */
export async function taskFor(who: Caller, record: string, kind?: string) {
  const { items } = await who.get('/api/tasks?state=open')
  return items.find(
    (task: { record: string; kind: string }) => task.record === record && (!kind || task.kind === kind),
  )
}
