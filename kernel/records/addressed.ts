import { kindOf, makeBudget, parseExpression, pathsOf, protectionOf, refuse, type Definitions, type Label, type ObjectDef } from '../../model/index.ts'
import { visibleScope } from './condition.ts'
import { labelOf } from './parse.ts'
import type { Reader } from './list.ts'
import { objectOf } from '../definitions/stored.ts'

/**
 * Refuses `field_in_address` for a condition that came in an address and names a field whose values must not stand in one: proxies,
 * histories and logs keep addresses. The same condition is taken as a body.
 */
export function refuseInAddress(reader: Reader, name: string, where: string | undefined): void {
  const found = protectedIn(reader, name, where)
  if (!found) return
  const { zh, en } = found
  throw refuse('field_in_address', {
    zh: `“${zh}”受保护，筛选条件不能写在网址中：请用 POST /api/records/${name}/query（或 /export）在正文中发送`,
    en: `"${en}" is protected and no condition on it may stand in an address: send it as the body of POST /api/records/${name}/query (or /export)`,
  }, { field: 'where', status: 400 })
}

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
    const to: string | undefined = (field && kindOf(field).target?.(field)) ?? definitions.inverses[object?.name ?? '']?.[name]?.object
    object = to === undefined ? undefined : definitions.objects[to]
  }
  return null
}
