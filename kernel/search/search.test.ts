import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { defineModule, defineObject, phone, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { removeRecord, restoreRecord } from '../records/remove.ts'
import { createRecord } from '../records/write.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { followWrites } from './follow.ts'

const firm = defineObject('firm', {
  label: { zh: '公司', en: 'Firm' },
  title: 'name',
  number: 'GS{0000}',
  fields: { name: text({ required: true, search: true }), phone: phone(), note: text({ search: true }) },
  access: {
    sales: { create: true, read: true, update: true },
    own: { create: true, read: 'own' },
    guest: { read: true, fields: { phone: 'hidden', note: 'hidden' } },
  },
})
const plant = defineObject('plant', {
  label: { zh: '工厂', en: 'Plant' },
  title: 'name',
  fields: { name: text({ required: true, search: true }) },
  access: { sales: { create: true, read: true } },
})

let house: TestHouse, sales: Caller, own: Caller, guest: Caller
const ask = async (who: Caller, query: string, more = '') =>
  (await who.get(`/api/search?q=${encodeURIComponent(query)}${more}`)).items.map((hit: any) => hit.title)

beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [firm, plant],
      roles: ['sales', 'own', 'guest'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  sales = await house.person('销', ['sales'])
  own = await house.person('己', ['own'])
  guest = await house.person('客', ['guest'])
  for (const name of [
    '深圳长城开发科技股份有限公司',
    '深圳市科陆电子科技股份有限公司',
    '华东精密机械有限公司',
    '华东精密',
  ])
    await sales.post('/api/records/firm', { name, phone: '13800138000', note: '重点客户' })
  await sales.post('/api/records/plant', { name: '华东精密一厂' })
  await own.post('/api/records/firm', { name: '自己的华东公司' })
})
afterAll(() => house?.stop())

test('the shortest fitting name comes first, from every object that may be read', async () => {
  expect(await ask(sales, '华东精密')).toEqual(['华东精密', '华东精密一厂', '华东精密机械有限公司'])
  expect(await ask(sales, '华东', '&objects=plant')).toEqual(['华东精密一厂'])
  expect(await ask(own, '华东')).toEqual(['自己的华东公司'])
})

test('an abbreviation that picks characters is found when nothing else is', async () => {
  expect((await ask(sales, '深科技'))[0]).toMatch(/科技/)
  expect(await ask(sales, '深长科技')).toEqual(['深圳长城开发科技股份有限公司'])
  expect(await ask(sales, '精东华')).toEqual([])
})

test('what is hidden from a role is not found by it, what is open is', async () => {
  expect(await ask(sales, '13800138')).toHaveLength(4)
  expect(await ask(sales, '重点客户')).toHaveLength(4)
  expect(await ask(guest, '13800138')).toEqual([])
  expect(await ask(guest, '重点客户')).toEqual([])
  expect(await ask(guest, '华东精密')).toEqual(['华东精密', '华东精密机械有限公司'])
})

test('a query without letters finds nothing and harms nothing', async () => {
  for (const query of ['', '！？', "'; drop table", '%_'])
    expect(Array.isArray(await ask(sales, query))).toBe(true)
})

test('what was written before the question is found, also while an older write is still open', async () => {
  const { workspace } = house
  let close = () => {}
  const open = transact(workspace, systemActor('tests'), async (tx) => {
    await createRecord(tx, 'plant', { name: '慢吞吞的车间' })
    await new Promise<void>((resume) => (close = resume))
  })
  await vi.waitUntil(async () => (await openWrites()) > 0)
  const { id } = await sales.post('/api/records/firm', { name: '常州晚到齿轮厂' })
  expect(await ask(sales, '晚到齿轮')).toEqual(['常州晚到齿轮厂'])
  await sales.patch(`/api/records/firm/${id}`, { name: '常州早到齿轮厂' })
  expect([await ask(sales, '晚到齿轮'), await ask(sales, '早到齿轮')]).toEqual([[], ['常州早到齿轮厂']])
  expect(await ask(sales, '慢吞吞')).toEqual([])
  close()
  await open
  expect(await ask(sales, '慢吞吞')).toEqual(['慢吞吞的车间'])
})

test('two servers that follow at once leave every record one line, as it is at last', async () => {
  const records = await Promise.all(
    Array.from({ length: 30 }, (_, i) => sales.post('/api/records/firm', { name: `并排${i}号车间` })),
  )
  await Promise.all([
    ...records.map(({ id }, i) => sales.patch(`/api/records/firm/${id}`, { name: `改名${i}号车间` })),
    ...Array.from({ length: 8 }, () => followWrites(house.workspace, { heldBack: true })),
  ])
  await house.settle()
  const { rows } = await sql<{
    title: string
  }>`select title from ${table(house.workspace, '_search')} where record = any(${records.map(({ id }) => id)}::uuid[])`.execute(
    house.workspace.db,
  )
  expect(rows.map(({ title }) => title).sort()).toEqual(records.map((_, i) => `改名${i}号车间`).sort())
})

test('what was deleted is not found, and is again once it is brought back', async () => {
  const { id } = await sales.post('/api/records/firm', { name: '温州来去阀门厂' })
  await transact(house.workspace, systemActor('tests'), (tx) => removeRecord(tx, 'firm', id))
  expect(await ask(sales, '来去阀门')).toEqual([])
  await house.settle()
  const lines = async () =>
    (
      await sql`select from ${table(house.workspace, '_search')} where record = ${id}`.execute(
        house.workspace.db,
      )
    ).rows.length
  expect(await lines()).toBe(0)
  await transact(house.workspace, systemActor('tests'), (tx) => restoreRecord(tx, 'firm', id))
  expect(await ask(sales, '来去阀门')).toEqual(['温州来去阀门厂'])
})

/** Transactions of this workspace that have written and not ended. */
async function openWrites(): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int from pg_stat_activity where application_name = ${`guantong ${house.workspace.name}`} and backend_xid is not null and state = 'idle in transaction'`.execute(
    house.workspace.db,
  )
  return rows[0]!.count
}
