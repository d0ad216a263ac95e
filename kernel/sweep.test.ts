import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../model/index.ts'
import { testDatabaseUrl } from '../server/postgres/testDatabase.ts'
import { clearDeadline, setDeadline } from './deadlines/deadlines.ts'
import { sweepOld } from './sweep.ts'
import { startTestHouse, type Caller, type TestHouse } from './testing/testHouse.ts'
import { transact } from './workspace/transact.ts'
import { now, systemActor, table } from './workspace/workspace.ts'

const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  fields: { name: text() },
  access: { everyone: { create: true, read: true, update: true } },
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [note] }),
  ])
  ann = await house.person('安', [])
})
afterAll(() => house?.stop())

const count = async (name: string) =>
  Number(
    (
      await sql<{ n: string }>`select count(*) as n from ${table(house.workspace, name)}`.execute(
        house.workspace.db,
      )
    ).rows[0]!.n,
  )
const run = (statement: ReturnType<typeof sql>) => statement.execute(house.workspace.db)

test('a key is kept for seven days and then forgotten, however many there are; what was written with it stays', async () => {
  const make = () => ann.post('/api/records/note', { name: '一次' }, { 'idempotency-key': 'k' })
  const first = await make()
  await house.forward({ days: 6 })
  await sweepOld(house.workspace)
  expect((await make()).id).toBe(first.id)
  await run(
    sql`insert into ${table(house.workspace, '_idempotency')} select 'many', 'k' || n, 'x', '{}', ${now(house.workspace)} from generate_series(1, 4500) n`,
  )
  await house.forward({ days: 8 })
  // Two servers at once take different rows, and none twice.
  const swept = await Promise.all([sweepOld(house.workspace), sweepOld(house.workspace)])
  expect(swept[0]!._idempotency! + swept[1]!._idempotency!).toBe(4501)
  expect((await make()).id).not.toBe(first.id)
  expect(await count('note')).toBe(2)
})

test('what is over goes in its time: limits, deadlines, effects of events, notices that were read, ids from outside', async () => {
  const { id } = await ann.post('/api/records/note', { name: '期限' })
  await transact(house.workspace, systemActor('tests'), async (tx) => {
    for (const name of ['over', 'fires', 'waits'])
      await setDeadline(tx, {
        name,
        object: 'note',
        record: id,
        at: new Date(tx.now.getTime() + (name === 'waits' ? 900 : 1) * 86_400_000),
      })
    await clearDeadline(tx, { name: 'over', record: id })
  })
  const at = now(house.workspace)
  await run(
    sql`insert into ${table(house.workspace, '_rate')} values ('old', now() - interval '25 hours', 1), ('new', now(), 1)`,
  )
  for (const read of [at, null])
    await run(
      sql`insert into ${table(house.workspace, '_notification')} (id, person, title, at, read_at) values (gen_random_uuid(), ${ann.id}, '{}', ${at}, ${read})`,
    )
  await run(
    sql`insert into ${table(house.workspace, '_intake')} (channel, external_id, answer, at) values ('website', '1', '{}', ${at})`,
  )
  for (const failure of [null, 'why'])
    await run(
      sql`insert into ${table(house.workspace, '_reaction_run')} (event, reaction, at, failure) values (1, ${failure ?? 'fine'}, ${at}, ${failure})`,
    )
  const kept = async () =>
    Object.fromEntries(
      await Promise.all(
        ['_rate', '_deadline', '_notification', '_intake', '_reaction_run'].map(
          async (name) => [name, await count(name)] as const,
        ),
      ),
    )
  await house.forward({ days: 2 })
  await sweepOld(house.workspace)
  expect(await kept()).toEqual({ _rate: 1, _deadline: 3, _notification: 2, _intake: 1, _reaction_run: 2 })
  const events = await count('_event')
  await house.forward({ days: 200 })
  await sweepOld(house.workspace)
  expect(await kept()).toEqual({ _rate: 1, _deadline: 1, _notification: 1, _intake: 1, _reaction_run: 1 })
  await house.forward({ days: 200 })
  await sweepOld(house.workspace)
  expect((await kept())._intake).toBe(0)
  expect(await count('_event')).toBe(events)
  expect(await count('note')).toBe(3)
})
