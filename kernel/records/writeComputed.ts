import { sql } from 'kysely'
import type { AnyRow, ObjectDef } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { computeFormulas } from './compute.ts'
import { storedFields, toParameter, toRecord } from './row.ts'

/** Roll-ups and the formulas over them, without a new version: nobody typed them. */
export async function writeComputed(tx: Tx, object: ObjectDef, record: AnyRow): Promise<AnyRow> {
  const formulas = await computeFormulas(tx, object, record)
  const fields = storedFields(object, tx.definitions)
  const names = Object.entries(object.fields).filter(([, field]) => ['formula', 'rollup'].includes(field.type)).map(([name]) => name)
  const after: Record<string, unknown> = { ...record, ...formulas }
  const { rows } = await sql<Record<string, unknown>>`
    update ${table(tx.workspace, object.name)} set ${sql.join(names.map((name) => sql`${sql.id(name)} = ${toParameter(fields[name]!, after[name])}`))}
    where id = ${record.id} returning *`.execute(tx.db)
  return toRecord(object, tx.definitions, rows[0]!)
}
