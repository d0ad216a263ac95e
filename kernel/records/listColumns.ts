import {
  kindOf,
  quoteName,
  refuse,
  together,
  type Field,
  type ObjectDef,
  type SqlText,
} from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { everything, rowCondition } from '../access/rows.ts'
import { storedFields } from '../definitions/stored.ts'
import { tableText } from '../workspace/workspace.ts'
import { isOpenField } from './condition.ts'
import type { Reader } from './list.ts'

/**
 * A column of a list: the key it is written under, the field that says how to write it, and the SQL that
 * gives it for the row `t`.
 */
export interface ListColumn {
  readonly name: string
  readonly field: Field
  readonly sql: SqlText
}

/**
 * The columns a caller asked for, or all there are; id and version always come. What is hidden from the
 * caller is unknown to it. A dotted name goes along one reference, under the caller's grant on what it points
 * at: null where that closes the record or the field.
 * @example listColumns(reader, quote, ['number', 'customer.name'])
 */
export function listColumns(
  reader: Reader,
  object: ObjectDef,
  wanted?: readonly string[],
): readonly ListColumn[] {
  const access = reader.actor.trusted ? null : fieldAccess(reader.definitions, object, reader.actor)
  const open = Object.entries(storedFields(object, reader.definitions)).filter(
    ([name]) => !access?.hidden(name),
  )
  const own = open
    .filter(([name]) => !wanted || name === 'id' || name === 'version' || wanted.includes(name))
    .map(([name, field]): ListColumn => ({ name, field, sql: together(`t.${quoteName(name)}`) }))
  const others = [...new Set(wanted)].filter((name) => !own.some((column) => column.name === name))
  return [
    ...own,
    ...others.map(
      (name) => pointedColumn(reader, object, Object.fromEntries(open), name) ?? unknown(object, name),
    ),
  ]
}

const unknown = (object: ObjectDef, name: string): never => {
  throw refuse(
    'field_unknown',
    {
      zh: `“${object.label.zh}”的列表没有字段“${name}”`,
      en: `A list of ${object.label.en ?? object.name} has no field "${name}"`,
    },
    { field: 'fields', status: 400 },
  )
}

/** `customer.name`: one look by id into the table pointed at, with the grant inside. */
function pointedColumn(
  reader: Reader,
  object: ObjectDef,
  open: Readonly<Record<string, Field>>,
  name: string,
): ListColumn | null {
  const [by, of, ...deeper] = name.split('.')
  const reference = by !== undefined && Object.hasOwn(open, by) ? open[by]! : null
  if (!reference || of === undefined || deeper.length > 0) return null
  const target = targetOf(reader, reference)
  const fields = target ? storedFields(target, reader.definitions) : {}
  if (!target || !Object.hasOwn(fields, of)) return null
  const field = fields[of]!
  const grant = grantFor(reader, target, of)
  if (!grant) return { name, field, sql: together(`null::${kindOf(field).column!(field)}`) }
  return {
    name,
    field,
    sql: together(
      `(select n.${quoteName(of)} from ${tableText(reader.workspace, target.name)} n where n.id = t.${quoteName(by!)} and (`,
      grant,
      '))',
    ),
  }
}

/** The object that a field points at with one id; references to many and to anything have none. */
function targetOf(reader: Reader, field: Field): ObjectDef | null {
  const kind = kindOf(field)
  const target = kind.column!(field) === 'uuid' ? kind.target?.(field) : undefined
  return (target && reader.definitions.objects[target]) || null
}

function grantFor(reader: Reader, target: ObjectDef, field: string): SqlText | null {
  if (isOpenField(target, field)) return everything
  const hidden = !reader.actor.trusted && fieldAccess(reader.definitions, target, reader.actor)?.hidden(field)
  return hidden ? null : rowCondition(reader.definitions, reader.workspace, target, reader.actor, 'read', 'n')
}
