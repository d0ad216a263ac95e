import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { migrate } from './migrate.ts'
import { transact } from './transact.ts'
import { systemActor, table } from './workspace.ts'

const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  title: 'said',
  fields: { said: text() },
  access: { everyone: { create: true, read: true } },
})

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [note] }),
  ])
})
afterAll(() => house?.stop())

test('a database that ends our connections fails what was running, and nothing else: the process goes on and so does the next request', async () => {
  const ann = await house.person('安', [])
  const { workspace } = house
  const slow = transact(workspace, systemActor('tests'), (tx) => sql`select pg_sleep(30)`.execute(tx.db))
  const failed = expect(slow).rejects.toThrow(/terminat|connection error/)
  await expect
    .poll(
      async () =>
        (
          await sql`select from pg_stat_activity where application_name = ${`guantong ${workspace.name}`} and query like '%pg_sleep%' and state = 'active'`.execute(
            workspace.db,
          )
        ).rows.length,
    )
    .toBeGreaterThan(0)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${`guantong ${workspace.name}`} and pid <> pg_backend_pid()`.execute(
    workspace.db,
  )
  await failed
  // A connection that has not noticed yet may be handed out: then the answer says that the database was away,
  // in words.
  await expect
    .poll(async () => {
      const { status, body } = await ann.raw({
        method: 'POST',
        url: '/api/records/note',
        payload: { said: '还在' },
      })
      expect(['database_unavailable', undefined]).toContain(body.code)
      return status === 201 ? 'saved' : body.code
    })
    .toBe('saved')
  expect((await ann.get('/api/records/note')).items.length).toBeGreaterThan(0)
})

test('rows of one stage, owner or department are counted from an index alone; one of before, that cannot, is made anew at the next start', async () => {
  const { workspace } = house
  const { rows } = await sql<{ name: string; text: string }>`
    select indexname as name, indexdef as text from pg_indexes where schemaname = ${workspace.name} and tablename = 'note'`.execute(
    workspace.db,
  )
  const textOf = async (name: string) =>
    (
      await sql<{ text: string }>`
        select indexdef as text from pg_indexes where schemaname = ${workspace.name} and indexname = ${name}`.execute(
        workspace.db,
      )
    ).rows.map(({ text }) => text)
  const [name, whole] = ['note_department_created_at_idx', / INCLUDE \(deleted_at\)/]
  expect(rows.find((one) => one.name === name)!.text).toMatch(whole)
  await sql`drop index ${sql.table(`${workspace.name}.${name}`)}`.execute(workspace.db)
  await sql`create index ${sql.id(name)} on ${table(workspace, 'note')} (department, created_at, id)`.execute(
    workspace.db,
  )
  await migrate(workspace)
  expect(await textOf(name)).toEqual([expect.stringMatching(whole)])
})
