import { sql } from 'kysely'
import { refuse, type AnyRow, type Label, type ObjectDef } from '../../model/index.ts'
import { fieldAccess, grantsOf, parentOf } from '../access/grants.ts'
import { everything, rowCondition, type Verb } from '../access/rows.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { fragment } from './fragments.ts'
import { toRecord } from './row.ts'

/** A record that is not there and one that the caller may not see are the same answer. */
export const notFound = (object: ObjectDef) =>
  refuse(
    'not_found',
    {
      zh: `找不到该${object.label.zh}，可能已删除或您无权查看`,
      en: `No such ${object.label.en ?? object.name}, or not yours to see`,
    },
    { status: 404 },
  )

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Whether it has the form of an id, so that PostgreSQL is never handed text it cannot cast. */
export const isId = (text: unknown): text is string => typeof text === 'string' && uuid.test(text)

export interface Loading {
  readonly lock?: boolean
  readonly verb?: Verb
  readonly deleted?: boolean
}

/**
 * The record under the actor's grant; refuses `not_found`, or `not_allowed` when it may be seen but not
 * changed.
 */
export async function loadRecord(tx: Tx, name: string, id: string, loading: Loading = {}): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  const found = isId(id) ? await tryLoad(tx, object, id, loading) : undefined
  if (found) return found
  if (
    loading.verb &&
    loading.verb !== 'read' &&
    isId(id) &&
    (await tryLoad(tx, object, id, { deleted: loading.deleted }))
  )
    throw refuse(
      'not_allowed',
      closedBecause(tx, object) ?? {
        zh: `您可以查看但无权修改该${object.label.zh}`,
        en: `You may see this ${object.label.en ?? object.name} but not change it`,
      },
      { status: 403 },
    )
  throw notFound(object)
}

/** Said to somebody whose role changes such records at other times; nothing to those who never do. */
function closedBecause(tx: Tx, object: ObjectDef): Label | undefined {
  const source = tx.definitions.objects[parentOf(object)?.object ?? object.name] ?? object
  return grantsOf(source, tx.actor).some((grant) => grant.update) ? source.closed_because : undefined
}

async function tryLoad(
  tx: Tx,
  object: ObjectDef,
  id: string,
  { lock, verb = 'read', deleted }: Loading,
): Promise<AnyRow | undefined> {
  const condition = rowCondition(tx.definitions, tx.workspace, object, tx.actor, verb, 't')
  if (!condition) return undefined
  const { rows } = await sql<Record<string, unknown>>`
    select t.* from ${table(tx.workspace, object.name)} t
    where t.id = ${id} and t.deleted_at is ${deleted ? sql`not null` : sql`null`} and ${condition === everything ? sql`true` : sql`(${fragment(condition)})`}
    ${lock ? sql`for no key update` : sql``}`.execute(tx.db)
  return rows[0] && toRecord(object, tx.definitions, rows[0])
}

/** Leaves out what the actor may not see. */
export function mask(tx: Pick<Tx, 'definitions' | 'actor'>, object: ObjectDef, record: AnyRow): AnyRow {
  const access = tx.actor.trusted ? null : fieldAccess(tx.definitions, object, tx.actor)
  if (!access) return record
  return Object.fromEntries(Object.entries(record).filter(([name]) => !access.hidden(name))) as AnyRow
}
