import { sql, type Kysely } from 'kysely'
import { pathsOf, type AnyRow, type Entry, type Expression, type ObjectDef } from '../../model/index.ts'
import { callerValues } from '../access/rows.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import { objectOf, targetOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { toRecord } from './row.ts'

/**
 * The record with the references and collections that the expressions name, so that they can be evaluated in
 * memory. Read for the house: gates and formulas judge facts, not what the caller may see.
 * @param read referenced records that are known already, by id
 */
export async function contextFor(
  tx: Tx,
  object: ObjectDef,
  record: AnyRow,
  expressions: readonly Expression[],
  read: Map<string, AnyRow> = new Map(),
): Promise<Record<string, unknown>> {
  const context: Record<string, unknown> = { ...record, ...callerValues(tx.actor) }
  await fill(
    { tx, read },
    object,
    context,
    expressions.flatMap((expression) => pathsOf(expression)),
    0,
  )
  return context
}

/** How far expressions may walk along references. */
const depthMax = 4

interface Reading {
  readonly tx: Tx
  /** Referenced records by their ids, each read once. */
  readonly read: Map<string, AnyRow>
}

async function fill(
  { tx, read }: Reading,
  object: ObjectDef,
  context: Record<string, unknown>,
  paths: readonly (readonly string[])[],
  depth: number,
): Promise<void> {
  const heads = new Map<string, (readonly string[])[]>()
  for (const [head, ...rest] of paths) if (head) heads.set(head, [...(heads.get(head) ?? []), rest])
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  for (const [head, rests] of heads) {
    const entry: Entry | undefined = scope[head]
    const deeper = rests.filter((rest) => rest.length > 0)
    if (
      entry?.is === 'reference' &&
      deeper.length > 0 &&
      typeof context[head] === 'string' &&
      depth < depthMax
    ) {
      const target = objectOf(tx.definitions, targetOf(object, head) ?? '')
      const found = read.get(context[head] as string) ?? (await readById(tx, target, context[head] as string))
      if (found) {
        read.set(found.id, found)
        const inner: Record<string, unknown> = { ...found }
        await fill({ tx, read }, target, inner, deeper, depth + 1)
        context[head] = inner
      }
    } else if (entry?.is === 'collection' && typeof context.id === 'string') {
      const rows = await readCollection(tx, object, head, context.id)
      const inverse = tx.definitions.inverses[object.name]?.[head]
      if (inverse && deeper.length > 0 && depth < depthMax)
        for (const row of rows)
          await fill({ tx, read }, objectOf(tx.definitions, inverse.object), row, deeper, depth + 1)
      context[head] = rows
    }
  }
}

async function readById(tx: Tx, object: ObjectDef, id: string): Promise<AnyRow | undefined> {
  const { rows } = await sql<
    Record<string, unknown>
  >`select * from ${table(tx.workspace, object.name)} where id = ${id}`.execute(tx.db)
  return rows[0] && toRecord(object, tx.definitions, rows[0])
}

/** Rows of a collection, oldest first; beyond 5,000 a condition should be a roll-up instead. */
async function readCollection(
  tx: Tx,
  object: ObjectDef,
  name: string,
  id: string,
): Promise<Record<string, unknown>[]> {
  if (name === 'files') return readAttached(tx.workspace, tx.db, '_file', id)
  const inverse =
    name === 'tasks' ? { object: 'task', by: 'record' } : tx.definitions.inverses[object.name]?.[name]
  if (!inverse) return []
  const source = objectOf(tx.definitions, inverse.object)
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${table(tx.workspace, source.name)} where ${sql.id(inverse.by)} = ${id} and deleted_at is null order by created_at, id limit 5000`.execute(
    tx.db,
  )
  return rows.map((row) => ({ ...toRecord(source, tx.definitions, row) }))
}

async function readAttached(
  workspace: Workspace,
  db: Kysely<any>,
  name: string,
  id: string,
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select id, name, kind, type, purpose, size::int as size, created_at from ${table(workspace, name)} where record = ${id} and deleted_at is null`.execute(
    db,
  )
  return rows
}
