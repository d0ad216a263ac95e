import { atLeast, kindOf, pipelinesOf, systemFields, type AnyRow, type Definitions, type Field, type ObjectDef } from '../../model/index.ts'
import { refuse } from '../../model/refuse.ts'

export type Stored = Readonly<Record<string, unknown>>

/** The object of a name; an unknown one is the caller's error, not a bug. */
export function objectOf(definitions: Definitions, name: string): ObjectDef {
  const object = Object.hasOwn(definitions.objects, name) ? definitions.objects[name] : undefined
  if (!object) throw refuse('object_unknown', { zh: `没有名为“${name}”的对象`, en: `There is no object "${name}"` }, { status: 404 })
  return object
}

const stageFields: Readonly<Record<string, Field>> = {
  stage: { type: 'text', label: { zh: '阶段', en: 'Stage' } },
  pipeline: { type: 'text', label: { zh: '流程', en: 'Pipeline' } },
  stage_since: { type: 'datetime', label: { zh: '进入阶段时间', en: 'In stage since' } },
}

/** All fields with a column, the system's first. */
export function storedFields(object: ObjectDef, definitions: Definitions): Readonly<Record<string, Field>> {
  const known = cache.get(object)
  if (known) return known
  const staged = pipelinesOf(definitions, object.name).length > 0 ? stageFields : {}
  const own = Object.fromEntries(Object.entries(object.fields).filter(([, field]) => kindOf(field).column))
  const all = { ...systemFields, ...staged, ...own }
  cache.set(object, all)
  return all
}
const cache = new WeakMap<ObjectDef, Readonly<Record<string, Field>>>()

/** A database row as the API shows it. Columns that no definition names stay behind. */
export function toRecord(object: ObjectDef, definitions: Definitions, raw: Stored): AnyRow {
  const record: Record<string, unknown> = {}
  for (const [name, reader] of readersOf(object, definitions)) {
    const value = raw[name]
    record[name] = value === null || value === undefined ? null : reader ? reader(value) : value
  }
  return record as AnyRow
}

type Reader = ((raw: unknown) => unknown) | null
function readersOf(object: ObjectDef, definitions: Definitions): readonly (readonly [string, Reader])[] {
  const known = readers.get(object)
  if (known) return known
  const made = Object.entries(storedFields(object, definitions)).map(([name, field]) => {
    const kind = kindOf(field)
    // `version` is an integer column and reads as a JSON number.
    return [name, kind.read && name !== 'version' ? (raw: unknown) => kind.read!(raw, field) : isExactNumber(field) && name !== 'version' ? plainOf(field) : null] as const
  })
  readers.set(object, made)
  return made
}
const readers = new WeakMap<ObjectDef, readonly (readonly [string, Reader])[]>()

const isExactNumber = (field: Field) => kindOf(field).column!(field).startsWith('numeric') && !kindOf(field).column!(field).includes('(')
/** `12.500000` reads as `12.5`; money keeps the digits of its column, or no fewer than its `least`. */
const plainOf = (field: Field) => (raw: unknown) => (typeof raw === 'string' ? shownDecimal(raw, field) : raw)

/** The text of a column without a scale as it is shown: no zeros at the end beyond the `least` digits of its field. @example shownDecimal('12.5000', { type: 'money', least: 2 }) // '12.50' */
export const shownDecimal = (text: string, field: Field): string =>
  atLeast(text.includes('.') ? text.replace(/\.?0+$/, '') : text, (field as { least?: number }).least ?? 0)

/** A value as the driver takes it. */
export function toParameter(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null
  return kindOf(field).write?.(value, field) ?? value
}
