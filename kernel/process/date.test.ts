import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, table } from '../workspace/workspace.ts'
import { moveClock } from '../deadlines/deadlines.ts'
import { settled } from '../house.ts'
import { createRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { openBeside } from './testBeside.ts'
import { acting, openVisits, type Visits } from './testVisits.ts'

let company: Visits
let house: Visits['house'],
  li: Visits['li'],
  admin: Visits['admin'],
  publish: Visits['publish'],
  marks: Visits['marks'],
  runs: Visits['runs'],
  planned: Visits['planned'],
  clock: Visits['clock'],
  visit: Visits['visit'],
  day: Visits['day']
beforeAll(async () => {
  company = await openVisits()
  ;({ house, li, admin, publish, marks, runs, planned, clock, visit, day } = company)
})
afterAll(() => company?.house.stop().catch(() => {}))

const change = async (id: string, patch: object) => {
  const answer = await li.patch(`/api/records/visit/${id}`, patch)
  await house.settle()
  return answer
}
const dueOf = async (id: string, process = 'before_visit') =>
  (await li.get(`/api/records/visit/${id}`))._deadlines.find((one: any) => one.key === process)?.due_at
const make = async (draft: object) => {
  const id = await visit(draft)
  await house.settle()
  return id
}

test('three days before the visit at nine the process runs on it, once', async () => {
  const id = await make({ visit_on: await day(10) })
  expect(await dueOf(id)).toBe(`${await day(7)}T01:00:00.000Z`)
  await house.forward({ days: 5 })
  expect(await marks('before 华东精密')).toEqual([])
  await house.forward({ days: 3 })
  expect(await marks('before 华东精密')).toEqual([id])
  expect((await runs('before_visit'))[0]).toMatchObject({ record: id, outcome: 'approved' })
  await change(id, { code: 'touched afterwards' })
  await house.forward({ days: 3 })
  expect(await marks('before 华东精密')).toEqual([id])
})

test('it moves when the date moves and goes when the date is emptied or the record deleted; restored it comes back', async () => {
  const [moved, emptied, deleted] = [
    await make({ name: '移', visit_on: await day(10) }),
    await make({ name: '空', visit_on: await day(10) }),
    await make({ name: '删', visit_on: await day(10) }),
  ]
  await change(moved, { visit_on: await day(20) })
  await change(emptied, { visit_on: null })
  await li.del(`/api/records/visit/${deleted}`)
  await house.forward({ days: 8 })
  expect([
    ...(await marks('before 移')),
    ...(await marks('before 空')),
    ...(await marks('before 删')),
  ]).toEqual([])
  await change(deleted, {}).catch(() => {})
  await house.forward({ days: 10 })
  expect(await marks('before 移')).toEqual([moved])
  const back = await make({ name: '回', visit_on: await day(9) })
  await li.del(`/api/records/visit/${back}`)
  await house.settle()
  await li.post(`/api/records/visit/${back}/restore`)
  await house.settle()
  expect(await dueOf(back)).toBe(`${await day(6)}T01:00:00.000Z`)
})

test('the condition counts as it stands when the moment comes, not as it stood before', async () => {
  const [off, on] = [
    await make({ name: '停', visit_on: await day(5) }),
    await make({ name: '开', visit_on: await day(5), state: 'off' }),
  ]
  await change(off, { state: 'off' })
  await change(on, { state: 'on' })
  await house.forward({ days: 4 })
  expect([await marks('before 停'), await marks('before 开')]).toEqual([[], [on]])
})

test('a moment that has passed when the date is written plans nothing', async () => {
  const late = await make({ name: '晚', visit_on: await day(2) })
  expect(await dueOf(late)).toBeUndefined()
  await house.forward({ days: 3 })
  expect(await marks('before 晚')).toEqual([])
})

test(
  'records that were there before the process are covered, page by page; what lay in the past by then does not come down like a flood',
  { timeout: 90_000 },
  async () => {
    // From 100 hours ago to 540 hours ahead, more than one page of them ahead.
    await sql`
    insert into ${table(house.workspace, 'visit')} (id, name, version, meet_at, created_at, updated_at)
    select gen_random_uuid(), 'old ' || hours, 1, at + hours * interval '1 hour', at, at
    from generate_series(-100, 540) hours, (values (${new Date(await clock())}::timestamptz)) now (at) where hours <> 0`.execute(
      house.workspace.db,
    )
    await publish('after_meeting', acting({ date_field: 'meet_at', after: { hours: 2 } }, { what: '"met"' }))
    // Two hours later: those of the last two hours are still to come, those before them are not.
    expect((await planned('after_meeting')).waiting).toBeGreaterThanOrEqual(540)
    expect((await planned('after_meeting')).waiting).toBeLessThanOrEqual(542)
    expect(await marks('met')).toEqual([])
    await house.forward({ hours: 2 })
    expect((await marks('met')).length).toBeLessThanOrEqual(2)
  },
)

test('published with another distance the planned moments are replaced; taken away none is left', async () => {
  const id = await make({ name: '改期', visit_on: await day(30) })
  await publish('before_visit', { start: { on: { before: { days: null, working_days: 1 }, at: '10:00' } } })
  const { rows } =
    await sql`select from ${table(house.workspace, '_deadline')} where record = ${id} and name = 'process_date' and state = 'waiting'`.execute(
      house.workspace.db,
    )
  expect(rows).toHaveLength(1)
  expect(new Date(await dueOf(id)).toISOString().slice(11)).toBe('02:00:00.000Z')
  await publish('before_visit', { start: { on: null } })
  expect(await dueOf(id)).toBeUndefined()
  expect(await planned('before_visit')).toMatchObject({ waiting: 0, on: null })
})

test(
  'a date that is moved by its own process to the next second is cut after the stated depth, and the failure is seen',
  { timeout: 90_000 },
  async () => {
    await publish(
      'chasing',
      acting({ date_field: 'meet_at' }, { action: 'postpone', what: null, when: 'state = "chase"' }),
    )
    const id = await make({
      name: '追',
      state: 'chase',
      meet_at: new Date((await clock()) + 3_600_000).toISOString(),
    })
    await house.forward({ hours: 1 })
    for (let second = 0; second < 30; second++) await house.forward({ minutes: 1 / 30 })
    expect(Number((await li.get(`/api/records/visit/${id}`)).marks)).toBeLessThan(16)
    expect((await runs('chasing'))[0]).toMatchObject({
      outcome: 'failed',
      problem: expect.stringContaining('切断'),
    })
    expect((await li.get(`/api/processes?object=visit&record=${id}`)).items[0]).toMatchObject({
      outcome: 'failed',
    })
    expect((await admin.get('/api/notifications')).items[0].title.zh).toContain('未能自动启动')
  },
)

test('a change that sets off itself is cut after the stated depth, and the failure is seen', async () => {
  await publish(
    'echo',
    acting({ event: 'visit.updated' }, { action: 'touch', what: null, when: 'state = "echo"' }),
  )
  const id = await make({ name: '回声' })
  await change(id, { state: 'echo' })
  const { marks: times } = await li.get(`/api/records/visit/${id}`)
  expect([Number(times) > 3, Number(times) < 16]).toEqual([true, true])
  expect((await runs('echo'))[0]).toMatchObject({ record: id, outcome: 'failed' })
  expect((await runs('echo')).filter((run) => run.status === 'running')).toEqual([])
})

test(
  'however writes, deletions and publishing cross, what waits in the end is what the records say',
  { timeout: 90_000 },
  async () => {
    await publish('crossing', acting({ date_field: 'visit_on', before: { days: 1 }, at: '08:00' }))
    const start = (days: number, at: string) => acting({ date_field: 'visit_on', before: { days }, at })
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => visit({ name: `交错${i}` })))
    const dice = (sides: number) => Math.floor(Math.random() * sides)
    const live = new Set(ids)
    const days = await Promise.all(Array.from({ length: 40 }, (_, i) => day(i - 5)))
    for (let round = 0; round < 4; round++) {
      await Promise.all([
        ...Array.from({ length: 30 }, async () => {
          const id = ids[dice(ids.length)]!
          if (dice(12) === 0) {
            live.delete(id)
            await li.raw({ method: 'DELETE', url: `/api/records/visit/${id}` })
          } else
            await li.raw({
              method: 'PATCH',
              url: `/api/records/visit/${id}`,
              payload: { visit_on: dice(4) === 0 ? null : days[dice(days.length)] },
            })
        }),
        ...(round % 2 === 1
          ? [
              admin
                .put('/api/definitions/process/crossing', start(round, '09:00'))
                .then(() => admin.post('/api/definitions/process/crossing/publish')),
            ]
          : []),
      ])
    }
    await house.settle()
    const now = await clock()
    const { rows } = await sql<{
      record: string
      due_at: Date
    }>`select record, due_at from ${table(house.workspace, '_deadline')} where name = 'process_date' and key = 'crossing' and state = 'waiting'`.execute(
      house.workspace.db,
    )
    const waiting = new Map(rows.map((row) => [row.record, row.due_at.getTime()]))
    for (const id of ids) {
      const record = live.has(id) ? await li.get(`/api/records/visit/${id}`) : null
      const due = record?.visit_on ? Date.parse(`${record.visit_on}T09:00:00+08:00`) - 3 * 86_400_000 : 0
      expect(waiting.get(id), `visit on ${record?.visit_on}`).toBe(due > now ? due : undefined)
    }
    await publish('crossing', acting(null))
  },
)

test('no moment of a record fires twice, whatever is told of it again', async () => {
  const { rows } = await sql`
    select record, key, due_at from ${table(house.workspace, '_deadline')} where name = 'process_date' and state = 'fired' group by 1, 2, 3 having count(*) > 1`.execute(
    house.workspace.db,
  )
  expect(rows).toEqual([])
})

test(
  'a moment that came while nobody ran is caught up once, also when the date was written by then unheard',
  { timeout: 90_000 },
  async () => {
    await publish('before_visit', {
      start: { on: { date_field: 'meet_at', before: { days: null, hours: 1 }, at: null } },
    })
    await house.stop()
    const outside = await openBeside(house.workspace, { idle: true })
    const meet_at = new Date(Date.now() + outside.workspace.clockOffsetMs + 3 * 3_600_000).toISOString()
    await transact(outside.workspace, systemActor('tests'), (tx) =>
      createRecord(tx, 'visit', { name: '停机', meet_at }),
    )
    await moveClock(outside.workspace, 12 * 3_600_000)
    await outside.stop()
    const servers = await Promise.all([openBeside(house.workspace), openBeside(house.workspace)])
    try {
      await settled(servers[0]!.workspace)
      const { rows } = await sql<{
        what: string
      }>`select what from ${table(servers[0]!.workspace, 'mark')} where what = 'before 停机'`.execute(
        servers[0]!.workspace.db,
      )
      expect(rows).toHaveLength(1)
    } finally {
      await Promise.all(servers.map((one) => one.stop()))
    }
  },
)
