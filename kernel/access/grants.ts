import {
  administratorRole,
  everyoneRole,
  kindOf,
  refuse,
  type Actor,
  type Definitions,
  type Grant,
  type KeyVerb,
  type ObjectDef,
} from '../../model/index.ts'

/**
 * Grants of the actor's roles on an object, as far as a key that acts for them reaches; child rows have their
 * parent's.
 */
export function grantsOf(object: ObjectDef, actor: Actor): readonly Grant[] {
  if ('inherit' in object.access) return []
  const access = object.access as Readonly<Record<string, Grant>>
  const grants = [...actor.roles, everyoneRole].flatMap((role) => (access[role] ? [access[role]] : []))
  return actor.scope ? grants.map((grant) => narrowed(grant, object, actor)) : grants
}

/** What of a grant a key opens: nothing of an object that it does not name, and of the others its verbs. */
function narrowed(grant: Grant, object: ObjectDef, actor: Actor): Grant {
  const may = (verb: KeyVerb) => inScope(actor, object, verb)
  return {
    ...grant,
    create: may('create') && Boolean(grant.create),
    read: may('read') ? grant.read : undefined,
    update: may('update') ? grant.update : undefined,
    delete: may('delete') ? grant.delete : undefined,
    export: may('export') && Boolean(grant.export),
    import: may('import') && Boolean(grant.import),
    actions: may('act') ? grant.actions : undefined,
  } as Grant
}

/** What a key of the API is held against: an object, or something that has none by its name. */
type Reached = Pick<ObjectDef, 'name' | 'decides_rights'>

/** Whether its records are known by name to everybody who is signed in. */
export const isOpen = (object: ObjectDef | undefined): boolean => object?.open_fields !== undefined

/** Whether a key of the API reaches so far; always for somebody at a screen. */
export function inScope({ scope }: Actor, { name, decides_rights }: Reached, verb: KeyVerb): boolean {
  if (!scope) return true
  if (scope.objects && !scope.objects.includes(name)) return false
  return (
    scope.verbs.includes(verb) &&
    (verb === 'read' || verb === 'export' || !decides_rights || scope.verbs.includes('administer'))
  )
}

/**
 * Refuses a key that does not reach so far, where no grant is asked: tasks, processes, files, what is taken
 * in.
 */
export function checkScope(actor: Actor, object: Reached, verb: KeyVerb): void {
  if (actor.trusted || inScope(actor, object, verb)) return
  throw refuse(
    'key_scope',
    {
      zh: `这个 API 密钥的范围不包括此操作（${object.name}: ${verb}）`,
      en: `The scope of this API key does not reach so far (${object.name}: ${verb})`,
    },
    { status: 403, data: { object: object.name, verb } },
  )
}

/**
 * Whether somebody administers the house: by the role, and with a key only by one that says so and is not
 * bound to some objects.
 */
export const isAdministrator = ({ trusted, roles, scope }: Actor): boolean =>
  trusted ||
  (roles.includes(administratorRole) &&
    (!scope || (scope.objects === null && scope.verbs.includes('administer'))))

/**
 * Whether somebody may say what a term is worth: the administrator, and whoever has a role that the term
 * names.
 */
export const mayChangeTerm = (
  actor: Actor,
  { edited_by }: { readonly edited_by: readonly string[] },
): boolean => isAdministrator(actor) || (edited_by.some((role) => actor.roles.includes(role)) && !actor.scope)

/** Two actors for whom it is the same read the same definitions; for what is kept ready by rights. */
export const rightsKey = ({ roles, scope }: Actor): string =>
  `${[...roles].sort().join('.')}${scope ? `~${scope.objects ? [...scope.objects].sort().join('.') : '*'}~${scope.verbs.join('.')}` : ''}`

/** Where the grant on child rows comes from: the parent object and the field that points at it. */
export function parentOf(object: ObjectDef): { readonly object: string; readonly by: string } | null {
  if (!('inherit' in object.access)) return null
  const by = object.access.inherit as string
  const field = object.fields[by] as { to?: string } | undefined
  return { object: field?.to ?? '', by }
}

/**
 * Whether the actor may create rows; child rows are part of their parent, so who may make or change that may
 * add them.
 */
export const mayCreate = (definitions: Definitions, object: ObjectDef, actor: Actor): boolean => {
  if (actor.trusted) return true
  const parent = parentOf(object)
  if (parent)
    return grantsOf(definitions.objects[parent.object]!, actor).some((grant) => grant.create || grant.update)
  return grantsOf(object, actor).some((grant) => grant.create)
}

/** Whether the actor may read any row at all; the object does not exist for somebody who may not. */
export function mayReadAny(definitions: Definitions, object: ObjectDef, actor: Actor): boolean {
  if (actor.trusted) return true
  const parent = parentOf(object)
  if (parent)
    return (
      Boolean(definitions.objects[parent.object]) &&
      mayReadAny(definitions, definitions.objects[parent.object]!, actor)
    )
  return grantsOf(object, actor).some((grant) => grant.read)
}

/**
 * Whether the rows may leave the house as a sheet: a grant of its own, as reading one by one and taking all
 * away are different trust.
 */
export const mayExport = (object: ObjectDef, actor: Actor) =>
  actor.trusted || grantsOf(object, actor).some((grant) => grant.export)

/**
 * Whether rows may come in from sheets; with it goes history: records that enter at the stage and the date
 * they had, without passing gates.
 */
export const mayImport = (definitions: Definitions, object: ObjectDef, actor: Actor) => {
  const parent = parentOf(object)
  return (
    actor.trusted ||
    grantsOf(parent ? definitions.objects[parent.object]! : object, actor).some((grant) => grant.import)
  )
}

/** Roles that may run an action: those it names, and those whose grant on the object names it. */
export function mayAct(
  definitions: Definitions,
  object: ObjectDef,
  action: { readonly name: string; readonly roles?: readonly string[] },
  actor: Actor,
): boolean {
  if (actor.trusted) return true
  const parent = parentOf(object)
  if (!inScope(actor, parent ? definitions.objects[parent.object]! : object, 'act')) return false
  if (action.roles?.some((role) => actor.roles.includes(role) || role === everyoneRole)) return true
  const grants = parent ? grantsOf(definitions.objects[parent.object]!, actor) : grantsOf(object, actor)
  return grants.some(
    (grant) =>
      grant.actions === true || (Array.isArray(grant.actions) && grant.actions.includes(action.name)),
  )
}

export interface FieldAccess {
  hidden(field: string): boolean
  readonly(field: string): boolean
}

/**
 * A field is hidden, or not writable, only if every grant of the actor says so.
 * On child rows that have their parent's grants, what it hides is hidden by its name: a total says as much as
 * its lines.
 */
export function fieldRules(definitions: Definitions, object: ObjectDef, actor: Actor): FieldAccess | null {
  const source = parentOf(object) ? definitions.objects[parentOf(object)!.object]! : object
  const grants = grantsOf(source, actor).filter((grant) => grant.read || grant.create || grant.update)
  if (grants.every((grant) => !grant.fields)) return null
  return {
    hidden: (field) => grants.every((grant) => grant.fields?.[field] === 'hidden'),
    readonly: (field) =>
      grants.every((grant) =>
        source === object ? grant.fields?.[field] !== undefined : grant.fields?.[field] === 'hidden',
      ),
  }
}

/**
 * What an actor may see and write of an object's fields: the rules of the grants, and no reference into an
 * object of which not a row is theirs to read.
 */
export function fieldAccess(definitions: Definitions, object: ObjectDef, actor: Actor): FieldAccess | null {
  const rules = fieldRules(definitions, object, actor)
  const closed = closedReferences(definitions, object, actor)
  if (closed.size === 0) return rules
  return {
    hidden: (field) => closed.has(field) || Boolean(rules?.hidden(field)),
    readonly: (field) => closed.has(field) || Boolean(rules?.readonly(field)),
  }
}

/**
 * Fields that point at objects which do not exist for the actor; people and departments exist for everybody.
 */
function closedReferences(definitions: Definitions, object: ObjectDef, actor: Actor): ReadonlySet<string> {
  if (actor.trusted) return none
  const known = closed.get(definitions) ?? new Map<string, ReadonlySet<string>>()
  closed.set(definitions, known)
  const key = `${object.name} ${rightsKey(actor)}`
  const found =
    known.get(key) ??
    new Set(
      Object.entries(object.fields).flatMap(([name, field]) => {
        const target = kindOf(field).target?.(field)
        const open =
          !target ||
          isOpen(definitions.objects[target]) ||
          !definitions.objects[target] ||
          mayReadAny(definitions, definitions.objects[target], actor)
        return open ? [] : [name]
      }),
    )
  known.set(key, found)
  return found
}
const closed = new WeakMap<Definitions, Map<string, ReadonlySet<string>>>()
const none: ReadonlySet<string> = new Set()
