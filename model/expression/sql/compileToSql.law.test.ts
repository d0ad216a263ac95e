import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../../server/postgres/testDatabase.ts'
import { compileToSql, evaluate, ExpressionError, holds, parseExpression } from '../index.ts'
import { typeOf } from '../check.ts'
import { createTables, dealScope, loadDeals, parameters } from './testDeals.ts'
import * as sample from './testExpressions.ts'

const RUNS = Number(process.env['FEEL_LAW_RUNS'] ?? 150)
const now = new Date('2026-11-23T08:00:00.000Z')
const deals = loadDeals()
let client: pg.Client

beforeAll(async () => {
  // A zone and a way of writing dates that are nobody's here: an answer must not depend on how the server is
  // set.
  client = new pg.Client({
    connectionString: testDatabaseUrl(),
    options: '-c timezone=America/New_York -c datestyle=SQL,DMY -c jit=off',
  })
  await client.connect()
  await createTables(client)
}, 60_000)
afterAll(() => client?.end())

/** What PostgreSQL answers for every deal; undefined when the expression is refused in SQL. */
const ask = async (source: string, as: 'value' | 'condition'): Promise<unknown[] | undefined> => {
  let sql
  const expression = parseExpression(source, dealScope)
  const type = typeOf(expression, dealScope)
  if (type === 'any') return undefined // nothing says how to read it
  const READ = READS[type] ?? ((text: string) => text)
  try {
    sql = compileToSql(expression, { scope: dealScope, base: 'base', parameters, now, as })
  } catch (error) {
    if (error instanceof ExpressionError && error.code === 'not_in_sql') {
      if (process.env['FEEL_LAW_WHY'])
        console.info(`${error.sentence.en}: ${source.slice(error.from, error.to)}`)
      return undefined
    }
    throw error
  }
  const { rows } = await client
    .query({
      text: `select ${READ(sql.text)} as answer from pg_temp.deal as base order by id`,
      values: [...sql.params],
    })
    .catch((error: Error) => {
      throw new Error(`${error.message}\n${source}\n${sql.text}`)
    })
  return rows.map((row: { answer: unknown }) => row.answer)
}

/** Read as text, so that neither the driver nor the DateStyle has a say. */
const READS: Record<string, (text: string) => string> = {
  date: (text) => `to_char((${text})::date, 'YYYY-MM-DD')`,
  number: (text) => `(${text})::numeric`,
  duration: (text) => `(${text})::numeric`,
  datetime: (text) => `to_char((${text})::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
}

/** Driver values as the evaluator writes them. */
const normalise = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return value
  const plain = value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value
  return plain === '-0' ? '0' : plain
}

const SECONDS = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/
const inSeconds = (text: unknown): unknown => {
  const m = typeof text === 'string' ? SECONDS.exec(text) : null
  if (!m) return text
  const ms = Math.round(
    (Number(m[2] ?? 0) * 86400 + Number(m[3] ?? 0) * 3600 + Number(m[4] ?? 0) * 60 + Number(m[5] ?? 0)) *
      1000,
  )
  return normalise(((m[1] ? -ms : ms) / 1000).toFixed(3))
}

let compiled = 0
let refused = 0

/** What once disagreed. */
const met: Partial<Record<keyof typeof sample, readonly string[]>> = {
  // Within a filter a name is the row's own before it is the record's around it.
  condition: [
    'max(for a in activities[minutes < number(substring(id, -2, 1))] return a.minutes) in (amount, < amount)',
  ],
  // A duration of more milliseconds than JS counts exactly.
  // Centuries and a fraction of a second.
  moment: ['date and time(due) + (((now() - created_at) - (abs(due - signed) * 2)) * -1.25)'],
  number: [
    '((amount / customer.keeper.level) * effort / effort)',
    '((effort * amount + effort * amount) / effort)',
  ],
}

const agree = (kind: keyof typeof sample): Promise<void> =>
  fc.assert(
    fc.asyncProperty(sample[kind], async (source) => {
      const expression = parseExpression(source, dealScope)
      const answers = await ask(source, 'value')
      if (answers === undefined) {
        refused++
        return
      }
      compiled++
      const expected = deals.map((deal) => evaluate(expression, deal, { now }))
      const strict = kind === 'text'
      expect(answers.map((value) => (strict ? value : normalise(value)))).toEqual(
        expected.map((value) => (strict ? value : inSeconds(value))),
      )
      if (kind !== 'condition') return
      const holding = await ask(source, 'condition')
      if (holding === undefined) return // longer as a condition than as a value, and too long
      expect(holding.map((value) => value === true)).toEqual(
        deals.map((deal) => holds(expression, deal, { now })),
      )
    }),
    { numRuns: RUNS, examples: met[kind]?.map((source): [string] => [source]) ?? [] },
  )

test.each(['condition', 'number', 'text', 'date', 'moment', 'duration'] as const)(
  'SQL and JS agree on every deal: %s',
  async (kind) => {
    await agree(kind)
  },
  600_000,
)

test('most of what is generated compiles to SQL, so that the law says something', () => {
  console.info(
    `law: ${compiled} expressions compiled and compared on ${deals.length} rows, ${refused} refused`,
  )
  expect(compiled).toBeGreaterThan(refused * 3)
})
