import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { problemOf } from '../http/problem.ts'
import { facing } from './patience.ts'
import { PreparingClient } from './preparingClient.ts'

let pool: pg.Pool
beforeAll(() => {
  pool = new pg.Pool({ connectionString: testDatabaseUrl(), Client: PreparingClient, max: 1 })
})
afterAll(() => pool?.end())

test('a statement that takes longer than its work may is cancelled, and says what to do', async () => {
  const asked = sql`select pg_sleep(600)`.execute(facing(pool, 20))
  const refused: unknown = await asked.catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: '57014' })
  const { status, code, detail } = problemOf(refused, 'zh')
  expect({ status, code }).toEqual({ status: 422, code: 'request_too_slow' })
  expect(detail).toContain('缩短期间或增加筛选条件')
})

test('the next statement of the same connection is another one’s, and is not cancelled', async () => {
  for (let round = 0; round < 10; round++) {
    await expect(sql`select pg_sleep(600)`.execute(facing(pool, 5))).rejects.toMatchObject({ code: '57014' })
    const counted = sql<{ n: number }>`select count(*)::int as n from generate_series(1, 200000)`
    const { rows } = await counted.execute(facing(pool, 60_000))
    expect(rows).toEqual([{ n: 200_000 }])
  }
})

test('within a transaction too: what was done before is undone', async () => {
  const db = facing(pool, 1000)
  await sql`create temp table kept (n int)`.execute(db)
  await expect(
    facing(pool, 50)
      .transaction()
      .execute(async (tx) => {
        await sql`insert into kept values (1)`.execute(tx)
        await sql`select pg_sleep(600)`.execute(tx)
      }),
  ).rejects.toMatchObject({ code: '57014' })
  expect((await sql`select n from kept`.execute(db)).rows).toEqual([])
})
