import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { followWrites, renewLines } from './follow.ts'
import { headsOf } from './heads.ts'
import { objectToken } from './searchedText.ts'
import { tokensOf } from './tokens.ts'

const firm = defineObject('firm', {
  label: { zh: '公司', en: 'Firm' },
  title: 'name',
  fields: { name: text({ required: true, search: true }), secret: text({ search: true }) },
  access: {
    sales: { create: true, read: true, update: true },
    own: { create: true, read: 'own' },
    guest: { read: true, fields: { name: 'hidden' } },
  },
})

let house: TestHouse, sales: Caller, own: Caller, guest: Caller
const ask = async (who: Caller, query: string): Promise<string[]> =>
  (await who.get(`/api/search?q=${encodeURIComponent(query)}`)).items.map((hit: any) => hit.title)

beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [firm],
      roles: ['sales', 'own', 'guest'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  sales = await house.person('销', ['sales'])
  own = await house.person('己', ['own'])
  guest = await house.person('客', ['guest'])
  for (const name of ['恒丰', '苏州丰佳电器集团有限公司', '长沙一丰二机械公司'])
    await sales.post('/api/records/firm', { name, secret: '丰收' })
  for (const name of ['华丰公司', '丰己']) await own.post('/api/records/firm', { name })
  await house.settle()
  await fill(5500)
})
afterAll(() => house?.stop())

/** Straight into the tables: thousands of firms that everybody's word stands in, as one import would leave them. */
async function fill(count: number): Promise<void> {
  const { db } = house.workspace
  const name = (n: number) => `甲乙丙丁戊己庚辛${String.fromCodePoint(0x5000 + (n % 500))}丰收公司`
  for (let from = 0; from < count; from += 500) {
    const names = Array.from({ length: 500 }, (_, i) => name(from + i))
    const words = names.map((one) => [objectToken('firm'), ...tokensOf(one)].join(' '))
    const heads = names.map((one) => headsOf(one).join(' '))
    await sql`
      with f as (
        select gen_random_uuid() as id, l.* from unnest(${names}::text[], ${words}::text[], ${heads}::text[]) l (name, words, heads)),
      r as (insert into ${table(house.workspace, 'firm')} (id, created_at, updated_at, name) select id, now(), now(), name from f),
      s as (
        insert into ${table(house.workspace, '_search')} (record, object, title, text, tokens, made)
        select id, 'firm', name, name, string_to_array(words, ' '), 1 from f)
      insert into ${table(house.workspace, '_search_head')} (object, head, size, record)
      select 'firm', h, length(name), id from f, string_to_table(heads, ' ') h`.execute(db)
  }
  for (const filled of ['firm', '_search', '_search_head'])
    await sql`analyze ${table(house.workspace, filled)}`.execute(db)
}

test('of thousands that have the character those come first that begin with it, by name or by brand', async () => {
  expect((await ask(sales, '丰')).slice(0, 2)).toEqual(['丰己', '苏州丰佳电器集团有限公司'])
  expect((await ask(sales, '丰佳'))[0]).toBe('苏州丰佳电器集团有限公司')
  expect((await ask(sales, 'fj')).slice(0, 2)).toEqual(['丰己', '苏州丰佳电器集团有限公司'])
  expect((await ask(sales, '丰')).length).toBe(20)
})

test("a word that everybody has is answered with a page of names, and under the grant with all of one's own", async () => {
  for (const query of ['公司', '司', 'gs']) {
    const found = await ask(sales, query)
    expect(found, query).toHaveLength(20)
    expect(
      found.every((title) => title.includes('公司')),
      query,
    ).toBe(true)
  }
  expect(await ask(own, '公司')).toEqual(['华丰公司'])
  expect(await ask(own, '司')).toEqual(['华丰公司'])
  expect(await ask(own, 'gs')).toEqual(['华丰公司'])
  expect(await ask(own, '丰')).toEqual(['丰己', '华丰公司'])
})

test('who may not see the name finds nothing by how it begins', async () => {
  expect(await ask(guest, '恒丰')).toEqual([])
  expect(await ask(guest, '恒')).toEqual([])
  expect((await ask(guest, '丰收')).length).toBeGreaterThan(0)
})

test('a right that is taken is taken with the next question', async () => {
  const leaver = await house.person('走', ['sales'])
  expect(await ask(leaver, '恒丰')).toContain('恒丰')
  await sql`update ${table(house.workspace, 'user')} set roles = '{own}' where id = ${leaver.id}`.execute(
    house.workspace.db,
  )
  expect(await ask(leaver, '恒丰')).toEqual([])
  expect(await ask(leaver, '丰')).toEqual([])
})

test('a name that was changed is found by its new beginning alone', async () => {
  const { id } = await sales.post('/api/records/firm', { name: '鑫旧' })
  expect(await ask(sales, '鑫')).toEqual(['鑫旧'])
  await sales.patch(`/api/records/firm/${id}`, { name: '淼新' })
  expect([await ask(sales, '鑫'), await ask(sales, '淼')]).toEqual([[], ['淼新']])
})

test('lines that an older rule made are made anew, and what is gone leaves none', async () => {
  const { workspace } = house
  const { id } = await sales.post('/api/records/firm', { name: '垚古' })
  await followWrites(workspace, { heldBack: true })
  await house.settle()
  await sql`delete from ${table(workspace, '_search_head')} where record = ${id}`.execute(workspace.db)
  await sql`update ${table(workspace, '_search')} set made = 0, tokens = '{}' where record = ${id}`.execute(
    workspace.db,
  )
  await sql`
    insert into ${table(workspace, '_search')} (record, object, title, text, tokens, made)
    values (gen_random_uuid(), 'firm', '垚无', '垚无', '{is:firm,垚}', 0)`.execute(workspace.db)
  expect(await ask(sales, '垚')).toEqual([])
  expect([await renewLines(workspace), await renewLines(workspace)]).toEqual([2, 0])
  expect(await ask(sales, '垚')).toEqual(['垚古'])
  const { rows } =
    await sql`select from ${table(workspace, '_search')} where title = '垚无' or made = 0`.execute(
      workspace.db,
    )
  expect(rows).toHaveLength(0)
})
