import { sql, type RawBuilder } from 'kysely'
import { linesOf, pipelineFor, stageOf, type AnyRow, type ObjectDef } from '../../model/index.ts'
import { parentOf } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import { emitEvents } from '../events/emit.ts'
import { followOrganisation } from '../organisation/follow.ts'
import { count } from '../workspace/counts.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { refuseClosedWhole } from './closedStage.ts'
import { askGuards } from './guards.ts'
import { loadRecord } from './load.ts'
import { refuseLocked, refuseOtherVersion, type Changing } from './locked.ts'
import { keyOf, noteDependents, settleRollups } from './rollups.ts'
import { toRecord } from './row.ts'
import { refusingUnstorable } from './unstorable.ts'

/** Soft delete; the record and its child rows can be restored. */
export async function removeRecord(
  tx: Tx,
  name: string,
  id: string,
  { version }: Changing = {},
): Promise<void> {
  const object = objectOf(tx.definitions, name)
  const before = await loadRecord(tx, name, id, { lock: true, verb: 'delete' })
  refuseOtherVersion(tx, object, before, version)
  await refuseLocked(tx, object, before)
  if (parentOf(object)) await refuseClosedWhole(tx, object, before, ['deleted_at'])
  const outermost = tx.pendingRollups === null
  await mark(tx, object, id, tx.now)
  for (const [, field] of linesOf(object))
    await markRows(
      tx,
      field.of,
      sql`deleted_at = ${tx.now} where ${sql.id(field.by)} = ${id} and deleted_at is null`,
    )
  await noteDependents(tx, object, before, null)
  tx.pendingRollups?.delete(keyOf(object.name, id)) // its own figures stay as they were
  if (outermost) await settleRollups(tx)
  await emitEvents(tx, [{ name: `${object.name}.deleted`, object: object.name, record: id, payload: {} }])
  const { actor, workspace } = tx
  if (actor.id && !actor.trusted) tx.afterCommit.push(() => count(workspace, 'records_removed', actor.id))
  await followOrganisation(tx, object.name)
}

/** Brings a deleted record back with the child rows that went with it. */
export async function restoreRecord(tx: Tx, name: string, id: string): Promise<AnyRow> {
  const object = objectOf(tx.definitions, name)
  const gone = await loadRecord(tx, name, id, { lock: true, verb: 'delete', deleted: true })
  const { rows } = await sql<{
    deleted_at: Date
  }>`select deleted_at from ${table(tx.workspace, object.name)} where id = ${id}`.execute(tx.db)
  for (const [, field] of linesOf(object))
    await markRows(
      tx,
      field.of,
      sql`deleted_at = null where ${sql.id(field.by)} = ${id} and deleted_at = ${rows[0]!.deleted_at}`,
    )
  await mark(tx, object, id, null)
  await findStage(tx, object, gone)
  await noteDependents(tx, object, null, gone)
  // What it looks at may have moved while it was away.
  tx.pendingRollups!.set(keyOf(object.name, id), {
    object: object.name,
    id,
    looks: false,
    because: `${object.name}.restored`,
  })
  await settleRollups(tx)
  const record = await loadRecord(tx, name, id, { verb: 'delete' })
  await askGuards(tx, name, record, null)
  await emitEvents(tx, [{ name: `${object.name}.restored`, object: object.name, record: id, payload: {} }])
  await followOrganisation(tx, object.name)
  return record
}

/** A record comes back to stages that were changed while it was away: one that stands on none begins anew. */
async function findStage(tx: Tx, object: ObjectDef, gone: AnyRow): Promise<void> {
  const pipeline = pipelineFor(tx.definitions, object.name, gone.pipeline)
  if (!pipeline || stageOf(pipeline, gone.stage)) return
  await sql`update ${table(tx.workspace, object.name)} set stage = ${pipeline.stages[0]!.name}, pipeline = ${pipeline.name}, stage_since = ${tx.now} where id = ${gone.id}`.execute(
    tx.db,
  )
}

const mark = (tx: Tx, object: ObjectDef, id: string, at: Date | null) =>
  refusingUnstorable(
    tx,
    object,
    sql`update ${table(tx.workspace, object.name)} set deleted_at = ${at}, version = version + 1, updated_at = ${tx.now} where id = ${id}`.execute(
      tx.db,
    ),
  )

/** Child rows that go or come back with their record; what they count for elsewhere follows. */
async function markRows(tx: Tx, name: string, change: RawBuilder<unknown>): Promise<void> {
  const child = objectOf(tx.definitions, name)
  const { rows } = await refusingUnstorable(
    tx,
    child,
    sql<Record<string, unknown>>`update ${table(tx.workspace, name)} set ${change} returning *`.execute(
      tx.db,
    ),
  )
  for (const row of rows) await noteDependents(tx, child, toRecord(child, tx.definitions, row), null)
}
