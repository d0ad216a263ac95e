import { z } from 'zod'
import { kindOf, refuse, type Field, type Label, type ObjectDef } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { protectedIn } from '../records/addressed.ts'
import { compileWhere, visibleScope } from '../records/condition.ts'
import type { Reader } from '../records/list.ts'
import { sortableFields } from '../workspace/syncTables.ts'

const column = z.strictObject({
  name: z.string().max(80),
  /** In pixels. */
  width: z.number().int().min(40).max(1200).optional(),
  pinned: z.boolean().optional(),
})
const filter = z.strictObject({
  in: z.array(z.string().max(200)).max(200).optional(),
  has: z.string().max(200).optional(),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  is: z.boolean().optional(),
  empty: z.boolean().optional(),
})

/** How a list is looked at: all of it may be left out, and then the list's own way counts. */
export const viewShape = z.strictObject({
  columns: z.array(column).max(60).optional(),
  sort: z.string().max(80).optional(),
  /** Conditions as they are clicked, by field. */
  f: z.record(z.string().max(80), filter).optional(),
  /** A condition in FEEL, besides those that are clicked. */
  where: z.string().max(4000).optional(),
  group: z.string().max(80).optional(),
  sums: z.array(z.string().max(80)).max(10).optional(),
  view: z.enum(['board', 'list']).optional(),
  density: z.enum(['work', 'roomy']).optional(),
})
export type ViewBody = z.infer<typeof viewShape>

/** Whether rows can be put together by a field of this kind. @example isGroupable(field) // true of a choice */
export const isGroupable = (field: Field | undefined): boolean =>
  field !== undefined && kindOf(field).gathers === true

/**
 * Holds a view to the definitions as whoever saves it sees them: a name the object does not have, a sort no
 * index serves, a condition that cannot be read are refused with their place.
 * @throws view_wrong
 */
export function checkView(
  reader: Reader,
  object: ObjectDef,
  body: ViewBody,
  { shared }: { readonly shared: boolean },
): void {
  const scope = visibleScope(reader, object)
  const access = fieldAccess(reader.definitions, object, reader.actor)
  const isShown = (name: string) => Object.hasOwn(object.fields, name) && !access?.hidden(name)
  const isNamed = (name: string) =>
    Object.hasOwn(scope, name) && !Object.hasOwn(reader.definitions.inverses[object.name] ?? {}, name)
  const known = (name: string, place: string) => {
    if (!isShown(name) && !isNamed(name))
      throw wrong(place, {
        zh: `“${object.label.zh}”没有字段“${name}”，或您无权查看`,
        en: `${object.label.en ?? object.name} has no field "${name}" that you may see`,
      })
  }
  for (const [i, { name }] of (body.columns ?? []).entries()) known(name, `columns[${i}]`)
  for (const name of Object.keys(body.f ?? {})) known(name, `f.${name}`)
  for (const [i, name] of (body.sums ?? []).entries()) {
    known(name, `sums[${i}]`)
    checkSum(reader, object, name, `sums[${i}]`)
  }
  const sort = body.sort?.replace(/^-/, '')
  if (sort) {
    known(sort, 'sort')
    if (!sortableFields(object, reader.definitions).has(sort))
      throw wrong('sort', {
        zh: `不能按“${sort}”排序：该字段没有索引`,
        en: `A list cannot be sorted by "${sort}": no index serves it`,
      })
  }
  if (body.group) {
    known(body.group, 'group')
    checkGroup(object, body.group, 'group')
  }
  if (body.where) checkCondition(reader, object, body.where)
  if (shared) refuseProtected(reader, object, body)
}

/** @throws view_wrong for a field whose values have no sum. */
export function checkSum(reader: Reader, object: ObjectDef, name: string, place: string): void {
  const entry = visibleScope(reader, object)[name]
  if (entry?.is !== 'value' || entry.type !== 'number')
    throw wrong(place, {
      zh: `“${labelIn(object, name).zh}”不是数字，不能合计`,
      en: `"${labelIn(object, name).en}" is no number and has no sum`,
    })
}

/** @throws view_wrong for a field with as many values as rows. */
export function checkGroup(object: ObjectDef, name: string, place: string): void {
  const houses = ['owner', 'department', 'created_by', 'stage', 'pipeline']
  if (!houses.includes(name) && !isGroupable(object.fields[name]))
    throw wrong(place, {
      zh: `不能按“${labelIn(object, name).zh}”分组：只能按选项、是否、人员、部门、阶段或关联记录分组`,
      en: `Rows cannot be grouped by "${labelIn(object, name).en}": choose a choice, yes or no, person, department, stage or reference`,
    })
}

function checkCondition(reader: Reader, object: ObjectDef, where: string): void {
  try {
    compileWhere(reader, object, where)
  } catch (error) {
    const { sentence, details } = error as { sentence?: Label; details?: object }
    if (!sentence) throw error
    throw refuse('view_wrong', sentence, { ...details, field: 'where', status: 422 })
  }
}

/** What others are to see holds nobody's telephone number or account. */
function refuseProtected(reader: Reader, object: ObjectDef, { f = {}, where }: ViewBody): void {
  const scope = visibleScope(reader, object)
  const found =
    Object.keys(f)
      .filter((name) => Object.hasOwn(scope, name))
      .map((name) => protectedIn(reader, object.name, `${name} = null`))
      .find((one) => one !== null) ?? protectedIn(reader, object.name, where)
  if (found)
    throw wrong('f', {
      zh: `“${found.zh}”受保护，共享的视图不能带有它的条件：可以只自己用，或去掉这个条件`,
      en: `"${found.en}" is protected and no shared view holds a condition on it: keep the view for yourself, or leave the condition out`,
    })
}

const labelIn = (object: ObjectDef, name: string) => {
  const label = object.fields[name]?.label
  return { zh: label?.zh ?? name, en: label?.en ?? label?.zh ?? name }
}

const wrong = (field: string, sentence: Label) => refuse('view_wrong', sentence, { field, status: 422 })
