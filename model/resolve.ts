import type { ActionDef } from './action.ts'
import type { Decision } from './decision/index.ts'
import type { Field } from './field.ts'
import { fieldKinds } from './fields/kinds.ts'
import type { GuardDef } from './guard.ts'
import type { ObligationDef } from './obligation.ts'
import type { JobDef, ModuleDef, TemplateDef, IntakeDef, PublicLinkDef } from './module.ts'
import type { ObjectDef } from './object.ts'
import type { PipelineDef } from './pipeline.ts'
import type { Process } from './process/index.ts'
import type { ReactionDef } from './reaction.ts'
import type { ReportDef } from './report.ts'
import type { RoleDef } from './role.ts'
import type { TermDef } from './term.ts'

/** Every kind of definition and where the merged result holds it. */
export const definitionPlaces = {
  object: 'objects',
  pipeline: 'pipelines',
  decision: 'decisions',
  process: 'processes',
  report: 'reports',
  role: 'roles',
  term: 'terms',
} as const satisfies Readonly<Record<string, keyof Definitions>>
export type DefinitionKind = keyof typeof definitionPlaces
export const definitionKinds = Object.keys(definitionPlaces) as readonly DefinitionKind[]

/**
 * What the company changed or made: a partial definition laid over the shipped one, or a whole one of its
 * own.
 */
export interface Overlay {
  readonly kind: DefinitionKind
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  /** Which published version this is. */
  readonly version?: number
}

/** Rows of another object that point at this one. */
export interface Inverse {
  readonly object: string
  readonly by: string
}

type ByName<T> = Readonly<Record<string, T>>

/** The merged result. Everything downstream reads only this and cannot tell shipped from company-made. */
export interface Definitions {
  readonly version: number
  readonly modules: readonly { readonly name: string; readonly label: ModuleDef['label'] }[]
  readonly objects: ByName<ObjectDef>
  readonly pipelines: ByName<PipelineDef>
  readonly decisions: ByName<Decision>
  readonly processes: ByName<Process>
  readonly reports: ByName<ReportDef>
  readonly roles: ByName<RoleDef>
  readonly terms: ByName<TermDef>
  /** Actions by object, then name. */
  readonly actions: ByName<ByName<ActionDef>>
  /** What must be true of the records of an object, by its name. */
  readonly guards: ByName<readonly GuardDef[]>
  readonly obligations: readonly ObligationDef[]
  readonly reactions: readonly ReactionDef[]
  readonly intakes: ByName<IntakeDef>
  readonly links: ByName<PublicLinkDef>
  readonly templates: ByName<TemplateDef>
  readonly jobs: ByName<JobDef>
  /**
   * Collections by object, then name: `opportunity` -> `activities` -> rows of activity by its field
   * `opportunity`.
   */
  readonly inverses: ByName<ByName<Inverse>>
}

/** Lays the company's overlays over what is shipped. Pure; the same on the server and in the browser. */
export function resolve(
  modules: readonly ModuleDef[],
  overlays: readonly Overlay[] = [],
  version = 0,
): Definitions {
  const roles = merged(
    collect(modules, (m) => m.roles),
    overlays,
    'role',
  ) as ByName<RoleDef>
  const pipelines = merged(
    collect(modules, (m) => m.pipelines),
    overlays,
    'pipeline',
  ) as ByName<PipelineDef>
  const objects = withOwnStages(
    withRoleChoices(
      merged(
        collect(modules, (m) => m.objects),
        overlays,
        'object',
      ) as ByName<ObjectDef>,
      roles,
    ),
    overlays.flatMap(({ kind, name }) => (kind === 'pipeline' ? [pipelines[name]!.object] : [])),
  )
  const actions: Record<string, Record<string, ActionDef>> = {}
  for (const action of modules.flatMap((m) => m.actions ?? []))
    (actions[action.object] ??= {})[action.name] = action
  const guards: Record<string, GuardDef[]> = {}
  for (const guard of modules.flatMap((m) => m.guards ?? [])) (guards[guard.object] ??= []).push(guard)
  return {
    version,
    modules: modules.map(({ name, label }) => ({ name, label })),
    objects,
    pipelines,
    decisions: merged(
      collect(modules, (m) => m.decisions),
      overlays,
      'decision',
    ) as ByName<Decision>,
    processes: merged(
      collect(modules, (m) => m.processes),
      overlays,
      'process',
    ) as ByName<Process>,
    reports: merged(
      collect(modules, (m) => m.reports),
      overlays,
      'report',
    ) as ByName<ReportDef>,
    roles,
    terms: merged(
      collect(modules, (m) => m.terms),
      overlays,
      'term',
    ) as ByName<TermDef>,
    actions,
    guards,
    obligations: modules.flatMap((m) => m.obligations ?? []),
    reactions: modules.flatMap((m) => m.reactions ?? []),
    intakes: Object.fromEntries(
      modules.flatMap((m) => m.intakes ?? []).map((intake) => [intake.channel, intake]),
    ),
    links: Object.fromEntries(modules.flatMap((m) => m.links ?? []).map((link) => [link.name, link])),
    templates: collect(modules, (m) => m.templates),
    jobs: collect(modules, (m) => m.jobs),
    inverses: inversesOf(objects),
  }
}

/** The pipeline that a record of an object follows, if the object has any. */
export function pipelineFor(
  definitions: Definitions,
  object: string,
  chosen?: string | null,
): PipelineDef | undefined {
  const all = pipelinesOf(definitions, object)
  return (
    all.find((pipeline) => pipeline.name === chosen) ?? all.find((pipeline) => pipeline.default) ?? all[0]
  )
}

export const pipelinesOf = (definitions: Definitions, object: string) =>
  Object.values(definitions.pipelines).filter((pipeline) => pipeline.object === object)

/** Objects that hold the child rows of an object, by the name of its `lines` field. */
export function linesOf(object: ObjectDef): readonly Lines[] {
  const found =
    lines.get(object) ??
    (Object.entries(object.fields).filter(
      ([, field]) => fieldKinds[field.type]?.childRows,
    ) as unknown as readonly Lines[])
  lines.set(object, found)
  return found
}
type Lines = readonly [string, Field & { readonly of: string; readonly by: string }]
/** Asked for every record that is read. */
const lines = new WeakMap<ObjectDef, readonly Lines[]>()

function collect<T extends { readonly name: string }>(
  modules: readonly ModuleDef[],
  pick: (module: ModuleDef) => readonly T[] | undefined,
): Record<string, T> {
  const found: Record<string, T> = {}
  for (const one of modules.flatMap((module) => pick(module) ?? [])) {
    if (found[one.name]) throw new Error(`"${one.name}" is defined twice`)
    found[one.name] = one
  }
  return found
}

function merged(
  shipped: Record<string, object>,
  overlays: readonly Overlay[],
  kind: DefinitionKind,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...shipped }
  for (const overlay of overlays.filter((one) => one.kind === kind))
    result[overlay.name] = {
      ...(layOver(result[overlay.name] ?? {}, overlay.body) as object),
      name: overlay.name,
      ...(kind === 'decision' && overlay.version !== undefined && { version: overlay.version }),
    }
  return result
}

/** Plain objects merge key by key, null removes, anything else (lists too) replaces. */
export function layOver(below: unknown, above: unknown): unknown {
  if (!isPlain(below) || !isPlain(above)) return above
  const result: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    if (value === null) delete result[key]
    else result[key] = layOver(result[key] ?? (isPlain(value) ? {} : undefined), value)
  }
  return result
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The roles of a person are chosen from the roles there are. */
function withRoleChoices(objects: ByName<ObjectDef>, roles: ByName<RoleDef>): ByName<ObjectDef> {
  const person = objects.user
  if (!person?.fields.roles) return objects
  const choices = Object.fromEntries(Object.values(roles).map((role) => [role.name, role.label]))
  return {
    ...objects,
    user: { ...person, fields: { ...person.fields, roles: { ...person.fields.roles, choices } as Field } },
  }
}

/**
 * What is known of an object is remembered by it, its columns among it, and those of a stage follow from its
 * pipelines: one whose pipelines the company changed is another object each time.
 */
const withOwnStages = (objects: ByName<ObjectDef>, staged: readonly string[]): ByName<ObjectDef> => ({
  ...objects,
  ...Object.fromEntries(staged.flatMap((name) => (objects[name] ? [[name, { ...objects[name] }]] : []))),
})

function inversesOf(objects: ByName<ObjectDef>): ByName<ByName<Inverse>> {
  const inverses: Record<string, Record<string, Inverse>> = {}
  for (const object of Object.values(objects))
    // A draft that is being looked at may lack anything; what is wrong with it is said by the checks.
    for (const [by, field] of Object.entries(object.fields ?? {})) {
      if (!field) continue
      const { to, inverse } = field as Field & { to?: string; inverse?: string }
      if (to && inverse && objects[to]) (inverses[to] ??= {})[inverse] = { object: object.name, by }
      if (fieldKinds[field.type]?.childRows) {
        const { of, by: parent } = field as Field & { of: string; by: string }
        ;(inverses[object.name] ??= {})[by] = { object: of, by: parent }
      }
    }
  return inverses
}
