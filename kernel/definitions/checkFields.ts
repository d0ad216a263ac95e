import {
  expressionOf,
  fieldKinds,
  kindOf,
  namedScopes,
  type Definitions,
  type Grant,
  type ObjectDef,
  type Overlay,
} from '../../model/index.ts'
import { checkCondition } from './checkCondition.ts'
import { wrong } from './wrong.ts'

/** Fields that a company adds begin with `x_`, so that no upgrade ever brings one of the same name. */
export function checkNames({ name, body }: Overlay, definitions: Definitions): void {
  const shipped = definitions.objects[name]?.module
  for (const field of Object.keys((body.fields as object | undefined) ?? {})) {
    const own = (body.fields as Record<string, { type?: string } | null>)[field]
    if (shipped && own?.type && !field.startsWith('x_'))
      throw wrong(`${name}.${field}`, {
        zh: '新增字段的名称应以“x_”开头',
        en: 'the name of an added field begins with "x_"',
      })
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(field))
      throw wrong(`${name}.${field}`, {
        zh: '名称应为小写字母开头的字母、数字和下划线，最长40位',
        en: 'a name is lower-case letters, digits and underscores, at most 40',
      })
  }
}

/**
 * Kinds and their options, of every object before any expression is read: what an expression may name follows
 * from them.
 */
export function checkFields(object: ObjectDef): void {
  if (!object.label?.zh || typeof object.fields !== 'object')
    throw wrong(object.name, { zh: '对象需要名称和字段', en: 'an object needs a label and fields' })
  for (const [name, field] of Object.entries(object.fields)) {
    const place = `${object.name}.${name}`
    if (!Object.hasOwn(fieldKinds, field.type))
      throw wrong(place, { zh: `没有“${field.type}”这种字段`, en: `there is no field kind "${field.type}"` })
    const fault = kindOf(field).fault?.(field)
    if (fault) throw wrong(place, fault)
  }
}

/** Names, targets, expressions and scopes of an object, shipped or own, that everything built from it relies on. */
export function checkObject(
  definitions: Definitions,
  workspace: { readonly name: string },
  object: ObjectDef,
): void {
  for (const [name, field] of Object.entries(object.fields)) {
    const place = `${object.name}.${name}`
    if (feelWords.has(name))
      throw wrong(place, {
        zh: `“${name}”是表达式中的保留字，不能作字段名`,
        en: `"${name}" is a word of the expression language and cannot name a field`,
      })
    const target = kindOf(field).target?.(field)
    // What is shipped may point at a module that this company has not switched on.
    const own = name.startsWith('x_') || !object.module
    if (own && target && !definitions.objects[target])
      throw wrong(place, { zh: `对象“${target}”不存在`, en: `object "${target}" does not exist` })
    if (field.imported_as !== undefined)
      checkCondition(definitions, workspace, object.name, field.imported_as, place, 'value')
    if (kindOf(field).reckonedFrom)
      checkCondition(definitions, workspace, object.name, expressionOf(field), place, 'value')
  }
  checkColumns(object)
  if ('inherit' in object.access) return
  for (const [role, grant] of Object.entries(object.access as Readonly<Record<string, Grant>>))
    for (const scope of [grant.read, grant.update, grant.delete])
      if (typeof scope === 'string' && !namedScopes.includes(scope))
        checkCondition(definitions, workspace, object.name, scope, `${object.name}.access.${role}`)
}

/**
 * Wherever an object names columns of its own, they are there: lists, forms, titles, sorts and indexes are
 * built from these names.
 */
function checkColumns(object: ObjectDef): void {
  const named: readonly (readonly [string, string])[] = [
    ...[
      ...(object.list?.columns ?? []),
      ...(object.form?.flat() ?? []),
      ...Object.values(object.card ?? {}),
    ].map((column) => ['list', column] as const),
    ...(object.list?.filters ?? []).map((column) => ['list.filters', column] as const),
    ...(object.list?.sort === undefined ? [] : [['list.sort', object.list.sort.replace(/^-/, '')] as const]),
    ...(object.title === undefined ? [] : [['title', object.title] as const]),
    ...(object.indexes ?? []).flat().map((column) => ['indexes', column] as const),
    ...('inherit' in object.access ? [['access.inherit', object.access.inherit as string] as const] : []),
  ]
  for (const [place, column] of named)
    if (typeof column !== 'string' || (!Object.hasOwn(object.fields, column) && !builtIn.has(column)))
      throw wrong(`${object.name}.${place}`, {
        zh: `“${String(column)}”不是字段`,
        en: `"${String(column)}" is not a field`,
      })
}

/** FEEL reads these as its own words, so that no condition could name such a field. */
const feelWords = new Set([
  'function',
  'if',
  'then',
  'else',
  'for',
  'return',
  'some',
  'every',
  'satisfies',
  'in',
  'and',
  'or',
  'not',
  'between',
  'instance',
  'of',
  'true',
  'false',
  'null',
  'external',
])

const builtIn = new Set([
  'id',
  'number',
  'version',
  'created_at',
  'updated_at',
  'created_by',
  'owner',
  'department',
  'stage',
  'stage_since',
  'pipeline',
])
