import { sql } from 'kysely'
import { kindOf, type AnyRow, type ObjectDef } from '../../model/index.ts'
import { storedFields } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { changesBetween } from './changes.ts'
import { toParameter, toRecord } from './row.ts'

const computedNames = (object: ObjectDef) =>
  Object.entries(object.fields)
    .filter(([, field]) => kindOf(field).reckonedFrom)
    .map(([name]) => name)

/** Whether the object has any figure that the house reckons. */
export const isComputed = (object: ObjectDef): boolean => computedNames(object).length > 0

/**
 * The formulas and roll-ups of a record that came out otherwise, without a new version: nobody typed them.
 * Answers the record as it is kept.
 */
export async function writeComputed(
  tx: Tx,
  object: ObjectDef,
  before: AnyRow,
  after: AnyRow,
): Promise<AnyRow> {
  const fields = storedFields(object, tx.definitions)
  const changed = changesBetween(object, before, after)
  const names = computedNames(object).filter((name) => name in changed)
  if (names.length === 0) return before
  const { rows } = await sql<Record<string, unknown>>`
    update ${table(tx.workspace, object.name)} set ${sql.join(names.map((name) => sql`${sql.id(name)} = ${toParameter(fields[name]!, after[name])}`))}
    where id = ${before.id} returning *`.execute(tx.db)
  return toRecord(object, tx.definitions, rows[0]!)
}
