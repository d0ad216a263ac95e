import {
  alternativesOf,
  belongingFields,
  compileToSql,
  parseExpression,
  pinnedBy,
  quoteName,
  scopeOf,
  together,
  type Actor,
  type Definitions,
  type ObjectDef,
  type RowScope,
  type SqlText,
} from '../../model/index.ts'
import { now, tableText, type Workspace } from '../workspace/workspace.ts'
import { grantsOf, parentOf } from './grants.ts'

/** Where the rows lie, and whose clock and day a grant by the hour goes by. */
export type Place = Pick<Workspace, 'name' | 'zone' | 'clockOffsetMs'>

export type Verb = 'read' | 'update' | 'delete'

const scopes: Readonly<Record<string, string>> = {
  own: 'owner = me',
  department: 'department = my_department',
  department_below: '(department in my_departments)',
}

/**
 * Which rows the actor may read, update or delete, as SQL over `alias`; null when none.
 * Part of the query itself, so lists, counts, reports and pickers obey alike.
 */
export function rowCondition(
  definitions: Definitions,
  workspace: Place,
  object: ObjectDef,
  actor: Actor,
  verb: Verb,
  alias: string,
): SqlText | null {
  if (actor.trusted) return everything
  const parent = parentOf(object)
  if (parent) {
    const owner = definitions.objects[parent.object]
    const inner =
      owner &&
      rowCondition(definitions, workspace, owner, actor, verb === 'delete' ? 'update' : verb, 'parent')
    if (!inner) return null
    if (inner === everything) return everything
    return {
      text: `exists (select from ${tableText(workspace, parent.object)} parent where parent.id = ${alias}.${quoteName(parent.by)} and (${inner.text}))`,
      params: inner.params,
    }
  }
  const source = scopesOf(object, actor, verb)
  if (source === null) return null
  if (source === true) return everything
  const names = scopeOf(definitions, object.name, (name) => tableText(workspace, name))
  return compileToSql(parseExpression(source, names), {
    scope: names,
    base: alias,
    parameters: callerValues(actor),
    now: now(workspace),
    zone: workspace.zone,
  })
}

/**
 * Everything that the grants open, as one FEEL condition; true where that is every row, null where it is
 * none.
 */
function scopesOf(object: ObjectDef, actor: Actor, verb: Verb): string | true | null {
  const wanted = new Set(
    grantsOf(object, actor)
      .map((grant) => grant[verb])
      .filter((scope): scope is RowScope => Boolean(scope)),
  )
  // FEEL finds nothing equal to nothing: the records of nobody's department would be those of whoever has
  // none.
  if (actor.department === null) wanted.delete('department')
  if (actor.id === null) wanted.delete('own')
  if (wanted.size === 0) return null
  if (wanted.has(true) || wanted.has('all')) return true
  return [...wanted].map((scope) => `(${scopes[scope as string] ?? scope})`).join(' or ')
}

/**
 * Beyond so many portions one walk along the order of the list is quicker than that many looks into an index.
 */
const portionsMax = 40

/**
 * The rows that `rowCondition` opens for reading, in portions that share no row, each of one owner or one
 * department: an index (owner, created_at) or (department, created_at) then gives each portion in order,
 * where no index serves "my departments or nobody's". Null where the grant is not of this form, or is a
 * single portion anyway.
 */
export function rowPortions(
  definitions: Definitions,
  workspace: { readonly name: string },
  object: ObjectDef,
  actor: Actor,
  alias: string,
): readonly SqlText[] | null {
  if (actor.trusted || parentOf(object)) return null
  const source = scopesOf(object, actor, 'read')
  if (source === null || source === true) return null
  const values: Readonly<Record<string, unknown>> = callerValues(actor)
  const names = scopeOf(definitions, object.name, (name) => tableText(workspace, name))
  const pins = new Map<string, Set<string | null>>()
  for (const alternative of alternativesOf(parseExpression(source, names))) {
    const pinned = pinnedBy(alternative)
    if (
      !pinned ||
      !Object.hasOwn(belongingFields, pinned.field) ||
      (pinned.by !== null && !Object.hasOwn(values, pinned.by))
    )
      return null
    const value = pinned.by === null ? null : values[pinned.by]
    const known = pins.get(pinned.field) ?? new Set()
    for (const one of (pinned.of === 'list' ? value : [value]) as readonly (string | null)[]) known.add(one)
    pins.set(pinned.field, known)
  }
  const portions = [...pins].flatMap(([field, wanted], i) =>
    [...wanted].map((value) => {
      const before = [...pins]
        .slice(0, i)
        .map(([other, taken]) => notAmong(`${alias}.${quoteName(other)}`, [...taken]))
      const column = `${alias}.${quoteName(field)}`
      const own: SqlText =
        value === null
          ? { text: `${column} is null`, params: [] }
          : { text: `${column} = $1::uuid`, params: [value] }
      return before.reduce((sum, other) => together(sum, ' and ', other), own)
    }),
  )
  return portions.length > 1 && portions.length <= portionsMax ? portions : null
}

const notAmong = (column: string, values: readonly (string | null)[]): SqlText => ({
  text: `(${column} ${values.includes(null) ? 'is not null and' : 'is null or'} ${column} <> all($1::uuid[]))`,
  params: [values.filter((value) => value !== null)],
})

export const everything: SqlText = { text: 'true', params: [] }

/** Values of the names that conditions use for who asks. */
export const callerValues = (actor: Actor) => ({
  me: actor.id,
  my_department: actor.department,
  my_departments: actor.departments,
  my_roles: actor.roles,
})
