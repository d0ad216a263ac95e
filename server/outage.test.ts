import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSmallDisk, type SmallDisk } from '../bench/crash/disk.ts'
import { freezeDatabase, killDatabase } from '../bench/crash/freeze.ts'
import { localStore } from '../kernel/files/localStore.ts'
import { startTestHouse, testMetricsToken, type Caller, type TestHouse } from '../kernel/testing/testHouse.ts'
import { patienceUsualMs } from '../kernel/workspace/watch.ts'
import { defineModule, defineObject, defineReaction, number, text } from '../model/index.ts'
import { keepPostgres, type KeptPostgres } from './postgres/keepPostgres.ts'

const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  title: 'said',
  fields: { said: text({ max: 2_000_000 }), heard: number() },
  access: { everyone: { create: true, read: true, update: true } },
})
/** Every note is answered by one reaction, which can be counted. */
const hear = defineReaction('tests.hear', {
  on: ['note.created'],
  async run(work, event) {
    const row = await work.get(note, event.record!)
    await work.change(note, row.id, { heard: String(Number(row.heard ?? 0) + 1) })
  },
})

let folder: string, disk: SmallDisk | null, postgres: KeptPostgres, house: TestHouse, ann: Caller
const data = () => join(folder, 'disk', 'postgres')
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guantong-outage-'))
  disk = makeSmallDisk(join(folder, 'disk'), 400)
  postgres = await keepPostgres({ folder: join(folder, 'disk') })
  const store = await localStore(join(folder, 'files'))
  const module = defineModule({ name: 'tests', label: { zh: '测试' }, objects: [note], reactions: [hear] })
  house = await startTestHouse(postgres.url, [module], store, patienceUsualMs)
  ann = await house.person('安', [])
})
afterAll(async () => {
  await house?.stop()
  await postgres?.stop()
  disk?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const list = () => ann.raw({ url: '/api/records/note?limit=1' })
const say = (said: string) => ann.raw({ method: 'POST', url: '/api/records/note', payload: { said } })
const served = () => expect.poll(async () => (await list()).status, { timeout: 8000 }).toBe(200)
/** Sent again until it is saved; an outage in the middle may leave more than one of them. */
const saved = (said: string) => expect.poll(async () => (await say(said)).status, { timeout: 8000 }).toBe(201)
/** Each that was saved was heard, once. */
const heard = (said: string) =>
  expect
    .poll(
      async () => {
        const notes = sql.id(house.workspace.name, 'note')
        const { rows } = await sql<{
          heard: string | null
        }>`select heard from ${notes} where said = ${said}`.execute(house.workspace.db)
        return [...new Set(rows.map((row) => Number(row.heard)))]
      },
      { timeout: 15_000 },
    )
    .toEqual([1])

test(
  'a database that is frozen is refused in words, whatever was asked, and all is served again when it goes on',
  { timeout: 60_000 },
  async () => {
    const thaw = freezeDatabase(data())
    const asked = await Promise.all([
      list(),
      say('冻结时'),
      ann.raw({ url: '/api/session' }),
      ann.raw({ url: '/readyz' }),
      ann.raw({ url: '/api/tasks' }),
    ])
    expect(asked.map(({ status, body }) => [status, body.code])).toEqual(
      asked.map(() => [503, 'database_unavailable']),
    )
    expect(asked.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true)
    // From now on it is known, and nobody waits any more; what asks no database is there all the while.
    const late = await ann.raw({ url: '/api/records/note', headers: { 'accept-language': 'en' } })
    expect(late.body.detail).toBe('The database does not answer at the moment: try again shortly')
    expect((await ann.raw({ url: '/healthz' })).status).toBe(200)
    expect(
      (await ann.raw({ url: '/metrics', headers: { authorization: `Bearer ${testMetricsToken}` } })).text,
    ).toContain('guantong_database_unreachable 1')
    thaw()
    await served()
    expect((await ann.raw({ url: '/readyz' })).body).toEqual({ ready: true })
    await saved('解冻后')
    await heard('解冻后')
  },
)

test(
  'a write that the database went away under says that it may have been saved',
  { timeout: 60_000 },
  async () => {
    await served()
    // It is held up in the middle of its change, and then the database falls silent.
    const holder = await house.workspace.pool.connect()
    await holder.query(`begin; lock table "${house.workspace.name}".note in exclusive mode`)
    const answer = say('悬而未决')
    const waiting = 'select count(*)::int as n from pg_locks where not granted'
    await expect
      .poll(async () => (await house.workspace.pool.query<{ n: number }>(waiting)).rows[0]!.n)
      .toBeGreaterThan(0)
    const thaw = freezeDatabase(data())
    const { status, body } = await answer
    thaw()
    holder.release(true)
    expect([status, body.code]).toEqual([503, 'database_unavailable'])
    expect(body.detail).toContain('可能已经保存')
    expect(body.detail).toContain('Idempotency-Key')
    await served()
  },
)

test(
  'a long statement is no outage, nor is a server that is busy with itself',
  { timeout: 60_000 },
  async () => {
    const { workspace } = house
    const long = sql<{ done: boolean }>`select true as done from pg_sleep(4)`.execute(workspace.db)
    for (const end = Date.now() + 2500; Date.now() < end;); // holds the event loop for longer than the patience
    expect((await long).rows).toEqual([{ done: true }])
    expect(workspace.database.awaySince()).toBe(null)
  },
)

test(
  'a database that is killed is started again at its address, and what it was about to do by itself is done',
  { timeout: 60_000 },
  async () => {
    await saved('之前')
    killDatabase(data())
    await saved('被杀之后')
    await heard('之前')
    await heard('被杀之后')
  },
)

test('connections that are ended cost nothing but the statements on them', { timeout: 60_000 }, async () => {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`.execute(
    house.workspace.db,
  )
  await saved('断开之后')
  await heard('断开之后')
})

test('a job that meets an outage uses up no attempts of those it has', { timeout: 60_000 }, async () => {
  await saved('停机前')
  for (let round = 0; round < 3; round++) {
    killDatabase(data())
    await served()
  }
  await heard('停机前')
  await house.settle()
})

test(
  'a full disk is a sentence, reading goes on, and writing too as soon as there is room',
  { timeout: 60_000 },
  async (context) => {
    if (!disk) return context.skip('no disk of its own can be mounted here')
    const clear = disk.fill()
    const large = 'x'.repeat(1_500_000)
    let refused = await say(`满${large}`)
    for (let n = 0; n < 40 && refused.status !== 503; n++) refused = await say(`满${n}${large}`)
    clear()
    expect(refused.status).toBe(503)
    expect(['disk_full', 'database_unavailable']).toContain(refused.body.code)
    await served()
    await saved('腾出空间之后')
    await heard('腾出空间之后')
  },
)

test(
  'files that find no room on the disk are refused in words, and taken when there is some',
  { timeout: 60_000 },
  async (context) => {
    const small = makeSmallDisk(join(folder, 'files', 'incoming'), 2)
    if (!small) return context.skip('no disk of its own can be mounted here')
    const upload = () => {
      const payload = Buffer.from(
        `--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'a'.repeat(100_000)}\r\n--x--\r\n`,
      )
      return ann.raw({
        method: 'POST',
        url: '/api/files',
        payload,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      })
    }
    const clear = small.fill()
    const { status, body } = await upload()
    clear()
    expect([status, body.code, body.detail]).toEqual([
      503,
      'disk_full',
      '服务器存放文件的磁盘已满，请联系管理员清理空间',
    ])
    small.remove()
    expect((await upload()).status).toBe(201)
  },
)
