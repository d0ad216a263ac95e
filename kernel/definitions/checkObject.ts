import {
  everyoneRole,
  ExpressionError,
  expressionOf,
  kindOf,
  parseExpression,
  pathsOf,
  resultType,
  typeOf,
  type Definitions,
  type Field,
  type Grant,
  type ObjectDef,
  type Overlay,
} from '../../model/index.ts'
import { wrong } from './wrong.ts'
import { scopeFor } from './scopeFor.ts'
import { targetOf } from './stored.ts'

/** Whether its value follows from an expression. */
const isComputed = (field: Field): boolean => kindOf(field).reckonedFrom !== undefined

type House = { readonly name: string }

/**
 * What the company has just said of an object, held against the whole. What it did not touch is not asked: a
 * shipped piece may point at a module that is not switched on.
 */
export function checkChangedObject(
  definitions: Definitions,
  workspace: House,
  { name, body }: Overlay,
): void {
  const object = definitions.objects[name]!
  const said = (key: string) => Object.keys((body[key] as object | undefined) ?? {})
  for (const field of said('fields'))
    if (object.fields[field]) checkChangedField(definitions, workspace, { object, field })
  if (!('inherit' in object.access))
    for (const role of said('access')) checkGrant(definitions, { object, role })
  checkReach(definitions, object, body)
  checkCircles(definitions, workspace, object)
}

/** A field points at what there is, and its default and its formula fit its kind. */
function checkChangedField(
  definitions: Definitions,
  workspace: House,
  { object, field: name }: { readonly object: ObjectDef; readonly field: string },
): void {
  const field = object.fields[name]!
  const place = `${object.name}.${name}`
  if (kindOf(field).childRows) checkLines(definitions, { object, name, field })
  if (field.default !== undefined && !kindOf(field).schema(field).safeParse(field.default).success)
    throw wrong(`${place}.default`, {
      zh: `默认值“${String(field.default)}”不是这种字段的值`,
      en: `the default "${String(field.default)}" is no value of such a field`,
    })
  const scope = scopeFor(definitions, workspace, object.name)
  const typeAt = (source: string, at: string) => {
    try {
      return typeOf(parseExpression(source, scope), scope)
    } catch (error) {
      if (error instanceof ExpressionError)
        throw wrong(at, { zh: error.sentence.zh, en: error.sentence.en ?? error.sentence.zh })
      throw error
    }
  }
  if (field.shown_when !== undefined && !isCondition(typeAt(field.shown_when, `${place}.shown_when`)))
    throw wrong(`${place}.shown_when`, { zh: '应为真假判断', en: 'it must be true or false' })
  if (!isComputed(field)) return
  const type = typeAt(expressionOf(field), `${place}.expression`)
  if (!['any', resultType(field)].includes(type))
    throw wrong(`${place}.expression`, {
      zh: `公式得到的是${type}，而结果应为${resultType(field)}`,
      en: `the formula gives a ${type}, while its result is a ${resultType(field)}`,
    })
}

const isCondition = (type: string) => ['boolean', 'any'].includes(type)

interface NamedField {
  readonly object: ObjectDef
  readonly name: string
  readonly field: Field
}

/** Child rows are of an object that points back at this one by the field that is named. */
function checkLines({ objects }: Definitions, { object, name, field }: NamedField): void {
  const { of, by } = field as Field & { readonly of?: string; readonly by?: string }
  const child = of === undefined ? undefined : objects[of]
  if (!child)
    throw wrong(`${object.name}.${name}.of`, {
      zh: `对象“${String(of)}”不存在`,
      en: `object "${String(of)}" does not exist`,
    })
  if (by === undefined || targetOf(child, by) !== object.name)
    throw wrong(`${object.name}.${name}.by`, {
      zh: `“${child.label.zh}”没有指向本对象的字段“${String(by)}”`,
      en: `"${child.label.en ?? child.name}" has no field "${String(by)}" that points at this object`,
    })
}

/** A grant is for a role there is, hides fields there are, and allows verbs there are. */
function checkGrant(
  definitions: Definitions,
  { object, role }: { readonly object: ObjectDef; readonly role: string },
): void {
  const grant = (object.access as Readonly<Record<string, Grant>>)[role]
  if (!grant) return
  const reach = reachOf(definitions, object)
  const place = `${object.name}.access.${role}`
  if (role !== everyoneRole && !Object.hasOwn(definitions.roles, role))
    throw wrong(place, { zh: `没有角色“${role}”`, en: `there is no role "${role}"` })
  const hidden = Object.keys(grant.fields ?? {}).find((field) => !reach.fields.has(field))
  if (hidden !== undefined)
    throw wrong(`${place}.fields.${hidden}`, {
      zh: `“${hidden}”不是字段`,
      en: `"${hidden}" is not a field`,
    })
  const verbs = Array.isArray(grant.actions) ? (grant.actions as readonly string[]) : []
  const verb = verbs.find((one) => one !== 'move_stage' && !reach.verbs.has(one))
  if (verb !== undefined)
    throw wrong(`${place}.actions`, { zh: `没有操作“${verb}”`, en: `there is no action "${verb}"` })
}

/** Fields and verbs that a grant on an object reaches: its own and those of the child rows that have its rights. */
function reachOf(definitions: Definitions, top: ObjectDef): { fields: Set<string>; verbs: Set<string> } {
  const under = new Set([top])
  for (const one of under)
    for (const child of Object.values(definitions.objects))
      if ('inherit' in child.access && targetOf(child, child.access.inherit as string) === one.name)
        under.add(child)
  const all = [...under]
  return {
    fields: new Set(all.flatMap(({ fields }) => Object.keys(fields))),
    verbs: new Set(all.flatMap(({ name }) => Object.keys(definitions.actions[name] ?? {}))),
  }
}

/** Sections of its page, the parent whose rights it has, and the pattern of its number. */
function checkReach(definitions: Definitions, object: ObjectDef, body: Overlay['body']): void {
  const inverses = definitions.inverses[object.name] ?? {}
  const unrelated = body.related === undefined ? undefined : object.related?.find((one) => !inverses[one])
  if (unrelated !== undefined)
    throw wrong(`${object.name}.related`, {
      zh: `没有记录以“${unrelated}”之名指向本对象`,
      en: `no rows point at this object under the name "${unrelated}"`,
    })
  if ('inherit' in object.access && targetOf(object, object.access.inherit as string) === null)
    throw wrong(`${object.name}.access.inherit`, {
      zh: '应为指向上级记录的引用字段',
      en: 'it must be the field that points at the parent',
    })
  if (body.number !== undefined && object.number !== undefined && !/\{0+\}/.test(object.number))
    throw wrong(`${object.name}.number`, {
      zh: '编号规则里要有流水号，如 {0000}',
      en: 'the pattern needs a counter such as {0000}',
    })
}

/**
 * Formulas and roll-ups that follow from each other in a circle have no value to settle on. Followed over
 * references and child rows, from the computed fields of the object.
 */
function checkCircles(definitions: Definitions, workspace: House, object: ObjectDef): void {
  const settled = new Set<string>()
  const visit = (at: Computed, path: readonly string[]): void => {
    const name = `${at.object}.${at.field}`
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(' → ')
      throw wrong(path[0]!, {
        zh: `公式互相引用，成了循环：${circle}`,
        en: `these follow from each other in a circle: ${circle}`,
      })
    }
    if (settled.has(name)) return
    for (const next of readsOf(definitions, workspace, at)) visit(next, [...path, name])
    settled.add(name)
  }
  for (const field of Object.keys(object.fields))
    if (isComputed(object.fields[field]!)) visit({ object: object.name, field }, [])
}

interface Computed {
  readonly object: string
  readonly field: string
}

/** The computed fields that a computed field reads. */
function readsOf(definitions: Definitions, workspace: House, { object, field }: Computed): Computed[] {
  const scope = scopeFor(definitions, workspace, object)
  const expression = parseExpression(expressionOf(definitions.objects[object]!.fields[field]!), scope)
  return pathsOf(expression).flatMap((path) => follow(definitions, object, path))
}

function follow(definitions: Definitions, from: string, [head, ...rest]: readonly string[]): Computed[] {
  const object = definitions.objects[from]
  if (!object || head === undefined) return []
  const field = object.fields[head]
  if (field && isComputed(field)) return [{ object: from, field: head }]
  const next = targetOf(object, head) ?? definitions.inverses[from]?.[head]?.object
  return next ? follow(definitions, next, rest) : []
}
