import fc from 'fast-check'
import type pg from 'pg'
import type { Scope } from '../scope.ts'

/**
 * The little company on which the laws are tried: deals with a customer, activities and tags, and every field
 * empty now and then.
 */
const customer: Scope = {
  id: { is: 'value', type: 'string', column: 'id' },
  title: { is: 'value', type: 'string', column: 'title' },
  grade: { is: 'value', type: 'string', column: 'grade' },
  credit: { is: 'value', type: 'number', column: 'credit' },
  since: { is: 'value', type: 'date', column: 'since' },
  keeper: { is: 'reference', column: 'keeper', table: '"pg_temp"."person"', scope: () => person },
  deals: { is: 'collection', table: '"pg_temp"."deal"', by: 'customer', scope: () => dealScope },
}
const person: Scope = {
  id: { is: 'value', type: 'string', column: 'id' },
  name: { is: 'value', type: 'string', column: 'name' },
  level: { is: 'value', type: 'number', column: 'level' },
}
const activity: Scope = {
  id: { is: 'value', type: 'string', column: 'id' },
  kind: { is: 'value', type: 'string', column: 'kind' },
  minutes: { is: 'value', type: 'number', column: 'minutes' },
  done: { is: 'value', type: 'boolean', column: 'done' },
  held_on: { is: 'value', type: 'date', column: 'held_on' },
  who: { is: 'reference', column: 'who', table: '"pg_temp"."person"', scope: () => person },
}
export const dealScope: Scope = {
  id: { is: 'value', type: 'string', column: 'id' },
  amount: { is: 'value', type: 'number', column: 'amount' },
  cost: { is: 'value', type: 'number', column: 'cost' },
  stage: { is: 'value', type: 'string', column: 'stage' },
  title: { is: 'value', type: 'string', column: 'title' },
  won: { is: 'value', type: 'boolean', column: 'won' },
  hot: { is: 'value', type: 'boolean', column: 'hot' },
  due: { is: 'value', type: 'date', column: 'due' },
  signed: { is: 'value', type: 'date', column: 'signed' },
  created_at: { is: 'value', type: 'datetime', column: 'created_at' },
  updated_at: { is: 'value', type: 'datetime', column: 'updated_at' },
  effort: { is: 'value', type: 'duration', column: 'effort' },
  tags: { is: 'value', type: 'list', column: 'tags' },
  about: { is: 'value', type: 'string', column: 'about', uuid: true },
  watchers: { is: 'value', type: 'list', column: 'watchers', uuid: true },
  owner: { is: 'reference', column: 'owner', table: '"pg_temp"."person"', scope: () => person },
  customer: { is: 'reference', column: 'customer', table: '"pg_temp"."customer"', scope: () => customer },
  activities: {
    is: 'collection',
    table: '"pg_temp"."activity"',
    by: 'deal',
    live: true,
    scope: () => activity,
  },
  me: { is: 'value', type: 'string' },
  my_team: { is: 'value', type: 'list' },
  nobody: { is: 'value', type: 'string' },
  limits: { is: 'value', type: 'list' },
}

type Row = Record<string, unknown>

const id = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`
const people: Row[] = [1, 2, 3].map((n) => ({
  id: id(n),
  name: ['王', 'Ann', null][n - 1],
  level: [1, '2.50', null][n - 1],
}))

export const parameters = {
  me: id(1),
  my_team: [id(1), id(2), 'stranger'],
  nobody: null,
  limits: [1, '2.5', 100, null],
}

const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(null) })

const number = maybe([
  '0',
  '1',
  '-1',
  '2.50',
  '3',
  '100',
  '1000.01',
  '-7.125',
  '0.333333',
  '99999999999999.9999',
  '0.0001',
  '12.5',
  '-2.5',
])
const text = maybe(['', 'a', 'A', 'won', 'lost', 'abc', '中文', 'é', '12', '-3.50', '😀', '｡', 'Ⅻ won'])
const date = maybe([
  '2026-01-31',
  '2026-11-23',
  '2024-02-29',
  '1989-06-01',
  '1970-01-01',
  '2026-11-22',
  '2100-12-31',
])
const moment = maybe([
  '2026-11-23T08:00:00.000Z',
  '2026-11-22T16:00:00.000Z',
  '2026-11-22T15:59:59.999Z',
  '1989-06-01T03:00:00.123Z',
  '2026-01-30T20:00:00.000Z',
])
const flag = maybe([true, false])
const personId = maybe(people.map((row) => row['id']))
const tags = fc.oneof(
  { weight: 4, arbitrary: fc.array(maybe(['won', 'a', '急', '']), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant(null) },
)

const watchers = fc.oneof(
  { weight: 4, arbitrary: fc.array(personId, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant(null) },
)

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: 20261123 })

const customers = sample(
  fc.record({ title: text, grade: maybe(['A', 'B']), credit: number, since: date, keeper: personId }),
  5,
).map((row, n): Row => ({ id: id(100 + n), ...row }))
const deals = sample(
  fc.record({
    amount: number,
    cost: number,
    stage: text,
    title: text,
    won: flag,
    hot: flag,
    due: date,
    signed: date,
    created_at: moment,
    updated_at: moment,
    effort: maybe([0, 3600, 86400, 90061, -7200]),
    tags,
    about: personId,
    watchers,
    owner: personId,
    customer: maybe(customers.map((row) => row['id'])),
  }),
  50,
).map((row, n): Row => ({ id: id(200 + n), ...row }))
const activities = sample(
  fc.record({
    deal: fc.constantFrom(...deals.map((row) => row['id'])),
    kind: maybe(['call', 'meeting', 'a']),
    minutes: number,
    done: flag,
    held_on: date,
    who: personId,
    deleted: fc.boolean(),
  }),
  110,
).map((row, n): Row => ({ id: id(500 + n), ...row }))

/**
 * In `pg_temp`: each run has tables of its own in the database that all tests share, and they go with its
 * session.
 */
export const createTables = async (client: pg.Client): Promise<void> => {
  await client.query(`create temp table person (id uuid primary key, name text, level numeric);
    create temp table customer (id uuid primary key, title text, grade text, credit numeric, since date, keeper uuid);
    create temp table deal (id uuid primary key, amount numeric, cost numeric, stage text, title text, won boolean, hot boolean, due date, signed date,
      created_at timestamptz, updated_at timestamptz, effort bigint, tags text[], about uuid, watchers uuid[], owner uuid, customer uuid);
    create temp table activity (id uuid primary key, deal uuid, kind text, minutes numeric, done boolean, held_on date, who uuid, deleted_at timestamptz);`)
  await insert(client, 'person', people)
  await insert(client, 'customer', customers)
  await insert(client, 'deal', deals)
  await insert(
    client,
    'activity',
    activities.map(({ deleted, ...row }) => ({ ...row, deleted_at: deleted ? new Date(0) : null })),
  )
}

const insert = async (client: pg.Client, table: string, rows: readonly Row[]): Promise<void> => {
  for (const row of rows) {
    const names = Object.keys(row)
    await client.query(
      `insert into pg_temp.${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    )
  }
}

/** The same deals as the records API gives them, with everything loaded. */
export const loadDeals = (): Row[] => {
  const findPerson = (key: unknown): Row | null => people.find((row) => row['id'] === key) ?? null
  const loadActivities = (deal: Row): Row[] =>
    activities
      .filter((row) => row['deal'] === deal['id'] && !row['deleted'])
      .map((row) => ({ ...row, who: findPerson(row['who']) }))
  const plain = deals.map((deal): Row => ({
    ...deal,
    effort: writeSeconds(deal['effort'] as number | null),
    owner: findPerson(deal['owner']),
    activities: loadActivities(deal),
  }))
  const loaded = customers.map((row): Row => ({
    ...row,
    keeper: findPerson(row['keeper']),
    deals: plain.filter((deal) => deal['customer'] === row['id']),
  }))
  return plain.map((deal) => ({
    ...deal,
    ...parameters,
    customer: loaded.find((row) => row['id'] === deal['customer']) ?? null,
  }))
}

const writeSeconds = (seconds: number | null): string | null =>
  seconds === null ? null : `${seconds < 0 ? '-' : ''}PT${Math.abs(seconds)}S`
