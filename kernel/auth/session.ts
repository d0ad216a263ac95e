import { createHash, randomBytes } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Actor } from '../../model/index.ts'
import { now, refresh, table, type Workspace } from '../workspace/workspace.ts'

const daysMax = 30

/** SHA-256 suffices, without salt or stretching: tokens are 30 or more random bytes, so nobody can guess them from a stolen table. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A new session; only the hash of its token is stored. */
export async function openSession(workspace: Workspace, person: string, from: { readonly address: string; readonly agent: string }): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`
    insert into ${table(workspace, '_session')} (token_hash, person, created_at, expires_at, address, agent)
    values (${tokenHash(token)}, ${person}, now(), now() + make_interval(days => ${daysMax}), ${from.address}, ${from.agent.slice(0, 300)})`.execute(workspace.db)
  return token
}

/** Ends a session, here and in every other process. */
export async function closeSession(workspace: Workspace, token: string): Promise<void> {
  await sql`delete from ${table(workspace, '_session')} where token_hash = ${tokenHash(token)}`.execute(workspace.db)
  workspace.signal.tell('rights')
}

/** How long rights are remembered should the word of a change be lost. */
const rememberMs = 5000
interface Memory {
  known: Map<string, { readonly actor: Actor; readonly until: number }>
  generation: number
}
const remembered = new WeakMap<Workspace, Memory>()

/**
 * Who comes with a session token or an API key, with the rights of this moment.
 * What was read is remembered until somebody says `rights` or `definitions`, which every change to people, departments, passwords, sessions and keys does.
 */
export async function actorByToken(workspace: Workspace, kind: 'session' | 'key', token: string): Promise<Actor | null> {
  const memory = memoryOf(workspace)
  const hit = memory.known.get(token)
  if (hit && hit.until > Date.now()) return hit.actor
  const { generation } = memory
  const actor = await readByToken(workspace, kind, token)
  // What was read before somebody said `rights` is not remembered after it.
  if (actor && generation === memory.generation) memory.known.set(token, { actor, until: Date.now() + rememberMs })
  return actor
}

function memoryOf(workspace: Workspace): Memory {
  const present = remembered.get(workspace)
  if (present) return present
  const made: Memory = { known: new Map(), generation: 0 }
  remembered.set(workspace, made)
  const forget = () => {
    made.known.clear()
    made.generation++
  }
  workspace.signal.listen((what) => (what === 'rights' || what === 'definitions') && forget())
  setInterval(forget, 60_000).unref()
  return made
}

async function readByToken(workspace: Workspace, kind: 'session' | 'key', token: string): Promise<Actor | null> {
  const source = kind === 'session'
    ? sql`select person from ${table(workspace, '_session')} where token_hash = ${tokenHash(token)} and expires_at > now()`
    : sql`select person from ${table(workspace, '_api_key')} where hash = ${tokenHash(token)} and revoked_at is null`
  return readActor(workspace, workspace.db, source)
}

/** Somebody known by id, with the rights of this moment, read anew each time; null when they left or never were. */
export const actorById = (workspace: Workspace, db: Kysely<any>, person: string) => readActor(workspace, db, sql`select ${person}::uuid as person`)

async function readActor(workspace: Workspace, db: Kysely<any>, source: ReturnType<typeof sql>): Promise<Actor | null> {
  const { rows } = await sql<{ id: string; name: string; roles: string[] | null; department: string | null; departments: string[]; language: 'zh' | 'en' | null; definitions_version: number }>`
    select u.id, u.name, u.roles, u.department, u.language, w.definitions_version,
      array(select p.descendant from ${table(workspace, '_department_path')} p where p.ancestor = u.department) as departments
    from (${source}) s join ${table(workspace, 'user')} u on u.id = s.person, ${table(workspace, '_workspace')} w
    where u.active and u.deleted_at is null`.execute(db)
  const row = rows[0]
  if (!row) return null
  if (row.definitions_version !== workspace.definitions.version) await refresh(workspace)
  return { id: row.id, name: row.name, roles: row.roles ?? [], department: row.department, departments: row.departments, language: row.language ?? 'zh', trusted: false }
}

/** A key for programs; shown once. Acts with the rights of the person. */
export async function createApiKey(workspace: Workspace, person: string, name: string): Promise<{ readonly id: string; readonly key: string }> {
  const key = `gt_${randomBytes(30).toString('base64url')}`
  const { rows } = await sql<{ id: string }>`
    insert into ${table(workspace, '_api_key')} (id, hash, hint, name, person, created_at)
    values (gen_random_uuid(), ${tokenHash(key)}, ${key.slice(0, 7)}, ${name.slice(0, 100)}, ${person}, ${now(workspace)}) returning id`.execute(workspace.db)
  return { id: rows[0]!.id, key }
}
