import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { transact } from '../workspace/transact.ts'
import { emitEvents } from './emit.ts'
import { eventsAfter, hasNews, newestPlace, placeOf, readNews, type OutboxReader } from './outbox.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(() => house?.stop())

const own = 'tests' as OutboxReader

/** An event as if transaction `xid` had written it. */
const write = async (xid: number) =>
  void (await sql`
  insert into ${table(house.workspace, '_event')} (at, name, actor_name, trace, depth, xid) values (now(), ${`tests.${xid}`}, 'tests', gen_random_uuid(), 0, ${String(xid)}::xid8)`.execute(
    house.workspace.db,
  ))

test('a reader that is far behind reads in the order of the transactions, also where their numbers grow a digit, and skips none', async () => {
  for (const xid of [9, 10, 11, 99, 100, 101]) await write(xid)
  // A reader that the house does not know, so that it does not read along.
  await sql`insert into ${table(house.workspace, '_reader')} (name) values (${own})`.execute(
    house.workspace.db,
  )
  const read: string[] = []
  while (
    await readNews(
      house.workspace,
      own,
      async (_, events) => void read.push(...events.map(({ name }) => name)),
      { most: 2 },
    )
  ) {
    /* on to the next two */
  }
  expect(read.slice(0, 6)).toEqual(['tests.9', 'tests.10', 'tests.11', 'tests.99', 'tests.100', 'tests.101'])
  expect(await hasNews(house.workspace, own)).toBe(false)
})

test('the newest place is behind all that is there, and what is written next lies behind it', async () => {
  await write(9)
  const place = await newestPlace(house.workspace)
  expect(await eventsAfter(house.workspace, place, { most: 10 })).toEqual([])
  await transact(house.workspace, systemActor('tests'), (tx) => emitEvents(tx, [{ name: 'tests.next' }]))
  const next = await eventsAfter(house.workspace, place, { most: 10, heldBack: true })
  expect(next.map(({ name }) => name)).toEqual(['tests.next'])
  expect(await eventsAfter(house.workspace, placeOf(next[0]!), { most: 10, heldBack: true })).toEqual([])
})

test('however much is unread, the next of it is found by the index without sorting the rest', async () => {
  await sql`insert into ${table(house.workspace, '_event')} (at, name, actor_name, trace, depth, xid) select now(), 'tests.many', 'tests', gen_random_uuid(), 0, (200 + n / 10)::text::xid8 from generate_series(1, 5000) n`.execute(
    house.workspace.db,
  )
  await sql`analyze ${table(house.workspace, '_event')}`.execute(house.workspace.db)
  const before = await rowsRead()
  expect(await eventsAfter(house.workspace, { xid: '150', event: '0' }, { most: 20 })).toHaveLength(20)
  await newestPlace(house.workspace)
  await sql`select pg_stat_force_next_flush()`.execute(house.workspace.db)
  expect((await rowsRead()) - before).toBeLessThan(500)
})

async function rowsRead(): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as n from pg_stat_user_tables where schemaname = ${house.workspace.name} and relname = '_event'`.execute(
    house.workspace.db,
  )
  return Number(rows[0]!.n)
}
