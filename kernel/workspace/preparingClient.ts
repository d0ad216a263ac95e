import { createHash } from 'node:crypto'
import type pg from 'pg'
import { DescribedQuery } from './describedQuery.ts'
import { PatientClient } from './patientClient.ts'

/**
 * A statement is worth preparing once it came so often; most of the time of a small one is spent on parsing
 * and planning it.
 */
const oftenFrom = 5
/** So many statements are kept prepared on each connection, and the counts of so many others. */
const preparedMax = 250
const seenMax = 2000

/**
 * A connection that prepares by itself what is asked again and again, in the way of `auto_prepare` of other
 * drivers: PostgreSQL then parses a statement once per connection and soon keeps its plan. Texts are counted
 * per process, so that statements of one time only, as conditions typed by people, take no room.
 * Source: PostgreSQL manual, PREPARE (generic and custom plans).
 */
export class PreparingClient extends PatientClient {
  override query(...args: any[]): any {
    // any: one body for the many overloads of pg
    const [first, values, callback] = args as [unknown, unknown, unknown]
    const asked = (typeof first === 'string' ? { text: first, values } : first) as Partial<
      pg.QueryArrayConfig & pg.Submittable
    >
    const { text } = asked
    // A query that submits itself (a cursor, a stream) is left alone.
    if (
      typeof text !== 'string' ||
      asked.name !== undefined ||
      asked.submit ||
      !Array.isArray(asked.values) ||
      asked.values.length === 0 ||
      callback !== undefined
    )
      return super.query(...(args as [string]))
    const name = nameOf(text)
    if (!name) return super.query(...(args as [string]))
    const answer = this.within(
      new Promise<pg.QueryResult>((resolve, reject) => {
        const told = (error: Error | null, result: pg.QueryResult) =>
          error ? reject(error) : resolve(result)
        super.query(new DescribedQuery({ ...asked, name } as pg.QueryConfig, undefined, told))
      }),
    )
    return answer.catch((error: { code?: string; message?: string }) => {
      // The table has other columns by now: the prepared statement is of no use on any connection.
      if (error.code !== '0A000' || !/cached plan/.test(error.message ?? '')) throw error
      forgetPrepared()
      if (this.getTransactionStatus() !== 'I') throw error
      return super.query(...(args as [string]))
    })
  }
}

const seen = new Map<string, number>()
const names = new Map<string, string>()
let generation = 0

/** To be called when tables change their columns: what was prepared before is not asked for again. */
export function forgetPrepared(): void {
  generation++
  names.clear()
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known || names.size >= preparedMax) return known
  const times = (seen.get(text) ?? 0) + 1
  if (times < oftenFrom) {
    if (seen.size >= seenMax) seen.clear()
    seen.set(text, times)
    return undefined
  }
  seen.delete(text)
  const name = `g${generation}_${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`
  names.set(text, name)
  return name
}
