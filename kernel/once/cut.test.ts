import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  defineAction,
  defineModule,
  defineObject,
  defineProcess,
  lines,
  number,
  reference,
  rollup,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { openSession } from '../auth/session.ts'
import { makeServer } from '../http/server.ts'
import type { Live } from '../live/live.ts'
import { openCuttingProxy } from '../testing/cuttingProxy.ts'
import { sheetBody } from '../testing/sendSheet.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { openWorkspace, table } from '../workspace/workspace.ts'

/**
 * Requests whose connection to the database is cut at every possible moment, as a killed process cuts it, and
 * that are sent again with their key.
 */
const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  title: 'name',
  fields: {
    name: text({ required: true, unique: true }),
    total: rollup('number', 'sum(rows.amount)'),
    rows: lines('note_row', 'note'),
  },
  access: { sales: { create: true, read: true, update: true, delete: true, import: true, actions: true } },
})
const noteRow = defineObject('note_row', {
  label: { zh: '便条行', en: 'Row' },
  fields: { note: reference('note', { required: true }), amount: number() },
  access: { inherit: 'note' },
})
const copy = defineAction(note, 'copy', {
  label: { zh: '复制', en: 'Copy' },
  run: async (work, { name }) => ({ copied: (await work.create(note, { name: `${name}之二` })).id }),
})
const check = defineProcess('check', {
  label: { zh: '检查', en: 'Check' },
  object: 'note',
  start: { on: { button: { zh: '检查' } }, next: 'ask' },
  nodes: {
    ask: {
      kind: 'approval',
      label: { zh: '审批' },
      mode: 'any',
      assignees: [{ initiator: true }],
      next: 'end',
    },
    end: { kind: 'end', label: { zh: '完' }, outcome: 'approved' },
  },
})

let house: TestHouse, ann: Caller, cookie: string
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [note, noteRow],
      actions: [copy],
      processes: [check],
      roles: [{ name: 'sales', label: { zh: '销售' } }],
    }),
  ])
  ann = await house.person('安', ['sales'])
  cookie = `guantong_session=${await openSession(house.workspace, ann.id, { address: '127.0.0.1', agent: 'tests' })}`
})
afterAll(() => house?.stop())

/** What was answered: any, for each test says what it reads of it. */
type Answer = any

const deaf: Live = { onWake() {}, listen: () => () => {}, stop: async () => {} }

/** The request by a server of its own, whose connections are cut after so many sendings to the database. */
async function sendCut(
  request: InjectOptions,
  sendings: number,
): Promise<{ readonly status: number; readonly sent: number }> {
  const proxy = await openCuttingProxy(testDatabaseUrl())
  const workspace = await openWorkspace({
    ...house.workspace,
    directUrl: proxy.url,
    url: proxy.url,
    poolSize: 3,
  })
  const app = await makeServer({ workspace, live: deaf, logLevel: 'silent' })
  await app.ready()
  proxy.cutAfter(sendings)
  const answer = await app.inject({ ...request, headers: { ...request.headers, cookie } })
  const sent = proxy.sent()
  await app.close()
  await proxy.stop()
  await workspace.db.destroy().catch(() => {})
  return { status: answer.statusCode, sent }
}

/**
 * Sent again until nobody is at it any more: the database needs a moment to see that a connection is gone.
 */
async function sendAgain(request: InjectOptions) {
  let answer = await ann.raw(request)
  await expect
    .poll(async () => {
      if (answer.body?.code === 'idempotency_running') answer = await ann.raw(request)
      return answer.body?.code ?? null
    })
    .not.toBe('idempotency_running')
  return answer
}

const count = async (name: string, where = 'true') =>
  Number(
    (
      await sql<{
        n: string
      }>`select count(*) as n from ${table(house.workspace, name)} where ${sql.raw(where)}`.execute(
        house.workspace.db,
      )
    ).rows[0]!.n,
  )
const json = (body: unknown, key: string): Pick<InjectOptions, 'payload' | 'headers'> => ({
  payload: JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'idempotency-key': key },
})

async function cutEverywhere(
  make: (name: string) => Promise<InjectOptions> | InjectOptions,
  effect: (name: string, answer: Answer) => Promise<unknown>,
  momentsMax = 24,
): Promise<unknown[]> {
  const whole = await sendCut(await make('全'), Infinity)
  expect(whole.status).toBeLessThan(300)
  const effects: unknown[] = []
  // Every moment where there are few, else so many of them; the last is that between the commit and the
  // answer.
  const moments = Math.min(whole.sent, momentsMax)
  for (let moment = 0; moment <= moments; moment++) {
    const at = Math.round((whole.sent * moment) / moments)
    const name = `断${at}`
    const request = await make(name)
    await sendCut(request, at)
    // However the answer is asked for, it is the same.
    const { accept: _, ...headers } = request.headers as Record<string, string>
    const [first, second] = [
      await sendAgain({ ...request, headers }),
      await sendAgain({ ...request, headers }),
    ]
    expect(first.status, first.text).toBeLessThan(300)
    expect([second.status, second.text]).toEqual([first.status, first.text])
    effects.push(await effect(name, first.body))
  }
  return effects
}

const events = (name: string, like: string) =>
  count('_event', `name = '${name}' and payload->'changes'->'name'->>1 like '${like}'`)

test('a record with child rows, cut anywhere and sent again, is there once', async () => {
  const effects = await cutEverywhere(
    (name) => ({
      method: 'POST',
      url: '/api/records/note',
      ...json({ name: `建${name}`, rows: [{ amount: '2' }, { amount: '3' }] }, `create ${name}`),
    }),
    async (name) => [
      await count('note', `name = '建${name}' and total = 5`),
      await events('note.created', `建${name}`),
    ],
  )
  expect(new Set(effects.map(String))).toEqual(new Set(['1,1']))
})

test('an action cut anywhere and sent again has acted once', async () => {
  const effects = await cutEverywhere(
    async (name) => ({
      method: 'POST',
      url: `/api/records/note/${(await ann.post('/api/records/note', { name: `动${name}` })).id}/copy`,
      ...json({}, `act ${name}`),
    }),
    async (name) => [
      await count('note', `name = '动${name}之二'`),
      await events('note.created', `动${name}之二`),
    ],
  )
  expect(new Set(effects.map(String))).toEqual(new Set(['1,1']))
})

test('many records cut anywhere and sent again are each there once, the refused one refused', async () => {
  await ann.post('/api/records/note', { name: '已有' })
  const effects = await cutEverywhere(
    (name) => ({
      method: 'POST',
      url: '/api/records/note/bulk',
      ...json(
        { create: [{ name: `批一${name}` }, { name: '已有' }, { name: `批二${name}` }] },
        `bulk ${name}`,
      ),
    }),
    async (name, { results }) => [
      await count('note', `name in ('批一${name}', '批二${name}')`),
      await events('note.created', `批_${name}`),
      results.map((row: { ok: boolean }) => row.ok),
    ],
  )
  expect(new Set(effects.map(String))).toEqual(new Set(['2,2,true,false,true']))
})

test('a sheet cut anywhere and sent again goes on where it stopped and accounts for every row', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => `第${i}行`)
  const effects = await cutEverywhere(
    (name) => ({
      method: 'POST',
      url: '/api/records/note/import',
      ...sheetBody(
        { name: 'notes.csv', content: `name\n${rows.map((row) => `${row}${name}`).join('\n')}\n` },
        {},
        { 'idempotency-key': `sheet ${name}`, accept: 'application/x-ndjson' },
      ),
    }),
    async (name, { created }) => [
      created,
      await count('note', `name like '第%${name}'`),
      await events('note.created', `第%行${name}`),
      await count('_event', `name = 'note.import_finished'`),
    ],
    10,
  )
  expect(effects.map(String)).toEqual(effects.map((_, i) => `120,120,120,${i + 2}`))
  const again = await ann.raw({
    method: 'POST',
    url: '/api/records/note/import',
    ...sheetBody(
      { name: 'notes.csv', content: `name\n${rows.map((row) => `${row}断0`).join('\n')}\n` },
      {},
      { 'idempotency-key': 'sheet 断0' },
    ),
  })
  expect(again.body).toMatchObject({ rows: 120, created: 120, faulty: 0 })
})

test('a file and a run of a process, cut anywhere and sent again, are there once', async () => {
  const home = (await ann.post('/api/records/note', { name: '家' })).id
  const files = await cutEverywhere(
    (name) => ({ method: 'POST', url: '/api/files', ...fileBody(home, name) }),
    (name) => count('_file', `name = '${name}.txt'`),
  )
  const runs = await cutEverywhere(
    async (name) => ({
      method: 'POST',
      url: '/api/processes',
      ...json(
        {
          process: 'check',
          object: 'note',
          record: (await ann.post('/api/records/note', { name: `查${name}` })).id,
        },
        `run ${name}`,
      ),
    }),
    (name) =>
      count(
        '_process_instance',
        `record = (select id from "${house.workspace.name}".note where name = '查${name}')`,
      ),
  )
  expect(new Set([...files, ...runs])).toEqual(new Set([1]))
})

function fileBody(record: string, name: string): Pick<InjectOptions, 'payload' | 'headers'> {
  const border = '----file'
  const part = (head: string, body: string) =>
    `--${border}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`
  const payload = `${part('name="object"', 'note')}${part('name="record"', record)}${part(`name="file"; filename="${name}.txt"`, `内容${name}`)}--${border}--\r\n`
  return {
    payload,
    headers: { 'content-type': `multipart/form-data; boundary=${border}`, 'idempotency-key': `file ${name}` },
  }
}
