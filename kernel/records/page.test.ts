import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choice, defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { rowPortions } from '../access/rows.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'

const card = defineObject('card', {
  label: { zh: '名片', en: 'Card' },
  title: 'name',
  fields: { name: text(), kind: choice({ hot: { zh: '热' }, cold: { zh: '冷' } }, { index: true }) },
  access: {
    seller: { read: 'owner = me or owner = null' },
    place: { read: 'department' },
    head: { read: '(department in my_departments) or owner = null' },
    boss: { read: true },
    odd: { read: 'owner = me or name = "openly"' },
  },
})

interface Row {
  readonly id: string
  readonly owner: string | null
  readonly department: string | null
  readonly kind: string
  readonly name: string
  readonly created_at: string
}

let house: TestHouse, seller: Caller, head: Caller, both: Caller, boss: Caller, odd: Caller
const rows: Row[] = []
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [card],
      roles: ['seller', 'place', 'head', 'boss', 'odd'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  const places = [
    await house.department('销售部'),
    await house.department('一组', '销售部'),
    await house.department('二组', '销售部'),
    await house.department('别处'),
  ]
  seller = await house.person('安', ['seller'], '一组')
  head = await house.person('总', ['head'], '销售部')
  both = await house.person('博', ['seller', 'place'], '二组')
  boss = await house.person('王', ['boss'], '别处')
  odd = await house.person('怪', ['odd'], '一组')
  const owners = [seller.id, head.id, both.id, null]
  // Many of one moment.
  for (let i = 0; i < 240; i++)
    rows.push({
      id: randomUUID(),
      owner: owners[i % 4]!,
      department: i % 11 === 0 ? null : places[(i * 7) % 4]!,
      kind: i % 3 ? 'hot' : 'cold',
      name: i % 5 ? 'n' : 'openly',
      created_at: `2026-03-0${1 + (i % 5)}T08:00:00.00${i % 7}Z`,
    })
  for (const row of rows)
    await sql`insert into ${table(house.workspace, 'card')} (id, number, created_at, updated_at, owner, department, kind, name) values (${row.id}, ${row.id}, ${row.created_at}, now(), ${row.owner}, ${row.department}, ${row.kind}, ${row.name})`.execute(
      house.workspace.db,
    )
})
afterAll(() => house?.stop())

/** The rows a person should find, newest first, ties by id. */
const expected = (may: (row: Row) => boolean, descending = true) =>
  rows
    .filter(may)
    .sort(
      (a, b) =>
        (a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? -1 : 1) *
        (descending ? -1 : 1),
    )
    .map((row) => row.id)

async function read(caller: Caller, more = '', titles = false): Promise<string[]> {
  const found: string[] = []
  for (let after = ''; ;) {
    const page = await caller.get(
      `/api/records/card?limit=13${more}${titles ? '&titles=true' : ''}${after && `&after=${after}`}`,
    )
    found.push(...page.items.map((item: Row) => item.id))
    if (!page.next) return found
    after = page.next
  }
}

const portionsOf = (caller: Caller) =>
  rowPortions(house.workspace.definitions, house.workspace, card, caller.actor, 't')

test('page by page everybody finds exactly the rows of their grant, once each and in order, however the grant is cut into portions', async () => {
  const seen: readonly [Caller, (row: Row) => boolean, number | undefined][] = [
    [seller, (row) => row.owner === seller.id || row.owner === null, 2],
    [head, (row) => head.actor.departments.includes(row.department!) || row.owner === null, 4],
    [
      both,
      (row) => row.owner === both.id || row.owner === null || row.department === both.actor.department,
      3,
    ],
    [boss, () => true, undefined],
    [odd, (row) => row.owner === odd.id || row.name === 'openly', undefined],
  ]
  for (const [caller, may, portions] of seen) {
    expect(portionsOf(caller)?.length).toBe(portions)
    expect(await read(caller)).toEqual(expected(may))
    expect(await read(caller, '', true)).toEqual(expected(may))
    expect(await read(caller, '&sort=created_at')).toEqual(expected(may, false))
    expect(await read(caller, `&where=${encodeURIComponent('kind = "cold"')}`)).toEqual(
      expected((row) => may(row) && row.kind === 'cold'),
    )
    expect((await caller.get('/api/records/card?count=exact')).count).toBe(expected(may).length)
    for (const [where, of] of [
      ['kind = "cold"', (row: Row) => row.kind === 'cold'],
      ['kind = "warm"', () => false],
    ] as const) {
      const asked = `/api/records/card?count=true&limit=2&where=${encodeURIComponent(where)}`
      const first = await caller.get(asked)
      const counted = { count: rows.filter((row) => may(row) && of(row)).length, count_capped: false }
      expect(first).toMatchObject(counted)
      if (first.next) expect(await caller.get(`${asked}&after=${first.next}`)).toMatchObject(counted)
    }
  }
})

test('what a person may see follows them to another department at once', async () => {
  const wanderer = await house.person('游', ['place'], '一组')
  const here = await read(wanderer)
  await boss.get('/api/records/card')
  await sql`update ${table(house.workspace, 'user')} set department = ${await house.department('别处')} where id = ${wanderer.id}`.execute(
    house.workspace.db,
  )
  house.workspace.signal.tell('rights')
  await expect
    .poll(async () => (await read(wanderer)).length)
    .toBe(rows.filter((row) => row.department === boss.actor.department).length)
  expect(here).toEqual(expected((row) => row.department === wanderer.actor.department))
})

test('a cursor that was tampered with is refused in words, whatever stands in it', async () => {
  const { next } = await boss.get('/api/records/card?limit=2')
  const [field, descending, , id] = JSON.parse(Buffer.from(next, 'base64url').toString())
  for (const value of [
    '2026-02-30 08:00:00+00',
    '2026-03-01',
    "'; drop",
    5,
    true,
    '2026-03-01 25:00:00+00',
    'infinity',
    '\0',
  ]) {
    const after = Buffer.from(JSON.stringify([field, descending, value, id])).toString('base64url')
    expect((await boss.raw({ method: 'GET', url: `/api/records/card?after=${after}` })).body).toMatchObject({
      code: 'cursor_invalid',
      status: 400,
    })
  }
})

test('a count stops at 1,001 and says so, however the grant is cut into portions', async () => {
  await sql`insert into ${table(house.workspace, 'card')} (id, number, created_at, updated_at, owner, department, kind, name)
    select gen_random_uuid(), 'many ' || n, now(), now(), null, ${head.actor.department}::uuid, 'hot', 'many' from generate_series(1, 1200) n`.execute(
    house.workspace.db,
  )
  for (const caller of [seller, head, both, boss])
    expect(await caller.get('/api/records/card?count=true&limit=5')).toMatchObject({
      count: 1001,
      count_capped: true,
    })
  expect((await boss.get('/api/records/card?count=exact&limit=5')).count).toBe(1440)
})
