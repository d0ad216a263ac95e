import {
  kindOf,
  quoteName,
  systemFields,
  together,
  type AnyRow,
  type Field,
  type ObjectDef,
  type SqlText,
} from '../../model/index.ts'
import { fieldAccess, isOpen } from '../access/grants.ts'
import { everything, rowCondition } from '../access/rows.ts'
import type { Tx } from '../workspace/transact.ts'
import { tableText } from '../workspace/workspace.ts'
import { runText } from './fragments.ts'

/**
 * Names of the records that these records point at, as far as the actor may see them; people and departments
 * always.
 */
export async function titlesFor(
  tx: Tx,
  object: ObjectDef,
  records: readonly AnyRow[],
): Promise<Record<string, string>> {
  const wanted = pointersOf(tx, object).map(({ target, fields }) => {
    const ids = new Set<string>()
    for (const name of fields)
      for (const record of records)
        for (const id of [record[name]].flat()) if (typeof id === 'string') ids.add(id)
    return { object: target, ids: [...ids] }
  })
  return readTitles(tx, wanted)
}

/** Titles of records by id, under the actor's grant; one statement for all objects. */
export async function readTitles(
  tx: Tx,
  wanted: readonly { readonly object: ObjectDef; readonly ids: readonly string[] }[],
): Promise<Record<string, string>> {
  const parts = wanted.flatMap(({ object, ids }) =>
    ids.length > 0 ? (titlesText(tx, object, { text: '$1::uuid[]', params: [ids] }) ?? []) : [],
  )
  if (parts.length === 0) return {}
  const rows = await runText<{ id: string; title: string | null }>(tx.db, allOf(parts))
  return Object.fromEntries(rows.map((row) => [row.id, row.title ?? '']))
}

/**
 * The same for the row `t` of a statement, as rows of `id` and `title` to stand in it; null where it points
 * at nothing.
 */
export function pointedTitles(tx: Tx, object: ObjectDef): SqlText | null {
  const parts = pointersOf(tx, object).flatMap(({ target, fields }) => {
    const several = (name: string) =>
      kindOf(fieldsOf(object)[name]!).column!(fieldsOf(object)[name]!).endsWith('[]')
    const single = fields.filter((name) => !several(name)).map((name) => `t.${quoteName(name)}`)
    const ids = [
      `array[${single.join(', ')}]::uuid[]`,
      ...fields.filter(several).map((name) => `t.${quoteName(name)}`),
    ].join(' || ')
    return titlesText(tx, target, { text: `(${ids})`, params: [] }) ?? []
  })
  return parts.length > 0 ? allOf(parts) : null
}

/** Titles of several objects as the rows of one statement. */
export const allOf = (parts: readonly SqlText[]): SqlText =>
  together(...parts.flatMap((part, i) => (i > 0 ? [' union all ', part] : [part])))

type Asking = Pick<Tx, 'definitions' | 'workspace' | 'actor'>

/** Rows of `id` and `title` under the actor's grant, `ids` first of the parameters; null where it opens none. */
export function titlesText(tx: Asking, object: ObjectDef, ids: SqlText): SqlText | null {
  const condition = isOpen(object)
    ? everything
    : rowCondition(tx.definitions, tx.workspace, object, tx.actor, 'read', 'n')
  return (
    condition &&
    together(
      `select n.id, n.${quoteName(shownTitle(tx, object))}::text as title from ${tableText(tx.workspace, object.name)} n where n.id = any(`,
      ids,
      ') and (',
      condition,
      ')',
    )
  )
}

const fieldsOf = (object: ObjectDef): Readonly<Record<string, Field>> => ({
  ...systemFields,
  ...object.fields,
})

/**
 * Where a record points, by the object it points at; through a field that is hidden from the actor it points
 * nowhere.
 */
export function pointersOf(
  tx: Asking,
  object: ObjectDef,
): readonly { readonly target: ObjectDef; readonly fields: readonly string[] }[] {
  const access = tx.actor.trusted ? null : fieldAccess(tx.definitions, object, tx.actor)
  const byTarget = new Map<string, string[]>()
  for (const [name, field] of Object.entries(fieldsOf(object))) {
    const kind = kindOf(field)
    const target = kind.column && kind.target?.(field)
    if (target && tx.definitions.objects[target] && !access?.hidden(name))
      byTarget.set(target, [...(byTarget.get(target) ?? []), name])
  }
  return [...byTarget].map(([target, fields]) => ({ target: tx.definitions.objects[target]!, fields }))
}

/** A title that is hidden from the actor is not told by its pointers either. */
const shownTitle = (tx: Asking, object: ObjectDef) => {
  const title = object.title ?? 'number'
  return !tx.actor.trusted && !isOpen(object) && fieldAccess(tx.definitions, object, tx.actor)?.hidden(title)
    ? 'number'
    : title
}
