import { z } from 'zod'
import {
  definitionKinds,
  definitionPlaces,
  protections,
  termUnits,
  type DefinitionKind,
  type Definitions,
  type Label,
  type ProtectionName,
  type TermUnit,
} from '../../model/index.ts'
import { wrong } from './wrong.ts'

const label = z.looseObject({ zh: z.string().min(1), en: z.string().optional() })
const protectionNames = Object.keys(protections) as readonly ProtectionName[]
const names = z.array(z.string())
const text = z.string().optional()
const flag = z.boolean().optional()

/** `true`, `own`, `all`, ... or a condition. */
const rows = z.union([z.boolean(), z.string()]).optional()
const grant = z.looseObject({
  create: flag,
  read: rows,
  update: rows,
  delete: rows,
  export: flag,
  import: flag,
  actions: z.union([z.boolean(), names]).optional(),
  fields: z.record(z.string(), z.enum(['hidden', 'read'])).optional(),
})
const field = z.looseObject({
  type: z.string(),
  label: label.optional(),
  required: flag,
  unique: flag,
  index: flag,
  help: label.optional(),
  imported_as: text,
  readonly: flag,
  protect: z.enum([...protectionNames, 'none']).optional(),
  shown_when: text,
  search: flag,
  to: text,
  of: text,
  by: text,
  inverse: text,
  expression: text,
  result: text,
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
})
const days = z.number().int().positive().optional()
const criterion = z.looseObject({ code: z.string(), condition: z.string(), label })
const stage = z.looseObject({
  name: z.string(),
  label,
  to: names.optional(),
  dwell_days: days,
  escalate: z.looseObject({ days: z.number().int().positive(), role: z.string() }).optional(),
  ends: z.enum(['won', 'lost', 'done']).optional(),
  probability: z.number().min(0).max(100).optional(),
  closed: flag,
  exit: z.array(criterion).optional(),
  entry: z.array(criterion).optional(),
})

/**
 * The shape of each kind of definition, as far as anything relies on it before its own checks read it; other
 * keys may stand beside.
 */
const shapes: Readonly<Record<DefinitionKind, z.ZodType>> = {
  object: z.looseObject({
    label,
    module: text,
    title: text,
    person: text,
    number: text,
    gapless: flag,
    menu: flag,
    unsearchable: flag,
    fields: z.record(z.string(), field),
    list: z.looseObject({ columns: names, sort: text, filters: names.optional() }).optional(),
    form: z.array(names).optional(),
    card: z.strictObject({ amount: text, next: text, next_at: text }).optional(),
    related: names.optional(),
    indexes: z.array(names.min(1)).optional(),
    access: z.union([z.strictObject({ inherit: z.string() }), z.record(z.string(), grant)]),
  }),
  report: z.looseObject({
    label,
    object: z.string(),
    where: text,
    sort: text,
    limit: z.number().int().positive().optional(),
    chart: text,
    roles: names.optional(),
    parameters: z.record(z.string(), z.looseObject({ type: z.string(), default: text })).optional(),
    groups: z.array(z.looseObject({ name: z.string(), label, expression: z.string(), grain: text })),
    measures: z.array(z.looseObject({ name: z.string(), label, of: z.string(), expression: text })),
  }),
  pipeline: z.looseObject({
    label,
    object: z.string(),
    default: flag,
    moved_by: z.enum(['move', 'actions']).optional(),
    stages: z.array(stage).min(1),
  }),
  role: z.looseObject({
    label,
    second_factor: z.boolean().optional(),
    shares_views: z.boolean().optional(),
  }),
  term: z.strictObject({
    name: z.string(),
    label,
    help: label,
    unit: z.enum(Object.keys(termUnits) as [TermUnit]),
    value: z.string(),
    least: text,
    most: text,
    edited_by: names,
    module: text,
  }),
  // These two have checks of their own, which take anything.
  decision: z.looseObject({}),
  process: z.looseObject({}),
}

/**
 * The named definition as merged, held against the shape of its kind: a definition is input like any other.
 * Says the first place that does not fit.
 */
export function checkShape(
  definitions: Definitions,
  { kind, name }: { readonly kind: DefinitionKind; readonly name: string },
): void {
  const given = definitionKinds.includes(kind)
    ? (definitions[definitionPlaces[kind]] as Readonly<Record<string, unknown>>)[name]
    : undefined
  if (given === undefined) return
  const issue = shapes[kind].safeParse(given).error?.issues[0]
  if (issue) throw wrong([name, ...deepest(issue).path].join('.'), saidOf(deepest(issue)))
}

type Issue = z.core.$ZodIssue

/**
 * Of a value that fits none of several shapes, what the nearest of them misses says more than that it fits
 * none.
 */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const [nearest] = issue.errors
    .map((inner) => inner.map((one) => deepest({ ...one, path: [...issue.path, ...one.path] } as Issue))[0])
    .filter((one) => one !== undefined)
    .sort((a, b) => b.path.length - a.path.length)
  return nearest && nearest.path.length > issue.path.length ? nearest : issue
}

const kinds: Readonly<Record<string, Required<Label>>> = {
  string: { zh: '应为文本', en: 'it must be text' },
  number: { zh: '应为数字', en: 'it must be a number' },
  int: { zh: '应为整数', en: 'it must be a whole number' },
  boolean: { zh: '应为是或否', en: 'it must be true or false' },
  array: { zh: '应为列表', en: 'it must be a list' },
  object: { zh: '应为带名称的一组设置', en: 'it must be settings by name' },
  record: { zh: '应为带名称的一组设置', en: 'it must be settings by name' },
}

function saidOf(issue: Issue): Required<Label> {
  if (issue.code === 'invalid_type' && kinds[issue.expected]) return kinds[issue.expected]!
  if (issue.code === 'too_small') return { zh: '不能为空', en: 'it must not be empty' }
  return { zh: `取值不可用（${issue.message}）`, en: `it cannot have this value (${issue.message})` }
}
