import { afterAll, beforeAll, expect, test } from 'vitest'
import { nobody, signIn, until } from '../e2e/client.ts'
import { openTestServers, type TestServers } from './testServers.ts'

/** Processes that start by themselves, on real server processes that are killed the hard way. */
const password = 'guantong'
let servers: TestServers, db: TestServers['db'], start: TestServers['start'], one: TestServers['one']
beforeAll(async () => {
  servers = await openTestServers('starts', password)
  ;({ db, start, one } = servers)
})
afterAll(() => servers?.stop())

const rest = () =>
  until(
    'the house to rest',
    async () =>
      (await one(`select
  (select count(*) from main_jobs.jobs where attempts < max_attempts) + (select count(*) from main._event e, main._reader r where r.name = 'reactions' and (e.xid, e.id) > (r.xid, r.event))
  + (select count(*) from main._deadline where state = 'waiting' and due_at <= now() + (select clock_offset_ms from main._workspace) * interval '1 millisecond')`)) ===
      0,
    120_000,
  )
const forward = (hours: number) =>
  db.query(`update main._workspace set clock_offset_ms = clock_offset_ms + $1`, [hours * 3_600_000])
const runs = (process: string) =>
  one(`select count(*) from main._process_instance where process = $1`, [process])

async function publish(base: string, name: string, body: object) {
  const session = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin@demo.example', password }),
  })
  const headers = {
    'content-type': 'application/json',
    cookie: session.headers.get('set-cookie')!.split(';')[0]!,
  }
  await fetch(`${base}/api/definitions/process/${name}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  })
  const answer = await fetch(`${base}/api/definitions/process/${name}/publish`, {
    method: 'POST',
    headers,
    body: '{}',
  })
  expect(answer.status, await answer.text()).toBe(200)
}
const telling = (on: object) => ({
  label: { zh: '提醒', en: 'Reminder' },
  object: 'lead',
  start: { on, next: 'tell' },
  nodes: {
    tell: { kind: 'notify', label: { zh: '提醒', en: 'Reminder' }, to: [{ role: 'admin' }], next: 'yes' },
    yes: { kind: 'end', label: { zh: '完', en: 'Done' }, outcome: 'approved' },
  },
})

test(
  'killed at several moments while starts come due, with one server or two: each moment of each process is one run',
  { timeout: 400_000 },
  async () => {
    let server = await start()
    await Promise.all(
      Array.from({ length: 56 }, (_, i) =>
        nobody(server.base).post('/intake/website', {
          external_id: `定时${i}`,
          company: `定时${i}机械有限公司`,
          contact: '李工',
          phone: `1390000${String(1000 + i)}`,
        }),
      ),
    )
    await publish(server.base, 'daily_tell', telling({ schedule: { kind: 'daily', time: '06:00' } }))
    await publish(
      server.base,
      'each_lead',
      telling({ schedule: { kind: 'daily', time: '06:00' }, records: 'company != null' }),
    )
    await publish(server.base, 'lead_age', telling({ date_field: 'created_at', after: { days: 2 } }))
    await rest()
    const leads = await one(`select count(*) from main.lead where deleted_at is null`)
    expect(
      await one(`select count(*) from main._deadline where name = 'process_date' and state = 'waiting'`),
    ).toBeGreaterThanOrEqual(56)

    // Three days pass in one go, and the server dies again and again while it catches up.
    await server.kill()
    await forward(72)
    for (const share of [0, 0.2, 0.6]) {
      server = await start()
      await until(
        'some of the leads to have had their run',
        async () => (await runs('each_lead')) >= leads * share,
        60_000,
      )
      await server.kill()
    }
    const servers = await Promise.all([start(), start()])
    await rest()
    expect(await runs('daily_tell')).toBe(1)
    expect([
      await runs('each_lead'),
      await one(`select count(distinct record) from main._process_instance where process = 'each_lead'`),
    ]).toEqual([leads, leads])
    expect([
      (await runs('lead_age')) >= 56,
      await one(
        `select count(*) from (select record from main._process_instance where process = 'lead_age' group by record having count(*) > 1) twice`,
      ),
    ]).toEqual([true, 0])
    expect(await one(`select count(*) from main._process_instance where outcome = 'failed'`)).toBe(0)

    // With both running the next day comes, and one of them dies while it does.
    await forward(24)
    await until('the next day to have begun', async () => (await runs('each_lead')) > leads, 60_000)
    await servers[0]!.kill()
    await rest()
    expect([await runs('daily_tell'), await runs('each_lead')]).toEqual([2, leads * 2])
    expect(
      await one(`select count(*) from main._deadline where name = 'process_schedule' and state = 'waiting'`),
    ).toBe(2)
    const admin = await signIn(servers[1]!.base, 'admin@demo.example', password)
    expect(
      (await admin.get('/failures')).items.filter((item: { reaction: string }) =>
        item.reaction.startsWith('process.'),
      ),
    ).toEqual([])
    await servers[1]!.kill()
  },
)
