import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { PreparingClient } from './preparingClient.ts'

let client: PreparingClient
const table = `prepared_${process.pid}`
beforeAll(async () => {
  client = new PreparingClient({ connectionString: testDatabaseUrl() })
  await client.connect()
  await client.query(`create temporary table ${table} (a int)`)
  await client.query(`insert into ${table} values (1), (2)`)
})
afterAll(async () => {
  await client?.query(`drop table ${table}`)
  await client?.end()
})

const ask = (a: number) => client.query(`select * from ${table} where a = $1`, [a])
const prepared = async (): Promise<string[]> =>
  (await client.query('select statement from pg_prepared_statements')).rows.map(
    (row: { statement: string }) => row.statement,
  )

test('what is asked often is prepared once, what is asked once is not', async () => {
  await client.query(`select a as once from ${table} where a = $1`, [1])
  for (let i = 0; i < 10; i++) expect((await ask(1)).rows).toEqual([{ a: 1 }])
  expect((await prepared()).filter((text) => text.includes(table))).toEqual([
    `select * from ${table} where a = $1`,
  ])
})

test('a table that gets a column while a statement over it is prepared is read with the column', async () => {
  for (let i = 0; i < 10; i++) await ask(2)
  await client.query(`alter table ${table} add column b int default 7`)
  expect((await ask(2)).rows).toEqual([{ a: 2, b: 7 }])
  expect((await ask(2)).rows).toEqual([{ a: 2, b: 7 }])
})

test('a fault of the caller is still a fault', async () => {
  for (let i = 0; i < 8; i++)
    await expect(client.query(`select 1 / $1::int as x`, [0])).rejects.toMatchObject({ code: '22012' })
})
