import type { RawBuilder } from 'kysely'
import {
  compileToSql,
  makeBudget,
  parseExpression,
  refuse,
  spentOf,
  together,
  typeOf,
  type Budget,
  type Definitions,
  type Entry,
  type ObjectDef,
  type Scope,
  type SqlText,
} from '../../model/index.ts'
import { fieldAccess, fieldRules, isOpen, rightsKey } from '../access/grants.ts'
import { callerValues, everything, rowCondition } from '../access/rows.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import { fragment } from './fragments.ts'
import type { ListQuery, Reader } from './list.ts'
import { noteSteps } from './turn.ts'
import { targetOf } from '../definitions/stored.ts'

/** The caller's condition and the grant in one; null when the actor may read nothing. */
export function conditionFor(reader: Reader, object: ObjectDef, query: Asking): RawBuilder<unknown> | null {
  const condition = conditionText(reader, object, query)
  return condition && fragment(condition)
}

type Asking = Pick<ListQuery, 'where' | 'with' | 'deleted'>

/** The same as text. */
export function conditionText(reader: Reader, object: ObjectDef, query: Asking): SqlText | null {
  const grant = rowCondition(reader.definitions, reader.workspace, object, reader.actor, 'read', 't')
  if (!grant) return null
  const asked = askedText(reader, object, query)
  return grant === everything ? asked : together(asked, ' and (', grant, ')')
}

/** What the caller asks for, whatever the grant. */
export function askedText(reader: Reader, object: ObjectDef, query: Asking): SqlText {
  const alive = query.deleted ? 't.deleted_at is not null' : 't.deleted_at is null'
  return query.where
    ? together(`${alive} and (`, compileWhere(reader, object, query.where, query.with), ')')
    : together(alive)
}

/** FEEL of a caller as SQL; fields hidden from the caller are unknown names to it. */
export function compileWhere(
  reader: Reader,
  object: ObjectDef,
  source: string,
  values: Readonly<Record<string, unknown>> = {},
): SqlText {
  const own = visibleScope(reader, object)
  const scope = Object.keys(values).length === 0 ? own : { ...own, ...parameterScope(values) }
  if (reader.actor.trusted) return compileBy(makeBudget(), reader, { source, scope, values })
  // What somebody sends is read and made SQL while everybody else waits.
  const budget = makeBudget('caller')
  try {
    return compileBy(budget, reader, { source, scope, values })
  } finally {
    noteSteps(spentOf(budget))
  }
}

interface Where {
  readonly source: string
  readonly scope: Scope
  readonly values: Readonly<Record<string, unknown>>
}

function compileBy(budget: Budget, reader: Reader, { source, scope, values }: Where): SqlText {
  const expression = parseExpression(source, scope, budget)
  if (!['boolean', 'any'].includes(typeOf(expression, scope)))
    throw refuse(
      'where_not_a_condition',
      { zh: '筛选条件应为真假判断', en: 'The filter must be a condition that is true or false' },
      { field: 'where', status: 400 },
    )
  return compileToSql(expression, {
    scope,
    base: 't',
    parameters: { ...callerValues(reader.actor), ...values },
    now: reader.now,
    zone: reader.workspace.zone,
    budget,
  })
}

const parameterScope = (values: Readonly<Record<string, unknown>>): Scope =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      {
        is: 'value' as const,
        type: Array.isArray(value)
          ? ('list' as const)
          : typeof value === 'number'
            ? ('number' as const)
            : typeof value === 'boolean'
              ? ('boolean' as const)
              : ('string' as const),
      },
    ]),
  )

/** Names a caller may filter by: no hidden fields, and nothing of objects the caller cannot read. */
export function visibleScope(reader: Reader, object: ObjectDef): Scope {
  const known = visible.get(reader.definitions) ?? new Map<string, Scope>()
  visible.set(reader.definitions, known)
  const key = `${reader.workspace.name} ${object.name} ${reader.actor.trusted ? 'trusted' : rightsKey(reader.actor)}`
  const scope = known.get(key) ?? makeVisibleScope(reader, object)
  known.set(key, scope)
  return scope
}

/** What may be named depends on the roles and the scope of a key alone, never on the rows. */
const visible = new WeakMap<Definitions, Map<string, Scope>>()

function makeVisibleScope(reader: Reader, object: ObjectDef): Scope {
  const scope = scopeFor(reader.definitions, reader.workspace, object.name)
  if (reader.actor.trusted) return scope
  const access = fieldAccess(reader.definitions, object, reader.actor)
  return Object.fromEntries(
    Object.entries(scope).flatMap(([name, entry]): [string, Entry][] => {
      if (access?.hidden(name)) return []
      if (entry.is === 'value') return [[name, entry]]
      const target =
        entry.is === 'collection'
          ? (reader.definitions.inverses[object.name]?.[name]?.object ?? null)
          : targetOf(object, name)
      const aimed = target ? reader.definitions.objects[target] : undefined
      const whole = isOpen(aimed) || Boolean(target && readsEverything(reader, target))
      if (entry.is === 'collection') return whole ? [[name, entry]] : []
      // Without the right to read every row behind it, a reference is only its id.
      return [[name, { ...entry, scope: () => (whole ? namesOnly(entry.scope(), aimed) : {}) }]]
    }),
  )
}

const readsEverything = (reader: Reader, name: string): boolean => {
  const target = reader.definitions.objects[name]
  return (
    Boolean(target) &&
    rowCondition(reader.definitions, reader.workspace, target!, reader.actor, 'read', 't')?.text === 'true' &&
    !fieldRules(reader.definitions, target!, reader.actor)
  )
}

/** Whether everybody may read this field of every record, whatever the grants say. */
export const isOpenField = (object: ObjectDef, field: string): boolean =>
  object.open_fields?.includes(field) ?? false

const namesOnly = (scope: Scope, target: ObjectDef | undefined): Scope =>
  target && isOpen(target)
    ? Object.fromEntries(Object.entries(scope).filter(([name]) => isOpenField(target, name)))
    : Object.fromEntries(Object.entries(scope).filter(([, entry]) => entry.is === 'value'))
