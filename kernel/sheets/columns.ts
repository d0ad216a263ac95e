import { refuse, type Field, type ObjectDef } from '../../model/index.ts'
import { nameColumn } from '../documents/sheetLimits.ts'
import { compactText } from './fold.ts'
import { historyFields } from './fields.ts'
import type { Mapping } from './options.ts'
import { synonymGroup } from './synonyms.ts'

/**
 * One column of a sheet and the field that it fills; a column that was told to fill several stands here once
 * for each.
 */
export interface Column {
  readonly index: number
  /** Its header; a repeated or empty header is told apart by its place. */
  readonly name: string
  readonly field: string | null
}

/** The names of columns from a row of headers. */
export function columnNames(headers: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return headers.map((header, i) => {
    const text = header.trim() || nameColumn(i + 1)
    const name = seen.has(text) ? `${text} (${nameColumn(i + 1)})` : text
    seen.add(name)
    return name
  })
}

/**
 * Which field each column fills: as told, else by label in either language, API name, the object's own name
 * for its title, and words commonly used. Each field is taken once, by the column that fits it best; what is
 * left is null and not read.
 */
export function mapColumns(
  object: ObjectDef,
  fields: Readonly<Record<string, Field>>,
  names: readonly string[],
  told: Mapping = {},
): readonly Column[] {
  const taken = new Map<string, readonly string[]>(
    Object.entries(told).map(([column, field]) => [
      column,
      typeof field === 'string' ? [field] : [...new Set(field ?? [])],
    ]),
  )
  for (const [column, wanted] of taken) checkTold(object, fields, names, column, wanted)
  const used = new Set([...taken.values()].flat())
  const guesses = names
    .filter((name) => !Object.hasOwn(told, name))
    .flatMap((name) =>
      Object.entries(fields)
        .filter(([field, def]) => guessable(field, def))
        .map(([field, def]) => ({ name, field, fit: fitOf(object, field, def, name) })),
    )
  for (const { name, field } of guesses.filter(({ fit }) => fit > 0).sort((a, b) => b.fit - a.fit))
    if (!taken.has(name) && !used.has(field)) {
      taken.set(name, [field])
      used.add(field)
    }
  return names.flatMap((name, index): Column[] => {
    const filled = taken.get(name) ?? []
    return filled.length === 0
      ? [{ index, name, field: null }]
      : filled.map((field) => ({ index, name, field }))
  })
}

/**
 * How many headers of a row say something: to find the row of headers under a title line. Every row of a
 * sheet is asked, so what a word is to the object is worked out once.
 */
export function headerKnower(
  object: ObjectDef,
  fields: Readonly<Record<string, Field>>,
  told: Mapping = {},
): (cells: readonly string[]) => number {
  const known = new Map<string, boolean>()
  const isKnown = (name: string): boolean => {
    const before = known.get(name)
    if (before !== undefined) return before
    const is =
      Object.hasOwn(told, name) ||
      Object.entries(fields).some(([field, def]) => fitOf(object, field, def, name) > 0)
    if (known.size < rememberedMax) known.set(name, is)
    return is
  }
  return (cells) => columnNames(cells).filter((name) => name.length <= headerCharsMax && isKnown(name)).length
}

const rememberedMax = 10_000
/** No header is longer; a longer text is data. */
const headerCharsMax = 200

/**
 * Moments of history and fields of the system are filled only when asked for, or a sheet exported here would
 * bring them back as typed.
 */
const guessable = (name: string, field: Field) =>
  !field.readonly && (name === 'stage' || !Object.hasOwn(historyFields, name))

function fitOf(object: ObjectDef, name: string, field: Field, header: string): number {
  const named = /[(（]([a-z][a-z0-9_]*)[)）]\s*$/.exec(header)?.[1]
  if (named) return named === name ? 4 : 0
  const words = compactText(header)
  if (!words) return 0
  const own = [name, field.label?.zh, field.label?.en].filter((word): word is string => Boolean(word))
  if (own.some((word) => compactText(word) === words)) return 3
  const titles =
    name === object.title
      ? [
          object.name,
          object.label.zh,
          object.label.en ?? '',
          `${object.label.zh}名称`,
          `${object.label.en ?? object.name} name`,
        ]
      : []
  if (titles.some((word) => compactText(word) === words)) return 2
  const group = synonymGroup(header)
  return group !== undefined && own.some((word) => synonymGroup(word) === group) ? 1 : 0
}

function checkTold(
  object: ObjectDef,
  fields: Readonly<Record<string, Field>>,
  names: readonly string[],
  column: string,
  wanted: readonly string[],
): void {
  if (!names.includes(column))
    throw refuse(
      'column_unknown',
      { zh: `表格中没有“${column}”列`, en: `The sheet has no column "${column}"` },
      { field: 'options.mapping', data: { columns: names } },
    )
  const field = wanted.find((name) => !Object.hasOwn(fields, name))
  if (field !== undefined)
    throw refuse(
      'field_unknown',
      {
        zh: `“${object.label.zh}”没有可导入的字段“${field}”`,
        en: `${object.label.en ?? object.name} has no field "${field}" that a sheet may fill`,
      },
      { field: 'options.mapping', status: 400 },
    )
}
