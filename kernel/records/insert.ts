import { quoteName, together, type AnyRow, type ObjectDef } from '../../model/index.ts'
import { storedFields } from '../definitions/stored.ts'
import { eventColumns, eventValues, type NewEvent } from '../events/emit.ts'
import { gather } from '../workspace/gather.ts'
import type { Door, Tx } from '../workspace/transact.ts'
import { tableText, type Workspace } from '../workspace/workspace.ts'
import { runText } from './fragments.ts'
import { toParameter, toRecord, type Stored } from './row.ts'

type Draft = Readonly<Record<string, unknown>>

/** Writes a row; answers it as the database keeps it. */
export async function insertRow(tx: Tx, object: ObjectDef, draft: Draft): Promise<AnyRow> {
  const { names, values } = filled(tx, object, draft)
  const text = composed(tx, object, `row ${names.join()}`, () => insertText(tx, object, names, 1))
  const rows = await ask(tx, text, values)
  return toRecord(object, tx.definitions, rows[0]!)
}

/**
 * Row, event and the check of the definitions in one statement, and where rights are yet to be confirmed the
 * question for them as well. Definitions that moved on, or rights that moved, divide by zero: the statement is undone, as the transaction around it may be the statement itself. Where it is, records
 * that come at the same time are written together (`gather`).
 */
export async function insertWithEvent(
  tx: Tx,
  object: ObjectDef,
  draft: Draft,
  event: NewEvent,
): Promise<AnyRow> {
  const { names, values } = filled(tx, object, draft)
  const { door } = tx
  const row: NewRow = { id: draft.id as string, values: [...values], event: eventValues(tx, event), door }
  const alone = (tx.db as unknown) === tx.workspace.db
  const raw = alone
    ? await gathererOf(tx, object, names)(row)
    : (await insertRows(tx, object, names, [row]))[0]!
  if (door) door.confirmed = true
  return toRecord(object, tx.definitions, raw)
}

interface NewRow {
  readonly id: string
  readonly values: readonly unknown[]
  readonly event: readonly unknown[]
  readonly door: Door | undefined
}

/** Rows of the same filled fields with an event each; in the order they were given. */
async function insertRows(
  tx: Tx,
  object: ObjectDef,
  names: readonly string[],
  rows: readonly NewRow[],
): Promise<readonly Stored[]> {
  const doors = questionsOf(rows)
  const shape = `${rows.length} events ${doors.length} ${doors[0]?.kind ?? ''} ${names.join()}`
  const text = composed(tx, object, shape, () => {
    const types = eventColumns.map(([, type]) => type)
    const events = rows.length * names.length
    const told = `insert into ${tableText(tx.workspace, '_event')} (${eventColumns.map(([name]) => name).join(', ')}) values ${placesOf(rows.length, types, events)}`
    const version = events + rows.length * types.length + 1
    return `with row as (${insertText(tx, object, names, rows.length)}), told as (${told})
      select row.*, 1 / (w.definitions_version = $${version}${came(doors, version)})::int as _current from row, ${tableText(tx.workspace, '_workspace')} w`
  })
  const written = await ask(tx, text, [
    ...rows.flatMap(({ values }) => values),
    ...rows.flatMap(({ event }) => event),
    tx.definitions.version,
    ...doors.flatMap(({ question }) => question.params),
  ])
  if (rows.length === 1) return written
  const byId = new Map(written.map((row) => [row.id, row]))
  return rows.map(({ id }) => byId.get(id)!)
}

/**
 * Who is to be asked for: each token once, filled up to a power of two, so that few statements are prepared.
 * All rows of one statement ask the same way (see `gathererOf`).
 */
function questionsOf(rows: readonly NewRow[]): readonly Door[] {
  const distinct = [...new Map(rows.flatMap(({ door }) => (door ? [[door.question, door]] : []))).values()]
  const wanted = distinct.length > 0 ? 2 ** Math.ceil(Math.log2(distinct.length)) : 0
  return [...distinct, ...Array.from({ length: wanted - distinct.length }, () => distinct[0]!)]
}

/** ` and` each of them still comes; their parameters stand behind those of the rows. */
const came = (doors: readonly Door[], before: number): string =>
  together(
    { text: '', params: Array.from({ length: before }) },
    ...doors.flatMap(({ question }) => [' and (', question, ')']),
  ).text

const gatherers = new WeakMap<Workspace, Map<string, (row: NewRow) => Promise<Stored>>>()

function gathererOf(tx: Tx, object: ObjectDef, names: readonly string[]): (row: NewRow) => Promise<Stored> {
  const known = gatherers.get(tx.workspace) ?? new Map<string, (row: NewRow) => Promise<Stored>>()
  gatherers.set(tx.workspace, known)
  return remember(
    known,
    `${tx.definitions.version} ${tx.door?.kind ?? ''} ${object.name} ${names.join()}`,
    () => gather((rows) => insertRows(tx, object, names, rows)),
  )
}

function filled(tx: Tx, object: ObjectDef, draft: Draft) {
  const fields = Object.entries(storedFields(object, tx.definitions)).filter(
    ([name]) => draft[name] !== null && draft[name] !== undefined,
  )
  return {
    names: fields.map(([name]) => name),
    values: fields.map(([name, field]) => toParameter(field, draft[name])),
  }
}

const insertText = (tx: Tx, object: ObjectDef, names: readonly string[], rows: number) =>
  `insert into ${tableText(tx.workspace, object.name)} (${names.map(quoteName).join(', ')}) values ${placesOf(
    rows,
    names.map(() => null),
  )} returning *`

/** `($1, $2), ($3, $4)`, with the types that are named. */
const placesOf = (rows: number, types: readonly (string | null)[], after = 0): string =>
  Array.from(
    { length: rows },
    (_, row) =>
      `(${types.map((type, i) => `$${after + row * types.length + i + 1}${type ? `::${type}` : ''}`).join(', ')})`,
  ).join(', ')

const ask = (tx: Tx, text: string, params: readonly unknown[]) => runText<Stored>(tx.db, { text, params })

/**
 * Statements by the fields that are filled, for a form fills mostly the same: composing one takes as long as
 * reading its answer.
 */
const texts = new WeakMap<ObjectDef, Map<string, string>>()
const knownMax = 200

function composed(tx: Tx, object: ObjectDef, shape: string, compose: () => string): string {
  const known = texts.get(object) ?? new Map<string, string>()
  texts.set(object, known)
  // Workspaces of one process share the definitions that are shipped.
  return remember(known, `${tx.workspace.name} ${shape}`, compose)
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key)
  if (found) return found
  const made = make()
  if (known.size >= knownMax) known.clear()
  known.set(key, made)
  return made
}
