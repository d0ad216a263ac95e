import type pg from 'pg'
import { sql } from 'kysely'
import { connectDirect } from '../workspace/direct.ts'
import { now, table, type Workspace } from '../workspace/workspace.ts'
import { AnsweredBefore, noteFor, type Asked, type Note } from './note.ts'
import { isReused, isRunning } from './refusals.ts'

/**
 * The work of a key that has been claimed; where it was done before, the first answer comes back and `run` is
 * not called.
 */
export type Claimed = <T>(run: (note: Note) => Promise<T>) => Promise<T>

/**
 * Claims a key before anything is done: the same key for something else is refused at once,
 * `idempotency_reused`, also while the first is under way and after it was cut off. What was cut off may be
 * taken over by whoever sends the same again, as soon as its connection is gone.
 * @param long for work of many transactions, which one row that is held cannot speak for: a lock on a
 * connection of its own does
 */
export async function claim(
  workspace: Workspace,
  asked: Asked,
  { long = false }: { readonly long?: boolean } = {},
): Promise<Claimed> {
  const before = await readOrClaim(workspace, asked)
  if (before.answered) return async () => before.answer as never
  const lock = long ? await holdLock(workspace, asked) : null
  if (lock) {
    // Answered between the look and the lock.
    const again = await readOrClaim(workspace, asked)
    if (again.answered) {
      await lock.end()
      return async () => again.answer as never
    }
  }
  return async (run) => {
    try {
      return await run(noteFor(workspace, asked))
    } catch (error) {
      if (error instanceof AnsweredBefore) return error.answer as never
      // Should the database be away, the key stays claimed and the same request may still take it over.
      await release(workspace, asked).catch(() => {})
      throw error
    } finally {
      await lock?.end().catch(() => {})
    }
  }
}

/** What the key has come to so far; a key that is new is claimed by this. */
async function readOrClaim(
  workspace: Workspace,
  { caller, key, fingerprint }: Asked,
): Promise<{ readonly answered: boolean; readonly answer: unknown }> {
  const claims = table(workspace, '_idempotency')
  for (;;) {
    const { rows } = await sql<{ same: boolean; answered: boolean; answer: unknown }>`
      with made as (insert into ${claims} (caller, key, fingerprint, at) values (${caller}, ${key}, ${fingerprint}, ${now(workspace)}) on conflict do nothing returning 1)
      select true as same, false as answered, null::json as answer from made
      union all select fingerprint = ${fingerprint}, answer is not null, answer from ${claims} where caller = ${caller} and key = ${key}`.execute(
      workspace.db,
    )
    // Nothing: claimed by another in the same moment, whose row this statement does not see yet.
    if (!rows[0]) continue
    if (!rows[0].same) throw isReused()
    return rows[0]
  }
}

/** A key whose request was refused is free again, unless part of it was done or somebody else is at it. */
const release = (workspace: Workspace, { caller, key }: Asked) =>
  sql`
  delete from ${table(workspace, '_idempotency')} where (caller, key) in (
    select caller, key from ${table(workspace, '_idempotency')} c where caller = ${caller} and key = ${key} and answer is null
      and not exists (select from ${table(workspace, '_idempotency_part')} p where p.caller = c.caller and p.key = c.key) for update skip locked)`.execute(
    workspace.db,
  )

/** A lock that PostgreSQL lets go the moment the process is gone. */
async function holdLock(workspace: Workspace, { caller, key }: Asked): Promise<pg.Client> {
  // Should it break, the parts of the work hold without it: each is done once by its own note.
  const client = await connectDirect(workspace)
  const { rows } = await client.query<{ free: boolean }>(
    `select pg_try_advisory_lock(hashtextextended($1, 0)) as free`,
    [`once ${workspace.name} ${caller} ${key}`],
  )
  if (rows[0]!.free) return client
  await client.end()
  throw isRunning()
}
