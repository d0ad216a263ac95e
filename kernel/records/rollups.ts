import { sql } from 'kysely'
import type { AnyRow, ObjectDef } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { computeRollups, rollupParents } from './compute.ts'
import { objectOf, toRecord } from './row.ts'
import { writeComputed } from './writeComputed.ts'

/** Remembers the records above whose figures may have moved, both the old parent and the new one. */
export async function noteParents(tx: Tx, object: ObjectDef, before: AnyRow | null, after: AnyRow | null): Promise<void> {
  tx.pendingRollups ??= new Map()
  for (const { object: parent, by } of rollupParents(tx, object.name))
    for (const id of new Set([before?.[by], after?.[by]])) if (typeof id === 'string') tx.pendingRollups.set(`${parent}:${id}`, { object: parent, id })
}

/** Brings the remembered parents up to date, and theirs in turn. A figure that moved is an event, so that automations see it. */
export async function settleRollups(tx: Tx): Promise<void> {
  while (tx.pendingRollups && tx.pendingRollups.size > 0) {
    const [[key, { object: name, id }]] = tx.pendingRollups as unknown as [[string, { object: string; id: string }]]
    tx.pendingRollups.delete(key)
    const object = objectOf(tx.definitions, name)
    const { rows } = await sql<Record<string, unknown>>`select * from ${table(tx.workspace, name)} where id = ${id} for no key update`.execute(tx.db)
    if (!rows[0]) continue
    const before = toRecord(object, tx.definitions, rows[0])
    const values = await computeRollups(tx, object, id)
    if (Object.entries(values).every(([field, value]) => String(value ?? '') === String(before[field] ?? ''))) continue
    const after = await writeComputed(tx, object, { ...before, ...values } as AnyRow)
    await noteParents(tx, object, before, after)
  }
  tx.pendingRollups = null
}
