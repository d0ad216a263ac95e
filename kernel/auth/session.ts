import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { rulesOf, signInRules } from './rules.ts'

/**
 * SHA-256 suffices, without salt or stretching: tokens are 30 or more random bytes, so nobody can guess them
 * from a stolen table.
 */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

export interface Origin {
  readonly address: string
  readonly agent: string
}

interface Opening {
  /** The token that the same device carried until now, which ends. */
  readonly replaces?: string
  /** Opened with a one-time password: an own one comes before anything else. */
  readonly owesPassword?: boolean
}

/** A new session; only the hash of its token is stored. */
export async function openSession(
  workspace: Workspace,
  person: string,
  from: Origin,
  { replaces, owesPassword = false }: Opening = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`
    insert into ${table(workspace, '_session')} (token_hash, person, created_at, last_seen_at, address, agent, owes_password)
    values (${tokenHash(token)}, ${person}, now(), now(), ${from.address}, ${from.agent.slice(0, 300)}, ${owesPassword})`.execute(
    workspace.db,
  )
  if (replaces) await closeSession(workspace, replaces)
  return token
}

/** Ends a session, here and in every other process. */
export async function closeSession(workspace: Workspace, token: string): Promise<void> {
  await sql`delete from ${table(workspace, '_session')} where token_hash = ${tokenHash(token)}`.execute(
    workspace.db,
  )
  workspace.signal.tell('rights')
}

/**
 * SQL over `_session s` and `_workspace w`: whether the session still lives by the company's rules of the
 * moment, in age and in idleness. A rule that is made stricter ends what is too old at once.
 */
export const sessionLives = sql`
  s.created_at > now() - make_interval(hours => coalesce((w.settings #>> '{sign_in,session_hours_max}')::int, ${sql.lit(signInRules.session_hours_max.initial)}))
  and s.last_seen_at > now() - make_interval(mins => coalesce((w.settings #>> '{sign_in,session_idle_minutes}')::int, ${sql.lit(signInRules.session_idle_minutes.initial)}))`

export interface SessionShown {
  readonly id: string
  readonly person: string
  readonly person_name: string
  readonly created_at: Date
  readonly last_seen_at: Date
  readonly address: string | null
  readonly agent: string | null
  readonly current: boolean
}

/**
 * The sessions that live, last used first: a person's own, or everybody's for null. `token` is that of who
 * asks.
 */
export async function sessionsOf(
  workspace: Workspace,
  person: string | null,
  token: string | undefined,
): Promise<readonly SessionShown[]> {
  const { rows } = await sql<SessionShown>`
    select s.id, s.person, u.name as person_name, s.created_at, s.last_seen_at, s.address, s.agent, s.token_hash = ${tokenHash(token ?? '')} as current
    from ${table(workspace, '_session')} s join ${table(workspace, 'user')} u on u.id = s.person, ${table(workspace, '_workspace')} w
    where ${sessionLives} and u.active and u.deleted_at is null and (${person}::uuid is null or s.person = ${person}::uuid)
    order by s.last_seen_at desc, s.id limit 500`.execute(workspace.db)
  return rows
}

/** Ends a session by its id, of one person or, for null, of anybody; answers whether there was one. */
export async function endSession(workspace: Workspace, id: string, person: string | null): Promise<boolean> {
  const { rows } =
    await sql`delete from ${table(workspace, '_session')} where id::text = ${id} and (${person}::uuid is null or person = ${person}::uuid) returning 1`.execute(
      workspace.db,
    )
  workspace.signal.tell('rights')
  return rows.length > 0
}

/** Ends all sessions of a person, except that of `but`. */
export async function endSessions(workspace: Workspace, person: string, but?: string): Promise<void> {
  await sql`delete from ${table(workspace, '_session')} where person = ${person} and token_hash <> ${tokenHash(but ?? '')}`.execute(
    workspace.db,
  )
  workspace.signal.tell('rights')
}

/** Ends every session of a person with the change that asks for it. */
export async function endAllSessions(tx: Tx, person: string): Promise<void> {
  await sql`delete from ${table(tx.workspace, '_session')} where person = ${person}`.execute(tx.db)
  tx.afterCommit.push(() => tx.workspace.signal.tell('rights'))
}

/** Sessions that are over are forgotten; called now and then by the housekeeping job. */
export async function sweepSessions(workspace: Workspace): Promise<void> {
  await sql`delete from ${table(workspace, '_session')} s using ${table(workspace, '_workspace')} w where not (${sessionLives})`.execute(
    workspace.db,
  )
}

/** How long a browser keeps the cookie: never longer than the session may live. In seconds. */
export const cookieSeconds = async (workspace: Workspace): Promise<number> =>
  (await rulesOf(workspace)).session_hours_max * 3600
