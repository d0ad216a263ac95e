import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localClock } from '../../model/index.ts'
import { draftDefinition, publishDefinition } from '../definitions/publish.ts'
import { settled } from '../house.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { planNext, planStarts } from './plan.ts'
import { openBeside } from './testBeside.ts'
import { acting, openVisits, visits, type Visits } from './testVisits.ts'

let company: Visits
let house: Visits['house'],
  li: Visits['li'],
  admin: Visits['admin'],
  publish: Visits['publish'],
  marks: Visits['marks'],
  runs: Visits['runs'],
  planned: Visits['planned'],
  clock: Visits['clock'],
  visit: Visits['visit']
beforeAll(async () => {
  company = await openVisits()
  ;({ house, li, admin, publish, marks, runs, planned, clock, visit } = company)
})
afterAll(() => company?.house.stop().catch(() => {}))

const everyDay = (time: string) => ({ schedule: { kind: 'daily' as const, time } })
const localTime = (moment: string) => localClock(new Date(moment), 'Asia/Shanghai').milliseconds / 60_000

test('a process that is shipped with a schedule is planned when the server starts, and runs each morning', async () => {
  const first = await planned('morning')
  expect(localTime(first.next_at)).toBe(6 * 60)
  await house.forward({ days: 1 })
  await house.forward({ days: 1 })
  expect(await marks('morning')).toHaveLength(2)
  expect(await runs('morning')).toMatchObject([
    { record: null, outcome: 'approved', problem: null },
    { record: null, outcome: 'approved' },
  ])
  expect(Date.parse((await planned('morning')).next_at)).toBeGreaterThan(await clock())
})

test('what was missed for a week is caught up by one run, not by seven', async () => {
  const before = (await marks('morning')).length
  await house.forward({ days: 7 })
  expect((await marks('morning')).length).toBe(before + 1)
})

test('published anew the planned moment is replaced; taken away nothing is planned any more', async () => {
  await publish('noon', acting(everyDay('12:00'), { action: 'note_all', what: '"noon"' }))
  expect(localTime((await planned('noon')).next_at)).toBe(12 * 60)
  await publish('noon', acting(everyDay('13:30'), { action: 'note_all', what: '"noon"' }))
  expect(await planned('noon')).toMatchObject({ waiting: 1 })
  expect(localTime((await planned('noon')).next_at)).toBe(13 * 60 + 30)
  await house.forward({ days: 1 })
  expect(await marks('noon')).toHaveLength(1)
  await publish('noon', acting(null, { action: 'note_all' }))
  expect(await planned('noon')).toMatchObject({ waiting: 0, next_at: null })
  await house.forward({ days: 2 })
  expect(await marks('noon')).toHaveLength(1)
})

test('publishing that leaves the schedule as it is leaves the planned moment', async () => {
  const { next_at } = await planned('morning')
  await publish('morning', { label: { zh: '早报' } })
  expect((await planned('morning')).next_at).toBe(next_at)
})

test(
  'one run for each record that the condition holds of, over several pages, once each',
  { timeout: 90_000 },
  async () => {
    const { results } = await li.post('/api/records/visit/bulk', {
      create: Array.from({ length: 50 }, (_, i) => ({ name: `客户${i}`, state: i < 45 ? 'open' : 'done' })),
    })
    expect(results.every((one: any) => one.ok)).toBe(true)
    await publish('sweep', acting({ ...everyDay('07:00'), records: 'state = "open"' }, { what: '"sweep"' }))
    await house.forward({ days: 1 })
    const seen = await marks('sweep')
    expect([seen.length, new Set(seen).size]).toEqual([45, 45])
    await publish('sweep', acting(null))
  },
)

test('a run that is refused at its start is seen among the runs with its reason, and the others run', async () => {
  const [good, bad] = [await visit({ state: 'ask' }), await visit({ state: 'ask', name: '没人' })]
  const body = acting({ ...everyDay('07:30'), records: 'state = "ask"' }, { what: '"asked"' })
  // What it runs was there when it was published, and is gone since.
  await publish('nothing_of_the_kind', { ...body, label: { zh: '旧流程' }, start: { next: 'act' } })
  await publish('asking', {
    ...body,
    start: { ...body.start, next: 'which' },
    nodes: {
      ...body.nodes,
      which: {
        kind: 'exclusive',
        label: { zh: '分' },
        branches: [{ when: 'name = "没人"', next: 'sub' }],
        default: 'act',
      },
      sub: { kind: 'subprocess', label: { zh: '子流程' }, process: 'nothing_of_the_kind', next: 'yes' },
    },
  })
  const schema = house.workspace.name
  await sql`delete from ${sql.id(schema, '_definition')} where name = 'nothing_of_the_kind'`.execute(
    house.workspace.db,
  )
  await sql`update ${sql.id(schema, '_workspace')} set definitions_version = definitions_version + 1`.execute(
    house.workspace.db,
  )
  await house.forward({ days: 1 })
  expect(await marks('asked')).toEqual([good])
  const found = await runs('asking')
  expect(found.find((run) => run.record === bad)?.problem).toContain('nothing_of_the_kind')
  await publish('asking', acting(null))
})

test(
  'more than one server: each moment is one run, and a server that starts anew plans nothing twice',
  { timeout: 90_000 },
  async () => {
    const other = await openBeside(house.workspace)
    try {
      const before = (await marks('morning')).length
      await Promise.all(
        [house.workspace, other.workspace].map((one) => transact(one, systemActor('tests'), planStarts)),
      )
      expect(await planned('morning')).toMatchObject({ waiting: 1 })
      for (let day = 0; day < 3; day++) await house.forward({ days: 1 })
      expect((await marks('morning')).length).toBe(before + 3)
    } finally {
      await other.stop()
    }
  },
)

test('a server whose clock is behind that of the one which found the moment plans no moment twice', async () => {
  const { workspace } = house
  const found = new Date((await clock()) + 26 * 3_600_000)
  const [due] = (
    await transact(workspace, systemActor('tests'), async (tx) => {
      await sql`update ${table(workspace, '_deadline')} set state = 'cleared' where name = 'process_schedule' and key = 'morning' and state = 'waiting'`.execute(
        tx.db,
      )
      await planNext(tx, tx.definitions.processes.morning!, found)
      return sql<{
        due_at: Date
      }>`select due_at from ${table(workspace, '_deadline')} where name = 'process_schedule' and key = 'morning' and state = 'waiting'`.execute(
        tx.db,
      )
    })
  ).rows
  expect(due!.due_at.getTime()).toBeGreaterThan(found.getTime())
  expect(due!.due_at.getTime() - found.getTime()).toBeLessThanOrEqual(86_400_000)
})

test('what an upgrade no longer ships is planned no longer', async () => {
  const without = {
    ...house.workspace,
    modules: house.workspace.modules.map((one) =>
      one.name === 'visits'
        ? { ...visits, processes: visits.processes!.filter(({ name }) => name !== 'morning') }
        : one,
    ),
  }
  await house.stop()
  const other = await openBeside(without)
  try {
    await settled(other.workspace)
    const { rows } = await other.workspace.pool.query(
      `select key from "${other.workspace.name}"._deadline where name = 'process_schedule' and state = 'waiting'`,
    )
    expect(rows).toEqual([])
    // What the company had changed of it is left over, and stands in the way of nothing.
    await draftDefinition(other.workspace, admin.actor, {
      kind: 'process',
      name: 'next',
      body: acting(everyDay('05:00'), { action: 'note_all' }),
    })
    expect(
      (await publishDefinition(other.workspace, admin.actor, { kind: 'process', name: 'next' })).version,
    ).toBeGreaterThan(1)
    await draftDefinition(other.workspace, admin.actor, {
      kind: 'process',
      name: 'half',
      body: { label: { zh: '半个' } },
    })
    await expect(
      publishDefinition(other.workspace, admin.actor, { kind: 'process', name: 'half' }),
    ).rejects.toMatchObject({ code: 'definition_wrong' })
  } finally {
    await other.stop()
  }
})
