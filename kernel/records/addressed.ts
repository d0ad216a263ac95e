import {
  kindOf,
  makeBudget,
  parseExpression,
  pathsOf,
  protectionOf,
  type Definitions,
  type Label,
  type ObjectDef,
} from '../../model/index.ts'
import { visibleScope } from './condition.ts'
import { labelOf } from './parse.ts'
import type { Reader } from './list.ts'
import { objectOf } from '../definitions/stored.ts'

/** The label of a field in a condition that is protected so; null where there is none. */
export function protectedIn(reader: Reader, name: string, where: string | undefined): Required<Label> | null {
  if (where === undefined) return null
  const object = objectOf(reader.definitions, name)
  const condition = parseExpression(where, visibleScope(reader, object), makeBudget('caller'))
  for (const path of pathsOf(condition)) {
    const found = protectedOn(reader.definitions, object, path)
    if (found) return found
  }
  return null
}

/** The label of the first field on the way that is protected so. */
function protectedOn(definitions: Definitions, start: ObjectDef, path: readonly string[]) {
  let object: ObjectDef | undefined = start
  for (const name of path) {
    const field: ObjectDef['fields'][string] | undefined = object?.fields[name]
    if (field && protectionOf(field)?.addressed === false) return labelOf(name, field)
    const to: string | undefined =
      (field && kindOf(field).target?.(field)) ?? definitions.inverses[object?.name ?? '']?.[name]?.object
    object = to === undefined ? undefined : definitions.objects[to]
  }
  return null
}
