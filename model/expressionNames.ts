import type { Entry, Scope } from './expression/index.ts'
import { feelTypeOf, kindOf } from './fields/kinds.ts'
import { systemFields } from './object.ts'
import { pipelinesOf, type Definitions } from './resolve.ts'

/** Names every condition over records may use beside the record's own: who asks. */
export const callerNames: Scope = {
  me: { is: 'value', type: 'string' },
  my_department: { is: 'value', type: 'string' },
  my_departments: { is: 'value', type: 'list' },
  my_roles: { is: 'value', type: 'list' },
}

/**
 * What the expressions of a process may name beside the record: who acts, the instance's context, and in a
 * wait the event's payload.
 */
export const processNames: Scope = {
  ...callerNames,
  process: { is: 'value', type: 'any' },
  event: { is: 'value', type: 'any' },
}

const nothing: Scope = {}

/** Rows of the house itself that hang on any record. */
const attached: Readonly<Record<string, Scope>> = {
  files: {
    id: { is: 'value', type: 'string', column: 'id' },
    name: { is: 'value', type: 'string', column: 'name' },
    kind: { is: 'value', type: 'string', column: 'kind' },
    type: { is: 'value', type: 'string', column: 'type' },
    purpose: { is: 'value', type: 'string', column: 'purpose' },
    size: { is: 'value', type: 'number', column: 'size' },
    created_at: { is: 'value', type: 'datetime', column: 'created_at' },
  },
}

/**
 * The names an expression over an object may use, and where they live in SQL.
 * @param table answers the quoted, schema-qualified table of an object, or of `_file`.
 */
export function scopeOf(
  definitions: Definitions,
  objectName: string,
  table: (object: string) => string,
  further: Scope = callerNames,
): Scope {
  const known = made.get(definitions) ?? new Map<string, Scope>()
  made.set(definitions, known)
  const key = `${table(objectName)} ${further === callerNames ? 'caller' : Object.keys(further).join(' ')}`
  const scope = known.get(key) ?? makeScope(definitions, objectName, table, further)
  known.set(key, scope)
  return scope
}

/** A scope is the same as long as the definitions are, and what was parsed against it can be kept with it. */
const made = new WeakMap<Definitions, Map<string, Scope>>()

function makeScope(
  definitions: Definitions,
  objectName: string,
  table: (object: string) => string,
  further: Scope,
): Scope {
  const object = definitions.objects[objectName]
  if (!object) throw new Error(`No object "${objectName}"`)
  const scope: Record<string, Entry> = { ...further }
  const nested = (name: string) => () => scopeOf(definitions, name, table, nothing)
  for (const [name, field] of Object.entries({ ...systemFields, ...object.fields })) {
    const kind = kindOf(field)
    const target = kind.target?.(field)
    if (!kind.column) continue
    if (target && kind.feel === 'string' && definitions.objects[target])
      scope[name] = { is: 'reference', column: name, table: table(target), scope: nested(target) }
    else
      scope[name] = {
        is: 'value',
        type: feelTypeOf(field),
        column: name,
        ...(kind.column(field).startsWith('uuid') ? { uuid: true } : {}),
      }
  }
  if (pipelinesOf(definitions, objectName).length > 0)
    for (const name of ['stage', 'pipeline']) scope[name] = { is: 'value', type: 'string', column: name }
  if (pipelinesOf(definitions, objectName).length > 0)
    scope.stage_since = { is: 'value', type: 'datetime', column: 'stage_since' }
  for (const [name, inverse] of Object.entries(definitions.inverses[objectName] ?? {}))
    scope[name] ??= {
      is: 'collection',
      table: table(inverse.object),
      by: inverse.by,
      live: true,
      scope: nested(inverse.object),
    }
  scope.files ??= {
    is: 'collection',
    table: table('_file'),
    by: 'record',
    live: true,
    scope: () => attached.files!,
  }
  if (definitions.objects.task)
    scope.tasks ??= {
      is: 'collection',
      table: table('task'),
      by: 'record',
      live: true,
      scope: nested('task'),
    }
  return scope
}
