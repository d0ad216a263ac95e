import {
  kindOf,
  pipelinesOf,
  refuse,
  systemFields,
  type Definitions,
  type Field,
  type ObjectDef,
} from '../../model/index.ts'

/** The object of a name; an unknown one is the caller's error, not a bug. */
export function objectOf(definitions: Definitions, name: string): ObjectDef {
  const object = Object.hasOwn(definitions.objects, name) ? definitions.objects[name] : undefined
  if (!object)
    throw refuse(
      'object_unknown',
      { zh: `没有名为“${name}”的对象`, en: `There is no object "${name}"` },
      { status: 404 },
    )
  return object
}

const stageFields: Readonly<Record<string, Field>> = {
  stage: { type: 'text', label: { zh: '阶段', en: 'Stage' } },
  pipeline: { type: 'text', label: { zh: '流程', en: 'Pipeline' } },
  stage_since: { type: 'datetime', label: { zh: '进入阶段时间', en: 'In stage since' } },
}

/** All fields with a column, the system's first. */
export function storedFields(object: ObjectDef, definitions: Definitions): Readonly<Record<string, Field>> {
  const known = cache.get(object)
  if (known) return known
  const staged = pipelinesOf(definitions, object.name).length > 0 ? stageFields : {}
  const own = Object.fromEntries(Object.entries(object.fields).filter(([, field]) => kindOf(field).column))
  const all = { ...systemFields, ...staged, ...own }
  cache.set(object, all)
  return all
}
const cache = new WeakMap<ObjectDef, Readonly<Record<string, Field>>>()

/** The object that a field points at, the system's fields included; null where it points at none. */
export function targetOf(object: ObjectDef, name: string): string | null {
  const field = (object.fields[name] ??
    (Object.hasOwn(systemFields, name) ? systemFields[name as keyof typeof systemFields] : undefined)) as
    Field | undefined
  return (field && kindOf(field).target?.(field)) ?? null
}
