import { kindOf, refuse, type Actor, type Field, type Label, type ObjectDef } from '../../model/index.ts'
import { mayCreate, mayImport } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { mapColumns, type Column } from './columns.ts'
import { importableFields } from './fields.ts'
import { keyField } from './findByKey.ts'
import type { ImportOptions } from './options.ts'
import { columnReader, type ColumnReader } from './readColumn.ts'

/** How a sheet will be read and written, settled before the first row. */
export interface Plan {
  readonly object: ObjectDef
  readonly actor: Actor
  readonly options: ImportOptions
  readonly mode: 'create' | 'update' | 'upsert'
  readonly key: string | null
  readonly columns: readonly Column[]
  /** Columns that fill a field, with it. */
  readonly filled: readonly Filled[]
  /** Columns without a header, from 0, that hold something and that nobody has said anything about. */
  readonly tooWide: readonly number[]
  /**
   * Fields that every new record needs and that no default fills; where a condition decides, the corridor
   * asks.
   */
  readonly required: readonly (readonly [string, Field])[]
  /** Field that names a record, of every object that a column points at. */
  readonly titles: Readonly<Record<string, string | undefined>>
  readonly dryRun: boolean
  readonly language: 'zh' | 'en'
  /** Currency of a record that says none: the object's default, else the company's. */
  readonly currency: string
  /** One id for everything that follows from this import. */
  readonly trace: string
  readonly say: (label: Label) => string
}

export interface Filled {
  readonly index: number
  readonly column: string
  readonly field: string
  readonly def: Field
  /** Object that the field points at. */
  readonly target: string | null
  readonly many: boolean
  readonly reader: ColumnReader
}

/** What the cell says in the end: corrected, replaced, put for an empty one; null when it says nothing. */
export function cellText(
  { options }: Pick<Plan, 'options'>,
  { column, field }: Pick<Filled, 'column' | 'field'>,
  row: number,
  cell: string,
): string | null {
  const corrected = options.corrections?.[row]?.[column]
  let text = corrected === undefined ? replaced(options.replacements?.[column], cell) : (corrected ?? '')
  text = replaced(options.values?.[column] ?? options.values?.[field], text)
  if (text.trim() !== '') return field === options.key ? text.trim() : text
  const policy = options.blank?.[column]
  return typeof policy === 'object' ? policy.use : null
}

const replaced = (words: Readonly<Record<string, string>> | undefined, text: string): string =>
  words && Object.hasOwn(words, text)
    ? words[text]!
    : words && Object.hasOwn(words, text.trim())
      ? words[text.trim()]!
      : text

/** Refuses who may not import, and options that do not fit the object. */
export function checkRights(
  tx: Tx,
  name: string,
  options: ImportOptions,
): {
  readonly object: ObjectDef
  readonly fields: Readonly<Record<string, Field>>
  readonly mode: Plan['mode']
} {
  const object = objectOf(tx.definitions, name)
  const mode = options.mode ?? (options.key ? 'upsert' : 'create')
  if (
    !mayImport(tx.definitions, object, tx.actor) ||
    (mode === 'create' && !mayCreate(tx.definitions, object, tx.actor))
  )
    throw refuse(
      'not_allowed',
      {
        zh: `您无权导入${object.label.zh}`,
        en: `You may not import ${object.label.en ?? object.name} records`,
      },
      { status: 403 },
    )
  const fields = importableFields(tx, object)
  if (options.key) keyField(object, fields, options.key)
  else if (mode !== 'create')
    throw refuse(
      'field_required',
      { zh: '请选择用来识别已有记录的字段（key）', en: 'Say by which field (key) rows find their records' },
      { field: 'options.key', status: 400 },
    )
  for (const field of options.create_missing ?? [])
    if (!targetOf(fields[field]))
      throw refuse(
        'field_unknown',
        {
          zh: `“${field}”不是可以自动新建的关联字段`,
          en: `"${field}" is no reference whose records could be created`,
        },
        { field: 'options.create_missing', status: 400 },
      )
  return { object, fields, mode }
}

/** The columns of a sheet with the fields they fill. */
export function fillColumns({
  object,
  fields,
  names,
  options,
  table,
}: {
  object: ObjectDef
  fields: Readonly<Record<string, Field>>
  names: readonly string[]
  options: ImportOptions
  table: { readonly zone: string; readonly delimiter: string | null; readonly from1904: boolean }
}) {
  const known =
    options.key && !fields[options.key]
      ? { ...fields, [options.key]: keyField(object, fields, options.key) }
      : fields
  const columns = mapColumns(object, known, names, options.mapping)
  if (options.key && !columns.some((column) => column.field === options.key))
    throw refuse(
      'column_unknown',
      {
        zh: `没有列对应识别字段“${options.key}”，请在映射中指定`,
        en: `No column fills the key "${options.key}": name it in the mapping`,
      },
      { field: 'options.mapping', data: { columns: names } },
    )
  const filled = columns.flatMap(({ index, name, field }): Filled[] => {
    const def = field === null ? undefined : known[field]
    if (!def) return []
    const reader = columnReader({ name: field!, field: def, stated: options.conventions?.[name], ...table })
    return [
      {
        index,
        column: name,
        field: field!,
        def,
        target: targetOf(def) ?? null,
        many: kindOf(def).column?.(def) === 'uuid[]',
        reader,
      },
    ]
  })
  const required = Object.entries(object.fields).filter(
    ([, field]) =>
      field.required &&
      field.default === undefined &&
      !field.shown_when &&
      kindOf(field).column &&
      !kindOf(field).computed,
  )
  return { columns, filled, required }
}

const targetOf = (field: Field | undefined) => field && kindOf(field).target?.(field)
