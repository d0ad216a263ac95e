import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { addDays, localDate } from '../../model/index.ts'
import { table } from '../../kernel/workspace/workspace.ts'
import { signIn } from '../../e2e/client.ts'
import { testDatabaseUrl } from '../postgres/testDatabase.ts'
import { startDemo, type Demo } from '../seed/startDemo.ts'
import { countHistory } from './countHistory.ts'
import { runHistory, type Outcome } from './runHistory.ts'
import { spreadLeads } from './season.ts'
import { workedDays } from './world.ts'

const to = localDate(new Date(), 'Asia/Shanghai')
/** Weeks in a hurry, of a seed that wins a few of its deals. */
const plan = { seed: 446, leads: 14, from: addDays(to, -25), to, pace: 0.1 }

let demos: Demo[] = []
let outcomes: Outcome[] = []
beforeAll(async () => {
  demos = [await startDemo(testDatabaseUrl()), await startDemo(testDatabaseUrl())]
  outcomes = await Promise.all([
    runHistory(demos[0]!.workspace, plan, { password: 'guantong' }),
    runInPieces(demos[1]!),
  ])
}, 300_000)
afterAll(() => Promise.all(demos.map((demo) => demo.stop())))

/** Stopped after three weeks and again in the last days, each time gone on with. */
async function runInPieces({ workspace }: Demo): Promise<Outcome> {
  for (const days of [21, 3]) {
    let lived = 0
    await runHistory(workspace, plan, { password: 'guantong', stopped: () => ++lived === days })
  }
  return runHistory(workspace, plan, { password: 'guantong' })
}

const ask = async (demo: Demo, statement: string): Promise<readonly Record<string, string | null>[]> =>
  (
    await sql<
      Record<string, string | null>
    >`${sql.raw(statement.replace(/\{(\w+)\}/g, (_, name: string) => `"${demo.workspace.name}"."${name}"`))}`.execute(
      demo.workspace.db,
    )
  ).rows
const demo = () => demos[0]!

test('nobody was refused anything, and the clock is back in the present', async () => {
  expect(outcomes.map(({ complete, broken }) => ({ complete, broken }))).toEqual([
    { complete: true, broken: [] },
    { complete: true, broken: [] },
  ])
  expect(demo().workspace.clockOffsetMs).toBe(0)
})

test('every reaction has done its work', async () => {
  expect(
    await ask(demo(), 'select reaction, failure from {_reaction_run} where failure is not null'),
  ).toEqual([])
})

test('what is owed for a confirmed order is the order, to the cent, and nothing for a draft', async () => {
  const rows = await ask(
    demo(),
    'select o.number, o.stage, o.amount, sum(r.amount) as owed from {order} o left join {receivable} r on r."order" = o.id and r.deleted_at is null group by o.id',
  )
  expect(rows.length).toBeGreaterThan(1)
  expect(rows.filter((row) => Number(row.stage === 'draft' ? 0 : row.amount) !== Number(row.owed))).toEqual(
    [],
  )
})

test('every deal that was won has its signed contract, and every signed contract its order', async () => {
  const won = await ask(
    demo(),
    `select o.number, c.stage from {opportunity} o left join {contract} c on c.opportunity = o.id where o.stage = 'won'`,
  )
  expect(won.length).toBeGreaterThan(1)
  expect(won.filter((row) => !['signed', 'running', 'completed'].includes(row.stage ?? ''))).toEqual([])
  expect(
    await ask(
      demo(),
      `select number from {contract} c where signed_on is not null and not exists (select from {order} o where o.contract = c.id)`,
    ),
  ).toEqual([])
})

test('the leads came over the whole time, and nothing lies in the future', async () => {
  const [spread] = await ask(
    demo(),
    `select count(*) as leads, min(created_at)::text as first, count(*) filter (where created_at > now()) as ahead from {lead}`,
  )
  // Those of today come at nine: before that hour they lie ahead.
  const dates = Array.from({ length: 26 }, (_, at) => addDays(plan.from, at))
  const isWorked = workedDays(demo().workspace, plan.from)
  const today = spreadLeads(plan.seed, plan.leads, dates, (date) => isWorked(dates.indexOf(date))).at(-1)!
  expect([plan.leads, plan.leads + today]).toContain(Number(spread!.leads))
  expect(spread!.ahead).toBe('0')
  expect(spread!.first!.slice(0, 10) <= addDays(plan.from, 5)).toBe(true)
})

/** What each person of the company must find when they sign in: their inbox, and the lists they work from. */
const desks: Readonly<Record<string, readonly (readonly [object: string, where: string])[]>> = {
  sales: [
    ['opportunity', 'owner = me and not(stage in ("won", "lost"))'],
    ['contract', 'owner = me and stage = "draft"'],
    ['contract', 'owner = me and stage = "approved"'],
    ['receivable', 'owner = me and state = "overdue"'],
    ['lead', 'owner = null and stage = "new"'],
  ],
  sales2: [
    ['opportunity', 'owner = me and not(stage in ("won", "lost"))'],
    ['order', 'owner = me and stage = "draft"'],
  ],
  'sales-director': [
    ['quote', 'stage = "submitted"'],
    ['contract', 'stage = "approving"'],
    ['deal_registration', 'state = "registered"'],
    ['lead', 'owner = null and stage = "new"'],
  ],
  'tech-lead': [['evaluation', 'stage = "open"']],
  planner: [
    ['requirement_sign_off', 'side = "production" and state = "pending"'],
    ['work_order', 'stage = "planned"'],
    ['work_order', 'stage = "released"'],
    ['work_order', 'stage = "running"'],
  ],
  worker: [
    ['job_card', 'worker = me and state = "running"'],
    ['job_card', 'worker = me and state = "paused"'],
    ['job_card', 'state = "waiting"'],
  ],
  quality: [
    ['requirement_sign_off', 'side = "quality" and state = "pending"'],
    ['inspection', 'result = "pending"'],
    ['nonconformance', 'state = "open"'],
  ],
  purchaser: [
    ['purchase_request', 'stage = "requested"'],
    ['purchase_request', 'stage = "ordered"'],
  ],
  warehouse: [['order', 'stage = "ready"']],
  'service-engineer': [
    ['ticket', 'stage = "new"'],
    ['ticket', 'stage = "dispatched"'],
    ['ticket', 'stage = "on_site"'],
  ],
  finance: [
    ['bank_line', 'state = "unmatched" and suggestions != null'],
    ['bank_line', 'state = "unmatched" and suggestions = null'],
    ['receivable', 'state = "overdue"'],
  ],
  manager: [
    ['quote', 'stage = "submitted"'],
    ['ticket', 'stage = "new"'],
  ],
}

test.each(Object.entries(desks))('%s finds work on the desk', async (login, lists) => {
  const person = await signIn(demo().base, `${login}@demo.example`, demo().password)
  // A worker's work comes as job cards, not as tasks.
  if (login !== 'worker') expect((await person.get('/tasks')).items.length).toBeGreaterThan(0)
  const empty = []
  for (const [object, where] of lists)
    if ((await person.get(`/records/${object}?where=${encodeURIComponent(where)}`)).items.length === 0)
      empty.push(`${object}: ${where}`)
  expect(empty).toEqual([])
})

test('approvals wait at every level: the director and the manager for quotes, finance for a contract', async () => {
  const waiting = await ask(
    demo(),
    `select u.login, i.process from {task} t join {user} u on u.id = t.owner join {_process_instance} i on i.id::text = t.process_instance::text where t.state = 'open' and t.kind = 'approval'`,
  )
  const levels = waiting.map(({ login, process }) => `${login!.split('@')[0]} ${process}`)
  expect(levels).toEqual(
    expect.arrayContaining([
      'sales-director quote_approval',
      'manager quote_approval',
      'sales-director contract_approval',
      'finance contract_approval',
    ]),
  )
})

test('one seed is one business, lived through at once or in pieces: names, owners, stages and amounts', async () => {
  const business = async (one: Demo) => ({
    counts: (await countHistory(one.workspace)).filter(({ name }) => !['task'].includes(name)),
    leads: await ask(
      one,
      'select l.external_id, l.company, l.stage, u.name from {lead} l left join {user} u on u.id = l.owner order by 1',
    ),
    deals: await ask(
      one,
      'select o.name, o.stage, o.amount, o.won_amount, o.lost_reason, u.name as owner from {opportunity} o join {user} u on u.id = o.owner order by 1, 3, 2, 4, 6',
    ),
    owed: await ask(
      one,
      'select instalment, state, amount, received from {receivable} where deleted_at is null order by 3, 1, 2, 4',
    ),
  })
  const [one, other] = await Promise.all(demos.map(business))
  expect(other).toEqual(one)
})

test('a second history is refused in plain words', async () => {
  await expect(runHistory(demo().workspace, plan, { password: 'x' })).rejects.toMatchObject({
    code: 'history_present',
  })
  await sql`update ${table(demo().workspace, '_workspace')} set demo = false`.execute(demo().workspace.db)
  await expect(runHistory(demo().workspace, plan, { password: 'x' })).rejects.toMatchObject({
    code: 'not_a_demo',
  })
})
