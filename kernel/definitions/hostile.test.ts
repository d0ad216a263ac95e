import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  date,
  defineModule,
  defineObject,
  defineReport,
  formula,
  money,
  number,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const label = { zh: '甲', en: 'A' }
const box = defineObject('box', {
  label,
  title: 'name',
  number: 'B{0000}',
  indexes: [['name', 'made']],
  fields: {
    name: text(),
    made: date(),
    price: money({ scale: 3 }),
    other: reference('box', { inverse: 'others' }),
    twice: formula('money', 'price * 2', { scale: 2 }),
    pieces: number({ scale: 0 }),
  },
  list: { columns: ['name'], sort: '-created_at', filters: ['made'] },
  form: [['name', 'made']],
  access: { admin: { create: true, read: true, update: true, export: true } },
})
const figures = defineReport('figures', {
  label,
  object: 'box',
  where: 'made > p_since',
  parameters: { p_since: { type: 'date', default: '2026-01-01' } },
  groups: [{ name: 'month', label, expression: 'made', grain: 'month' }],
  measures: [
    { name: 'sum', label, of: 'sum', expression: 'price' },
    { name: 'most', label, of: 'max', expression: 'price' },
  ],
  sort: '-sum',
})

let house: TestHouse, admin: Caller, database: pg.Client, caught: string
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label, objects: [box], reports: [figures] }),
  ])
  admin = await house.person('管', ['admin'])
  await admin.post('/api/records/box', { name: '一', made: '2026-02-03', price: '4.500' })
  database = new pg.Client(testDatabaseUrl())
  await database.connect()
  // Whatever of a definition runs as SQL can call this function, and the call is seen.
  caught = `${house.workspace.name}.caught`
  await database.query(
    `create table ${caught}_calls (at timestamptz); create function ${caught}() returns integer language sql as 'insert into ${caught}_calls values (now()); select 1'`,
  )
})
afterAll(async () => {
  await database?.end()
  await house?.stop()
})

/** Ways out of an identifier, of a type, of a literal, of an expression. */
const waysOut = () => [
  `x"; select ${caught}(); --`,
  `2); select ${caught}(); --`,
  `' || ${caught}() || '`,
  `max(${caught}()), max`,
  `name" = '' or ${caught}() = 1 or "name`,
]

/**
 * Every text and number of a definition replaced by `hostile`, one at a time; every part of it where that is
 * no text.
 */
function* poisoned(
  value: unknown,
  hostile: unknown,
  path: readonly string[] = [],
): Generator<{ path: string; body: unknown }> {
  const fits = typeof hostile === 'string' ? ['string', 'number'].includes(typeof value) : path.length > 0
  if (fits) yield { path: path.join('.'), body: hostile }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value))
    for (const one of poisoned(inner, hostile, [...path, key]))
      yield {
        path: one.path,
        body: Array.isArray(value)
          ? value.map((other, i) => (String(i) === key ? one.body : other))
          : { ...value, [key]: one.body },
      }
}

const ask = async (method: 'PUT' | 'POST' | 'GET', url: string, payload?: unknown) =>
  admin.raw({
    method,
    url,
    ...(payload === undefined
      ? {}
      : { payload: JSON.stringify(payload), headers: { 'content-type': 'application/json' } }),
  })

/** Publishes a definition and, where it is taken, asks for what is built from it; answers the statuses. */
async function tryOut(kind: string, name: string, body: unknown): Promise<number[]> {
  const at = `/api/definitions/${kind}/${name}`
  const statuses = [(await ask('PUT', at, body)).status, (await ask('POST', `${at}/publish`)).status]
  if (statuses.at(-1) !== 200) return statuses
  if (kind === 'report') return [...statuses, (await ask('POST', `/api/reports/${name}/run`, {})).status]
  const records = `/api/records/${name}`
  const first = await ask('POST', records, { name: '二' })
  const second = await ask('POST', records, { name: '三', other: first.body.id })
  const read = [
    `${records}?titles=true&fields=name,other.name`,
    `${records}/${second.body.id}`,
    `${records}?sort=-created_at&limit=1`,
  ]
  return [
    ...statuses,
    first.status,
    second.status,
    ...(await Promise.all(read.map(async (url) => (await ask('GET', url)).status))),
  ]
}

const calls = async () => (await database.query(`select count(*)::int as n from ${caught}_calls`)).rows[0].n

let made = 0
test.each([
  ['report', figures],
  ['object', box],
] as const)(
  'whatever a definition of kind %s holds, none of it becomes SQL and none is an error of the server',
  async (kind, whole) => {
    const ran: string[] = []
    for (const hostile of [...waysOut(), 7, null, [null]])
      for (const { path, body } of poisoned(JSON.parse(JSON.stringify(whole)), hostile)) {
        // A table of its own each time, as columns are made only once.
        const name = kind === 'object' ? `box_${++made}` : 'figures'
        const statuses = await tryOut(
          kind,
          name,
          JSON.parse(JSON.stringify(body).replaceAll('"to":"box"', `"to":"${name}"`)),
        )
        if (statuses.some((status) => status >= 500))
          ran.push(`${path} = ${JSON.stringify(hostile)}: ${statuses.join(' ')}`)
        if ((await calls()) > 0) ran.push(`${path} = ${JSON.stringify(hostile)}: RAN`)
        await database.query(`delete from ${caught}_calls`)
      }
    expect(ran).toEqual([])
  },
  120_000,
)

test('an invented measure is refused where it is written, and says which there are', async () => {
  await admin.put('/api/definitions/report/figures', {
    measures: [{ name: 'sum', label, of: 'pg_read_file', expression: 'name' }],
  })
  expect(await admin.post('/api/definitions/report/figures/publish')).toMatchObject({
    code: 'definition_wrong',
    field: 'figures.measures.sum.of',
  })
})
