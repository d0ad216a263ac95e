import { sql, type Kysely } from 'kysely'
import type { Actor, Duty, KeyVerb } from '../../model/index.ts'
import { gather } from '../workspace/gather.ts'
import { refresh, table, type Workspace } from '../workspace/workspace.ts'
import { factorDue, hasFactor, wantsFactor } from './factorDuty.ts'
import { sessionLives, tokenHash } from './session.ts'

interface Asked {
  readonly hash: Buffer
  readonly kind: 'session' | 'key'
  /** Whether somebody does something, or a page that lies open only looks whether it still may. */
  readonly active: boolean
}

interface Found {
  readonly row: string
  readonly id: string
  readonly name: string
  readonly roles: string[] | null
  readonly department: string | null
  readonly departments: string[]
  readonly language: 'zh' | 'en' | null
  readonly objects: string[] | null
  readonly verbs: KeyVerb[] | null
  readonly definitions_version: number
  readonly unseen: boolean
  readonly owes_password: boolean | null
  /** That the days of grace are over, and no second factor is in force. */
  readonly lacks_factor: boolean | null
}

interface Doorman {
  readonly ask: (asked: Asked) => Promise<Found | null>
  readonly known: Map<string, { readonly actor: Actor; readonly print: string }>
}
const doormen = new WeakMap<Workspace, Doorman>()
/** Tokens whose statements are kept composed (see records/remembered.ts). */
const knownMax = 5000

/**
 * Who comes with a session token or an API key, with the rights of this moment: the database is asked for every request, so that whoever
 * leaves, loses a role or a key is out with the very next one, in every process (decision 24). Requests that come together are one question.
 * As long as the answer is the same, so is the actor: what was composed for it stays of use.
 */
export async function actorByToken(
  workspace: Workspace,
  kind: 'session' | 'key',
  token: string,
  { active = true }: { readonly active?: boolean } = {},
): Promise<Actor | null> {
  const { ask, known } = doormanOf(workspace)
  const hash = tokenHash(token)
  const found = await ask({ hash, kind, active })
  const name = hash.toString('base64')
  if (!found) {
    known.delete(name)
    return null
  }
  if (found.definitions_version !== workspace.definitions.version) await refresh(workspace)
  const { unseen: _unseen, definitions_version: _version, ...rights } = found
  const print = JSON.stringify(rights)
  const present = known.get(name)
  if (present?.print === print) return present.actor
  const actor = withDuty(workspace, found)
  if (known.size >= knownMax) known.clear()
  known.set(name, { actor, print })
  return actor
}

function doormanOf(workspace: Workspace): Doorman {
  const present = doormen.get(workspace)
  if (present) return present
  const made: Doorman = { ask: gather((many: readonly Asked[]) => lookUp(workspace, many)), known: new Map() }
  doormen.set(workspace, made)
  return made
}

/** Whoever comes, with what they do first, if anything. */
function withDuty({ definitions }: Workspace, found: Found): Actor {
  const actor = actorOf(found)
  const owes: Duty | null = found.owes_password
    ? 'password'
    : found.lacks_factor && wantsFactor(definitions, actor.roles)
      ? 'second_factor'
      : null
  return owes ? { ...actor, owes } : actor
}

const person = sql`u.id, u.name, u.roles, u.department, u.language, w.definitions_version`
const departmentsBelow = (workspace: Workspace) =>
  sql`array(select p.descendant from ${table(workspace, '_department_path')} p where p.ancestor = u.department order by 1)`

/** One statement for all who ask at a time, answered in their order; null for who is nobody, or nobody any more. */
async function lookUp(workspace: Workspace, many: readonly Asked[]): Promise<readonly (Found | null)[]> {
  const { rows } = await sql<Found & { place: number }>`
    select a.place::int, coalesce(s.id, k.id) as row, ${person}, ${departmentsBelow(workspace)} as departments, k.objects, k.verbs, s.owes_password,
      not ${hasFactor(workspace)} and ${factorDue} <= now() as lacks_factor,
      coalesce(coalesce(s.last_seen_at, k.used_at) < now() - interval '1 minute', true) as unseen
    from unnest(${many.map((one) => one.hash)}::bytea[], ${many.map((one) => one.kind)}::text[]) with ordinality as a (hash, kind, place)
    cross join ${table(workspace, '_workspace')} w
    left join ${table(workspace, '_session')} s on a.kind = 'session' and s.token_hash = a.hash and ${sessionLives}
    left join ${table(workspace, '_api_key')} k on a.kind = 'key' and k.hash = a.hash and k.revoked_at is null and (k.ends_at is null or k.ends_at > now())
    join ${table(workspace, 'user')} u on u.id = coalesce(s.person, k.person) and u.active and u.deleted_at is null
    left join ${table(workspace, '_credential')} c on c.person = u.id`.execute(
    workspace.db,
  )
  await noteSeen(
    workspace,
    rows.filter((row) => row.unseen && many[row.place - 1]!.active).map((row) => row.row),
  )
  const byPlace = new Map(rows.map(({ place, ...found }) => [place, found]))
  return many.map((_, i) => byPlace.get(i + 1) ?? null)
}

/** When a session or a key was last used, to the minute: written at most once in it. */
async function noteSeen(workspace: Workspace, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    with seen as (update ${table(workspace, '_session')} set last_seen_at = now() where id = any(${ids}::uuid[]) returning 1)
    update ${table(workspace, '_api_key')} set used_at = now() where id = any(${ids}::uuid[])`.execute(
    workspace.db,
  )
}

/** Somebody known by id, with the rights of this moment; null when they left or never were. */
export async function actorById(workspace: Workspace, db: Kysely<any>, id: string): Promise<Actor | null> {
  const { rows } = await sql<Found>`
    select ${person}, ${departmentsBelow(workspace)} as departments from ${table(workspace, 'user')} u, ${table(workspace, '_workspace')} w
    where u.id = ${id}::uuid and u.active and u.deleted_at is null`.execute(db)
  const found = rows[0]
  if (!found) return null
  if (found.definitions_version !== workspace.definitions.version) await refresh(workspace)
  return actorOf(found)
}

const actorOf = ({ id, name, roles, department, departments, language, objects, verbs }: Found): Actor => ({
  id,
  name,
  roles: roles ?? [],
  department,
  departments,
  language: language ?? 'zh',
  trusted: false,
  ...(verbs && { scope: { objects, verbs } }),

})
