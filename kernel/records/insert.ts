import { CompiledQuery } from 'kysely'
import type { AnyRow, ObjectDef } from '../../model/index.ts'
import { eventColumns, eventValues, type NewEvent } from '../events/emit.ts'
import type { Tx } from '../workspace/transact.ts'
import { tableText } from '../workspace/workspace.ts'
import { storedFields, toParameter, toRecord } from './row.ts'

type Draft = Readonly<Record<string, unknown>>

/** Writes a row; answers it as the database keeps it. */
export async function insertRow(tx: Tx, object: ObjectDef, draft: Draft): Promise<AnyRow> {
  const { names, values } = filled(tx, object, draft)
  const text = composed(tx, object, `row ${names.join()}`, () => insertText(tx, object, names))
  return read(tx, object, text, values)
}

/**
 * Row, event and the check of the definitions in one statement. Definitions that moved on divide by zero:
 * the statement is undone, as the transaction around it may be the statement itself.
 */
export async function insertWithEvent(tx: Tx, object: ObjectDef, draft: Draft, event: NewEvent): Promise<AnyRow> {
  const { names, values } = filled(tx, object, draft)
  const text = composed(tx, object, `event ${names.join()}`, () => {
    const places = eventColumns.map(([, type], i) => `$${names.length + i + 1}::${type}`)
    const told = `insert into ${tableText(tx.workspace, '_event')} (${eventColumns.map(([name]) => name).join(', ')}) values (${places.join(', ')})`
    const version = names.length + eventColumns.length + 1
    return `with row as (${insertText(tx, object, names)}), told as (${told})
      select row.*, 1 / (w.definitions_version = $${version})::int as _current from row, ${tableText(tx.workspace, '_workspace')} w`
  })
  return read(tx, object, text, [...values, ...eventValues(tx, event), tx.definitions.version])
}

function filled(tx: Tx, object: ObjectDef, draft: Draft) {
  const fields = Object.entries(storedFields(object, tx.definitions)).filter(([name]) => draft[name] !== null && draft[name] !== undefined)
  return { names: fields.map(([name]) => name), values: fields.map(([name, field]) => toParameter(field, draft[name])) }
}

const insertText = (tx: Tx, object: ObjectDef, names: readonly string[]) =>
  `insert into ${tableText(tx.workspace, object.name)} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning *`

async function read(tx: Tx, object: ObjectDef, text: string, values: readonly unknown[]): Promise<AnyRow> {
  const { rows } = await tx.db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))
  return toRecord(object, tx.definitions, rows[0]!)
}

/** Statements by the fields that are filled, for a form fills mostly the same: composing one takes as long as reading its answer. */
const texts = new WeakMap<ObjectDef, Map<string, string>>()
const textsMax = 200

function composed(tx: Tx, object: ObjectDef, shape: string, compose: () => string): string {
  const known = texts.get(object) ?? new Map<string, string>()
  texts.set(object, known)
  // Workspaces of one process share the definitions that are shipped.
  const key = `${tx.workspace.name} ${shape}`
  const found = known.get(key)
  if (found) return found
  const made = compose()
  if (known.size >= textsMax) known.clear()
  known.set(key, made)
  return made
}
