import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { PatientClient } from './patientClient.ts'

/** What kind of work waits for a statement. */
export type Patience = 'question' | 'work' | 'background'

/**
 * Milliseconds after which a statement is cancelled, by kind of work: a list or a search that somebody looks
 * at, a report, an export or a change that somebody asked for, and what the house does by itself.
 */
export const patienceMs: Readonly<Record<Patience, number>> = {
  question: 10_000,
  work: 60_000,
  background: 600_000,
}

/**
 * The connections of a pool for one kind of work. They are the same connections: how long is waited belongs
 * to whoever has one.
 * @example facing(pool, patienceMs.question).selectFrom('t')
 */
export const facing = (pool: pg.Pool, ms: number): Kysely<any> =>
  new Kysely<any>({
    dialect: new PostgresDialect({ pool: { connect: () => lend(pool, ms), end: () => pool.end() } }),
  })

/**
 * A connection of the pool whose statements are cancelled after `ms` milliseconds; to be given back with
 * `release`.
 */
export async function lend(pool: pg.Pool, ms: number): Promise<pg.PoolClient> {
  const client = await pool.connect()
  if (client instanceof PatientClient) client.patienceMs = ms
  return client
}
