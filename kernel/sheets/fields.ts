import { kindOf, pipelinesOf, systemFields, type Field, type ObjectDef } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { storedFields } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'

type Caller = Pick<Tx, 'definitions' | 'actor'>

/** What a record was when it comes from elsewhere: only with the right to import, and only on entering. */
export const historyFields: Readonly<Record<string, Field>> = {
  stage: { type: 'text', label: { zh: '阶段', en: 'Stage' } },
  stage_since: { type: 'datetime', label: { zh: '进入阶段时间', en: 'In stage since' } },
  created_at: systemFields.created_at,
}

/** Fields that a column of a sheet may fill. */
export function importableFields(
  { definitions, actor }: Caller,
  object: ObjectDef,
): Readonly<Record<string, Field>> {
  const access = actor.trusted ? null : fieldAccess(definitions, object, actor)
  const staged = pipelinesOf(definitions, object.name).length > 0
  const own = Object.entries(object.fields).filter(
    ([name, field]) =>
      hasText(field) && !kindOf(field).computed && !access?.hidden(name) && !access?.readonly(name),
  )
  const parent = 'inherit' in object.access
  return {
    ...(staged
      ? {
          pipeline: { type: 'text', label: { zh: '流程', en: 'Pipeline' } },
          stage: historyFields.stage!,
          stage_since: historyFields.stage_since!,
        }
      : {}),
    created_at: historyFields.created_at!,
    ...(parent ? {} : { owner: systemFields.owner, department: systemFields.department }),
    ...Object.fromEntries(own),
  }
}

/** Fields that a template asks for: what a form would, in its order. */
export function templateFields(caller: Caller, object: ObjectDef): readonly (readonly [string, Field])[] {
  const fields = Object.entries(importableFields(caller, object)).filter(
    ([name, field]) => (object.fields[name] || name === 'owner') && !field.readonly,
  )
  const order = object.form?.flat() ?? []
  const place = (name: string) =>
    order.includes(name) ? order.indexOf(name) : name === 'owner' ? 10_000 : 1000
  return fields.sort(([a], [b]) => place(a) - place(b))
}

/** Fields that an export may hold, the number first and the system's own last. */
export function exportableFields(
  { definitions, actor }: Caller,
  object: ObjectDef,
): Readonly<Record<string, Field>> {
  const access = actor.trusted ? null : fieldAccess(definitions, object, actor)
  const open = Object.entries(storedFields(object, definitions)).filter(
    ([name, field]) => hasText(field) && !access?.hidden(name),
  )
  const place = (name: string) => (name === 'number' ? 0 : object.fields[name] ? 1 : 2)
  return Object.fromEntries(open.sort(([a], [b]) => place(a) - place(b)))
}

/** Without being asked an export leaves out what only machines read. */
export const exportedUnasked = (name: string) =>
  !['id', 'version', 'created_by', 'pipeline', 'stage_since'].includes(name)

const hasText = (field: Field) => Boolean(kindOf(field).column) && !kindOf(field).noCell
