import { sql } from 'kysely'
import { kindOf, type ObjectDef } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { toRecord } from '../records/row.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { heldOf, personalIn, type Held } from './held.ts'

const rowsMax = 1000

/**
 * What is held of the person of a record, for their request: every record that speaks of them with all its
 * values, what points at those, their files, and who read them. Who asked for it is an event.
 */
export async function showPerson(tx: Tx, object: string, id: string) {
  const held = await heldOf(tx, object, id)
  const records = []
  for (const one of held)
    records.push({
      ...described(one.object, one.record),
      personal: personalIn(one),
      stays: one.stays,
      beside: await pointingAt(tx, one),
      files: await filesAt(tx, one),
      read_by: await readBy(tx, one),
    })
  await emitEvents(tx, [
    { name: `${object}.person_shown`, object, record: id, payload: { records: held.length } },
  ])
  return { made_at: tx.now.toISOString(), records }
}

const described = (object: ObjectDef, record: Readonly<Record<string, unknown>>) => ({
  object: object.name,
  label: object.label,
  id: record.id as string,
  number: record.number as string | null,
  values: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)),
  labels: Object.fromEntries(
    Object.entries(object.fields)
      .filter(([name]) => (record[name] ?? null) !== null)
      .map(([name, field]) => [name, field.label]),
  ),
})

/** Records of other objects that name this one: what was said with the person, what they asked for. */
async function pointingAt(tx: Tx, { record, object }: Held) {
  const found = []
  for (const other of Object.values(tx.definitions.objects))
    for (const [by, field] of Object.entries(other.fields)) {
      if (kindOf(field).target?.(field) !== object.name || kindOf(field).column?.(field) !== 'uuid') continue
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${table(tx.workspace, other.name)} where ${sql.id(by)} = ${record.id} and deleted_at is null
        order by created_at desc limit ${rowsMax}`.execute(tx.db)
      found.push(...rows.map((row) => described(other, toRecord(other, tx.definitions, row))))
    }
  return found
}

async function filesAt(tx: Tx, { record }: Held) {
  const { rows } = await sql<{ id: string; name: string; size: string; created_at: Date }>`
    select id, name, size::text as size, created_at from ${table(tx.workspace, '_file')}
    where record = ${record.id} and deleted_at is null order by created_at`.execute(tx.db)
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

async function readBy(tx: Tx, { record }: Held) {
  const { rows } = await sql<{ at: Date; person_name: string; how: string }>`
    select at, person_name, how from ${table(tx.workspace, '_reading')} where record = ${record.id} order by id desc limit ${rowsMax}`.execute(
    tx.db,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
