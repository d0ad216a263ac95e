import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely'
import type { Actor, Duty, KeyVerb, SqlText } from '../../model/index.ts'
import { gather } from '../workspace/gather.ts'
import { refresh, table, type Workspace } from '../workspace/workspace.ts'
import { factorDue, hasFactor, wantsFactor } from './factorDuty.ts'
import { sessionLives, tokenHash } from './session.ts'

/**
 * What opens the door, and whether somebody does something or a page that lies open only looks whether it
 * still may.
 */
interface Asked {
  readonly hash: Buffer
  readonly active: boolean
}

interface Found {
  readonly row: string
  readonly definitions_version: number
  readonly unseen: boolean
  /** `Rights` as JSON, which is read only where it is not what it was. */
  readonly rights: string
}

interface Rights {
  readonly id: string
  readonly name: string
  readonly roles: string[] | null
  readonly department: string | null
  readonly departments: string[]
  readonly language: 'zh' | 'en' | null
  /** How far a key reaches; a session has no such bounds. */
  readonly objects: string[] | null
  readonly verbs: KeyVerb[] | null
  readonly owes_password: boolean | null
  /** That the days of grace are over, and no second factor is in force. */
  readonly lacks_factor: boolean | null
}

type Kind = 'session' | 'key'

interface Doorman {
  readonly ask: Readonly<Record<Kind, (asked: Asked) => Promise<Found | null>>>
  /** By token: who came, as of which rights and definitions, as roles say what their holders owe. */
  readonly known: Map<string, Known>
}
interface Known {
  readonly actor: Actor
  readonly rights: string
  readonly version: number
  /** Composed when first asked. */
  question?: SqlText
}
const doormen = new WeakMap<Workspace, Doorman>()
/** Tokens whose statements are kept composed (see records/remembered.ts). */
const knownMax = 5000

/**
 * Who comes with a session token or an API key, with the rights of this moment: the database is asked for
 * every request, so that whoever leaves, loses a role or a key is out with the very next one, in every
 * process (decision 24). Requests that come together are one question. As long as the answer is the same, so
 * is the actor: what was composed for it stays of use.
 */
export async function actorByToken(
  workspace: Workspace,
  kind: Kind,
  token: string,
  { active = true }: { readonly active?: boolean } = {},
): Promise<Actor | null> {
  const { ask, known } = doormanOf(workspace)
  const hash = tokenHash(token)
  const found = await ask[kind]({ hash, active })
  const name = hash.toString('base64')
  if (!found) {
    known.delete(name)
    return null
  }
  if (found.definitions_version !== workspace.definitions.version) await refresh(workspace)
  const present = known.get(name)
  const { version } = workspace.definitions
  if (present?.rights === found.rights && present.version === version) return present.actor
  const actor = withDuty(workspace, JSON.parse(found.rights) as Rights)
  if (known.size >= knownMax) known.clear()
  known.set(name, { actor, rights: found.rights, version })
  return actor
}

/**
 * Whoever came with this token the last time, with the rights of then, and the statement that says whether
 * they still are: a reading carries it instead of waiting for it (decision 39). Null for who is new to this
 * process, or has something else to do first.
 */
export function rememberedBy(
  workspace: Workspace,
  kind: Kind,
  token: string,
): { readonly actor: Actor; readonly question: SqlText; readonly kind: Kind } | null {
  const hash = tokenHash(token)
  const known = doormanOf(workspace).known.get(hash.toString('base64'))
  if (!known || known.actor.owes || known.version !== workspace.definitions.version) return null
  known.question ??= textOf(stillComes(workspace, kind, { ...known, hash }).compile(workspace.db))
  return { actor: known.actor, question: known.question, kind }
}

const textOf = ({ sql: text, parameters }: CompiledQuery): SqlText => ({ text, params: parameters })

function doormanOf(workspace: Workspace): Doorman {
  const present = doormen.get(workspace)
  if (present) return present
  const asking = (kind: Kind) =>
    gather((many: readonly Asked[]) => lookUp(workspace, kind, many), { anyNumber: true })
  const made: Doorman = { ask: { session: asking('session'), key: asking('key') }, known: new Map() }
  doormen.set(workspace, made)
  return made
}

/** Whoever comes, with what they do first, if anything. */
function withDuty({ definitions }: Workspace, found: Rights): Actor {
  const actor = actorOf(found)
  const lacking = found.lacks_factor && wantsFactor(definitions, actor.roles)
  const owes: Duty | null = found.owes_password ? 'password' : lacking ? 'second_factor' : null
  return owes ? { ...actor, owes } : actor
}

/**
 * One statement for all who ask at a time, answered in their order; null for who is nobody, or nobody any
 * more.
 */
async function lookUp(
  workspace: Workspace,
  kind: Kind,
  many: readonly Asked[],
): Promise<readonly (Found | null)[]> {
  // Filled up to a power of two by tokens that nobody has, so that few statements are prepared.
  const count = 2 ** Math.ceil(Math.log2(many.length))
  const parameters = Array.from({ length: count }, (_, i) => many[i]?.hash ?? nobodys)
  const { rows } = await workspace.db.executeQuery<Answer>({
    ...statementOf(workspace, kind, count),
    parameters,
  })
  await noteSeen(
    workspace,
    rows.filter((row) => row.unseen && many[row.place]!.active).map((row) => row.row),
  )
  const byPlace = new Map(rows.map((found) => [found.place, found]))
  return many.map((_, place) => byPlace.get(place) ?? null)
}

const nobodys = Buffer.alloc(0)

interface Answer extends Found {
  readonly place: number
}
type Statement = CompiledQuery<Answer>

const statements = new WeakMap<Workspace, Map<string, Statement>>()

/** Composed once for each number of tokens. */
function statementOf(workspace: Workspace, kind: Kind, count: number): Statement {
  const known = statements.get(workspace) ?? new Map<string, Statement>()
  statements.set(workspace, known)
  const name = `${kind} ${count}`
  const statement = known.get(name) ?? whoComes(workspace, kind, count).compile(workspace.db)
  known.set(name, statement)
  return statement
}

/**
 * The tokens are rows that are written out, so that PostgreSQL keeps the plan. How long an array is it would
 * not know beforehand: its plan for all lengths would look dearer to it than one for the case, and it would
 * plan for every request, which takes ten times as long as the rest. Source: PostgreSQL manual, PREPARE
 * (generic and custom plans).
 */
const whoComes = (workspace: Workspace, kind: Kind, count: number) => sql<Answer>`
  select a.place, d.id as row, w.definitions_version, ${unseen} as unseen, ${rights(workspace)} as rights
  from (values ${sql.join(Array.from({ length: count }, (_, place) => sql`(${sql.lit(place)}, ${null}::bytea)`))}) a (place, hash)
  ${whoever(workspace, kind)}`

/** Whether who comes with this token still has the same rights, as of the same definitions, and was seen lately. */
const stillComes = (
  workspace: Workspace,
  kind: Kind,
  { hash, rights: before, version }: Pick<Known, 'rights' | 'version'> & { readonly hash: Buffer },
) => sql`
  select coalesce((select w.definitions_version = ${version}::int and not ${unseen} and ${rights(workspace)} = ${before}::text
    from (values (${hash}::bytea)) a (hash) ${whoever(workspace, kind)}), false)`

const unseen = sql`coalesce(d.seen < now() - interval '1 minute', true)`

/** The person `u` who comes by the token whose hash is `a.hash`, as long as it opens something. */
const whoever = (workspace: Workspace, kind: Kind) => sql`
  join ${table(workspace, '_workspace')} w on w.one
  join lateral (${doors[kind](workspace)}) d on true
  join ${table(workspace, 'user')} u on u.id = d.person and u.active and u.deleted_at is null
  left join ${table(workspace, '_credential')} c on c.person = u.id`

/** What a token opens, by its hash `a.hash`. */
const doors: Readonly<Record<Kind, (workspace: Workspace) => RawBuilder<unknown>>> = {
  session: (workspace) => sql`
    select s.id, s.person, s.last_seen_at as seen, null::text[] as objects, null::text[] as verbs, s.owes_password
    from ${table(workspace, '_session')} s where s.token_hash = a.hash and ${sessionLives}`,
  key: (workspace) => sql`
    select k.id, k.person, k.used_at as seen, k.objects, k.verbs, null::boolean as owes_password
    from ${table(workspace, '_api_key')} k where k.hash = a.hash and k.revoked_at is null and (k.ends_at is null or k.ends_at > now())`,
}

/** `Rights` of the person `u` with the credential `c` who comes by the door `d`. */
const rights = (workspace: Workspace) => sql`json_build_object(
  'id', u.id, 'name', u.name, 'roles', u.roles, 'department', u.department, 'language', u.language, 'objects', d.objects, 'verbs', d.verbs,
  'owes_password', d.owes_password, 'lacks_factor', not ${hasFactor(workspace)} and ${factorDue} <= now(),
  'departments', array(select p.descendant from ${table(workspace, '_department_path')} p where p.ancestor = u.department order by 1))::text`

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
  const { rows } = await sql<Pick<Found, 'definitions_version' | 'rights'>>`
    select w.definitions_version, ${rights(workspace)} as rights
    from ${table(workspace, 'user')} u
    cross join ${table(workspace, '_workspace')} w
    cross join (select null::text[] as objects, null::text[] as verbs, null::boolean as owes_password) d
    left join ${table(workspace, '_credential')} c on c.person = u.id
    where u.id = ${id}::uuid and u.active and u.deleted_at is null`.execute(db)
  const found = rows[0]
  if (!found) return null
  if (found.definitions_version !== workspace.definitions.version) await refresh(workspace)
  return actorOf(JSON.parse(found.rights) as Rights)
}

const actorOf = ({ id, name, roles, department, departments, language, objects, verbs }: Rights): Actor => ({
  id,
  name,
  roles: roles ?? [],
  department,
  departments,
  language: language ?? 'zh',
  trusted: false,
  ...(verbs && { scope: { objects, verbs } }),
})
