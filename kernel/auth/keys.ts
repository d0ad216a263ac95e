import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { keyVerbs, refuse, type KeyVerb } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { rulesOf } from './rules.ts'
import { tokenHash } from './session.ts'

export interface NewKey {
  readonly name: string
  /** Null or absent for all objects that the person may use. */
  readonly objects?: readonly string[] | null
  /** Only reading unless told. */
  readonly verbs?: readonly KeyVerb[]
  /** A moment or a day, ISO 8601; the longest that the company allows unless told. */
  readonly ends_at?: string
}

/**
 * A key for programs; shown once, only its hash is kept. Acts with the rights of the person, within its
 * scope, until its end.
 */
export async function createApiKey(
  workspace: Workspace,
  person: string,
  { name, objects = null, verbs = ['read'], ends_at }: NewKey,
): Promise<{ readonly id: string; readonly key: string; readonly ends_at: string }> {
  const unknown = objects?.find((object) => !Object.hasOwn(workspace.definitions.objects, object))
  if (unknown !== undefined)
    throw refuse(
      'object_unknown',
      {
        zh: `没有对象“${unknown}”，请检查密钥的范围`,
        en: `There is no object "${unknown}": look at the scope of the key`,
      },
      { field: 'objects' },
    )
  if (verbs.length === 0 || objects?.length === 0)
    throw refuse(
      'field_invalid',
      { zh: '请至少选择一项允许的操作和一个对象', en: 'Allow the key at least one verb on one object' },
      { field: verbs.length === 0 ? 'verbs' : 'objects' },
    )
  const ends = await endOf(workspace, ends_at)
  const key = `gt_${randomBytes(30).toString('base64url')}`
  const { rows } = await sql<{ id: string }>`
    insert into ${table(workspace, '_api_key')} (id, hash, hint, name, person, created_at, objects, verbs, ends_at)
    values (gen_random_uuid(), ${tokenHash(key)}, ${key.slice(0, 7)}, ${name.slice(0, 100)}, ${person}, now(),
      ${objects as string[] | null}::text[], ${keyVerbs.filter((verb) => verbs.includes(verb))}::text[], ${ends}) returning id`.execute(
    workspace.db,
  )
  return { id: rows[0]!.id, key, ends_at: ends.toISOString() }
}

async function endOf(workspace: Workspace, given: string | undefined): Promise<Date> {
  const { key_days_max: days } = await rulesOf(workspace)
  const last = new Date(Date.now() + days * 86_400_000)
  if (given === undefined) return last
  // A day counts to its end, wherever on earth it is looked at from.
  const end = new Date(/^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T23:59:59.999Z` : given)
  if (Number.isNaN(end.getTime()) || end.getTime() <= Date.now())
    throw refuse(
      'field_invalid',
      { zh: '密钥的到期时间应晚于现在', en: 'A key must end after now' },
      { field: 'ends_at' },
    )
  if (end.getTime() > last.getTime() + 86_400_000)
    throw refuse(
      'key_too_long',
      {
        zh: `密钥最长有效${days}天，请选择更早的到期时间`,
        en: `A key lasts at most ${days} days: choose an earlier end`,
      },
      { field: 'ends_at', data: { days } },
    )
  return end
}

export interface KeyShown {
  readonly id: string
  readonly person: string
  readonly person_name: string
  readonly name: string
  readonly hint: string
  readonly objects: readonly string[] | null
  readonly verbs: readonly KeyVerb[]
  readonly created_at: Date
  readonly ends_at: Date | null
  readonly used_at: Date | null
  readonly revoked_at: Date | null
}

/** A person's keys, or everybody's for null, newest first; those that ended stay to be seen. */
export async function keysOf(workspace: Workspace, person: string | null): Promise<readonly KeyShown[]> {
  const { rows } = await sql<KeyShown>`
    select k.id, k.person, u.name as person_name, k.name, k.hint, k.objects, k.verbs, k.created_at, k.ends_at, k.used_at, k.revoked_at
    from ${table(workspace, '_api_key')} k join ${table(workspace, 'user')} u on u.id = k.person
    where ${person}::uuid is null or k.person = ${person}::uuid
    order by (k.revoked_at is null and (k.ends_at is null or k.ends_at > now())) desc, k.created_at desc limit 500`.execute(
    workspace.db,
  )
  return rows
}

/** Ends a key at once, of one person or, for null, of anybody; answers whose and which it was. */
export async function revokeKey(
  workspace: Workspace,
  id: string,
  { of, by }: { readonly of: string | null; readonly by: string },
): Promise<{ readonly person: string; readonly name: string } | null> {
  const { rows } = await sql<{ person: string; name: string }>`
    update ${table(workspace, '_api_key')} set revoked_at = now(), revoked_by = ${by}
    where id::text = ${id} and revoked_at is null and (${of}::uuid is null or person = ${of}::uuid) returning person, name`.execute(
    workspace.db,
  )
  workspace.signal.tell('rights')
  return rows[0] ?? null
}
