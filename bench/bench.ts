import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { call, drive, driveInTurns, signIn, type Load } from './load.ts'
import { benchRules } from './rules.ts'
import { residentMiB, startServer, type RunningServer } from './server.ts'

/**
 * Speed as ratios: the server over HTTP against the same SQL through `pg` alone, both at concurrency 8 from
 * this process, in one run. `npm run bench -- [rows] [--only list,page,get,create,follow,rules]`; a million
 * leads and every line unless told; the rules alone need no database. Prints, never fails: see docs/performance.md for the figures and the machine.
 */
const {
  values: { only },
  positionals,
} = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } })
const rows = Number(positionals[0] ?? 1_000_000)
const print = (text: string) => void process.stdout.write(`${text}\n`)
if (!only || only.split(',').includes('rules')) benchRules(print)
if (only === 'rules') process.exit()
const data = mkdtempSync(join(tmpdir(), 'guantong-bench-'))

const running: RunningServer[] = []

try {
  const first = await startServer({ port: 3791, data })
  running.push(first)
  print(
    `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${rows.toLocaleString('en')} leads`,
  )
  print(`first start, database made and seeded   ${first.readyMs.toFixed(0)} ms`)
  const idle = residentMiB(first.process.pid!)
  const port = readFileSync(join(data, 'postgres', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(join(data, 'postgres', 'postgres.password'), 'utf8').trim()
  const pool = new pg.Pool({
    connectionString: `postgres://guantong:${password}@127.0.0.1:${port}/guantong`,
    max: 8,
  })
  pool.on('error', () => {}) // the database ends with the server
  await fill(pool, rows)
  await compare(first.base, pool)
  print(
    `resident memory idle / under load       ${idle.toFixed(0)} / ${residentMiB(first.process.pid!).toFixed(0)} MiB`,
  )
  await pool.end()
  await first.stop()
  const second = await startServer({ port: 3791, data })
  running.push(second)
  print(`second start with the million           ${second.readyMs.toFixed(0)} ms`)
  await second.stop()
} finally {
  for (const server of running) await server.stop()
  rmSync(data, { recursive: true, force: true })
}

/**
 * Leads of 200 departments over three years, spread as real ones are; straight into the table, because the
 * subject is reading and single writes.
 */
async function fill(pool: pg.Pool, count: number): Promise<void> {
  const began = performance.now()
  await pool.query(`set synchronous_commit = off`)
  await pool.query(`
    insert into main.department (id, created_at, updated_at, name) select gen_random_uuid(), now(), now(), 'bench ' || n from generate_series(1, 200) n`)
  await pool.query(`
    with d as (select array_agg(id) as ids from main.department where name like 'bench %'), u as (select id from main."user" where login = 'sales2@demo.example')
    insert into main.lead (id, number, created_at, updated_at, owner, department, stage, pipeline, stage_since, company, phone, province, source, product_line, budget)
    select gen_random_uuid(), 'B-' || n, t.at, t.at, u.id, d.ids[1 + n % 200], (array['new', 'assigned', 'contacted', 'converted', 'disqualified'])[1 + n / 200 % 5], 'lead_flow', t.at,
      '公司 ' || n, '138' || lpad(n::text, 8, '0'), (array['浙江', '江苏', '上海', '广东'])[1 + n % 4], 'website', (array['machining', 'sheet_metal'])[1 + n % 2], n % 100000
    from generate_series(1, ${count}) n, d, u, lateral (select date_trunc('milliseconds', now() - make_interval(secs => n * 90)) as at) t`)
  await pool.query('vacuum analyze main.lead')
  await pool.query('analyze main.department')
  await pool.query('checkpoint') // what the filling left to do shall not fall into the first measure
  print(`filled in                               ${((performance.now() - began) / 1000).toFixed(0)} s`)
}

type Line = 'list' | 'page' | 'get' | 'create' | 'follow'

interface House {
  readonly base: string
  readonly pool: pg.Pool
  /** Cookie of somebody who sees everything. */
  readonly admin: string
  /** The department that the director, who sees his own alone, was put into. */
  readonly place: string
}

async function compare(base: string, pool: pg.Pool): Promise<void> {
  const admin = await signIn(base, 'manager@demo.example')
  const {
    rows: [place],
  } = await pool.query(`select id from main.department where name = 'bench 7'`)
  // The director's own department becomes one of the 200, so that the grant cuts the million to 5,000.
  await pool.query(`update main."user" set department = $1 where login = 'sales-director@demo.example'`, [
    place.id,
  ])
  await pool.query(`insert into main._department_path values ($1, $1, 0) on conflict do nothing`, [place.id])
  const lines: Readonly<Record<Line, (house: House) => Promise<void>>> = {
    list: compareLists,
    page: comparePages,
    get: compareGets,
    create: compareCreates,
    follow: timeWhatFollows,
  }
  const wanted = only?.split(',') ?? Object.keys(lines)
  for (const [name, measure] of Object.entries(lines))
    if (wanted.includes(name)) await measure({ base, pool, admin, place: place.id })
}

async function compareLists({ base, pool, admin, place }: House): Promise<void> {
  const director = await signIn(base, 'sales-director@demo.example')
  const path = `/api/records/lead?where=${encodeURIComponent('stage = "contacted"')}&sort=-created_at&limit=50`
  // As the server asks it: what no index serves in one piece in two that indexes do.
  const newest = `and t.deleted_at is null and t.stage = $2 order by t.created_at desc, t.id desc limit 51`
  const ownDepartment = `select t.* from ((select * from main.lead t where t.department = $1 ${newest}) union all (select * from main.lead t where t.owner is null and (t.department is null or t.department <> $1) ${newest})) t order by t.created_at desc, t.id desc limit 51`
  const naive = `select t.* from main.lead t where (t.department = $1 or t.owner is null) ${newest}`
  const everything = `select t.* from main.lead t where t.deleted_at is null and t.stage = $1 order by t.created_at desc, t.id desc limit 51`
  const list =
    (cookie: string, more = '') =>
    async () =>
      void (await call(base, { path: path + more, cookie }))
  const asScreens = '&count=true&titles=true'
  const lists = await driveInTurns({
    own: list(director),
    all: list(admin),
    ownScreen: list(director, asScreens),
    allScreen: list(admin, asScreens),
    rawOwn: async () => void (await pool.query(ownDepartment, [place, 'contacted'])),
    rawAll: async () => void (await pool.query(everything, ['contacted'])),
    rawNaive: async () => void (await pool.query(naive, [place, 'contacted'])),
  })
  show('list of 50, own department', lists.own, lists.rawOwn)
  show('the same, against one "or" in SQL', lists.own, lists.rawNaive)
  show('list of 50, everything', lists.all, lists.rawAll)
  print(`restricted against unrestricted         ${(lists.own.perSecond / lists.all.perSecond).toFixed(2)}`)
  const times = (bare: Load, screen: Load) => (bare.perSecond / screen.perSecond).toFixed(2)
  print(
    `with count and names, times the bare one ${times(lists.own, lists.ownScreen)} own department, ${times(lists.all, lists.allScreen)} everything`,
  )
}

async function comparePages({ base, admin }: House): Promise<void> {
  const far = Math.min(1000, Math.floor(rows / 100))
  const deep = await pageAt(base, admin, far)
  const page = (after: string) => async () =>
    void (await call(base, { path: `/api/records/lead?limit=50${after}`, cookie: admin }))
  const { page1, page1000 } = await driveInTurns(
    { page1: page(''), page1000: page(`&after=${deep}`) },
    { turns: 4 },
  )
  print(
    `${`page ${far.toLocaleString('en')} against page 1`.padEnd(40)}${(page1000.perSecond / page1.perSecond).toFixed(2)}   (${page1000.p50Ms.toFixed(1)} ms against ${page1.p50Ms.toFixed(1)} ms)`,
  )
}

async function compareGets({ base, pool, admin, place }: House): Promise<void> {
  const { rows: ids } = await pool.query(`select id from main.lead where department = $1 limit 500`, [place])
  const one = `select t.* from main.lead t where t.id = $1 and t.deleted_at is null`
  const related = `select t.id, t.name from main."user" t where t.id = any($1::uuid[])`
  const gets = await driveInTurns(
    {
      raw: async (i) => {
        const {
          rows: [row],
        } = await pool.query(one, [ids[i % ids.length].id])
        await pool.query(related, [[row.owner]])
        await pool.query(
          `select name, key, due_at from main._deadline where record = $1 and state = 'waiting'`,
          [row.id],
        )
      },
      http: async (i) =>
        void (await call(base, { path: `/api/records/lead/${ids[i % ids.length].id}`, cookie: admin })),
    },
    { turns: 4 },
  )
  show('get one with related', gets.http, gets.raw)
}

async function compareCreates({ base, pool }: House): Promise<void> {
  const insert = `insert into main.lead (id, number, version, created_at, updated_at, created_by, owner, department, stage, pipeline, stage_since, company, phone, source, response_breached, possible_duplicate) values ($1, $2, 1, now(), now(), $3, $3, $4, 'new', 'lead_flow', now(), $5, $6, 'website', false, false)`
  const {
    rows: [seller],
  } = await pool.query(`select id, department from main."user" where login = 'sales@demo.example'`)
  // Not in turns: a burst is answered first for ten seconds, and what one set off would share the machine
  // with the next.
  await pool.query('checkpoint') // or it falls, every five minutes, into one of the two
  const rawCreate = await drive(
    async (i) =>
      void (await pool.query(insert, [
        uuidv7(),
        `R-${i}-${uuidv7()}`,
        seller.id,
        seller.department,
        `直接插入 ${i}`,
        `139${String(i).padStart(8, '0')}`,
      ])),
  )
  const sales = await signIn(base, 'sales@demo.example')
  const httpCreate = await drive(
    async (i) =>
      void (await call(base, {
        method: 'POST',
        path: '/api/records/lead',
        cookie: sales,
        body: {
          company: `贯通压测第${i}号机械有限公司`,
          phone: `137${String(i).padStart(8, '0')}`,
          source: 'website',
        },
      })),
  )
  show('create with everything', httpCreate, rawCreate)
}

/** What the creates set off by themselves. */
async function timeWhatFollows({ pool }: House): Promise<void> {
  const began = performance.now()
  await atRest(pool)
  print(`what the creates set off was done       ${((performance.now() - began) / 1000).toFixed(0)} s later`)
}

/** Until no event is unread and no job is left. */
async function atRest(pool: pg.Pool): Promise<void> {
  const place = (column: string) => `(select ${column} from main._reader where name = 'reactions')`
  for (;;) {
    const {
      rows: [left],
    } = await pool.query(
      `select exists (select from main._event where (xid, id) > (${place('xid')}, ${place('event')})) or exists (select from main_jobs.jobs where run_at <= now()) as any`,
    )
    if (!left.any) return
    await new Promise((resume) => setTimeout(resume, 250))
  }
}

async function pageAt(base: string, cookie: string, page: number): Promise<string> {
  let after = ''
  for (let i = 0; i < page / 10; i++)
    after = JSON.parse(
      (
        await call(base, {
          path: `/api/records/lead?limit=500&fields=number${after ? `&after=${after}` : ''}`,
          cookie,
        })
      ).text,
    ).next as string
  return after
}

function show(what: string, http: Load, raw: Load): void {
  const failed = http.failures + raw.failures
  print(
    `${what.padEnd(40)}${(http.perSecond / raw.perSecond).toFixed(2)}   (${http.perSecond.toFixed(0)}/s, p95 ${http.p95Ms.toFixed(1)} ms, against ${raw.perSecond.toFixed(0)}/s raw)${failed ? `   ${failed} failed` : ''}`,
  )
}
