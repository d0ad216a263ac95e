import type { Field } from '../../model/field.ts'
import {
  systemFields,
  type AnyRow,
  type Grant,
  type InheritedAccess,
  type ObjectDef,
} from '../../model/object.ts'
import type { PipelineDef } from '../../model/pipeline.ts'
import type { Label } from '../../model/refuse.ts'
import type { Inverse } from '../../model/resolve.ts'
import { sayRows } from '../../model/sayRow.ts'
import { textOf } from '../words/words.ts'

/** An option of some field kind, beside what every field may say. */
export type AnyField = Field & Readonly<Record<string, unknown>>

export interface May {
  readonly create: boolean
  readonly read: boolean
  readonly update: boolean
  readonly delete: boolean
  readonly export: boolean
  readonly import?: boolean
}

export interface ScreenObject extends Omit<ObjectDef, 'access'> {
  readonly may: May
  readonly sortable: readonly string[]
  readonly access?: Readonly<Record<string, Grant>> | InheritedAccess
}

export interface ScreenAction {
  readonly label: Label
  readonly when?: string
  readonly because?: Label
  readonly input?: Readonly<Record<string, Field>>
  readonly style?: 'primary' | 'danger' | 'plain' | 'hidden'
  readonly collective?: boolean
}

type ByName<T> = Readonly<Record<string, T>>

/** Everything the screens draw themselves from: `GET /api/definitions`, cut to the person's rights. */
export interface Screens {
  readonly version: number
  readonly modules: readonly { readonly name: string; readonly label: Label }[]
  readonly objects: ByName<ScreenObject>
  readonly pipelines: ByName<PipelineDef>
  readonly actions: ByName<ByName<ScreenAction>>
  readonly reports: ByName<{ readonly name: string; readonly label: Label }>
  readonly roles: ByName<{ readonly name?: string; readonly label: Label; readonly second_factor?: boolean }>
  readonly inverses: ByName<ByName<Inverse>>
  readonly field_kinds: ByName<{ readonly label: Label; readonly feel: string }>
  /** Whether the person may change any term of the company. */
  readonly changes_terms?: boolean
  /** Whether the person administers the house. */
  readonly admin?: boolean
}

const stageFields = (object: string): Readonly<Record<string, AnyField>> => ({
  stage: { type: 'stage', of: object, label: { zh: '阶段', en: 'Stage' }, readonly: true },
  stage_since: { type: 'datetime', label: { zh: '进入本阶段', en: 'In this stage since' }, readonly: true },
})

const byTheSystem = new Set(['id', 'number', 'version', 'created_at', 'updated_at', 'created_by'])

/** All fields a record of the object has, the house's own included. */
export function fieldsOf(screens: Screens, object: ScreenObject): Readonly<Record<string, AnyField>> {
  const house = Object.fromEntries(
    Object.entries(systemFields).map(([name, field]) => [
      name,
      byTheSystem.has(name) ? { ...field, readonly: true } : field,
    ]),
  )
  return {
    ...house,
    ...(pipelinesFor(screens, object.name).length > 0 ? stageFields(object.name) : {}),
    ...object.fields,
    ...toldFields(object),
  } as unknown as Record<string, AnyField>
}

/** Texts that are kept as codes and figures, too, know by which field: `told_by`. */
const toldFields = ({ fields }: Pick<ScreenObject, 'fields'>): Readonly<Record<string, AnyField>> =>
  Object.fromEntries(
    Object.entries(fields as Readonly<Record<string, AnyField>>).flatMap(([name, field]) => {
      const text = fields[field.instead_of as string]
      return text ? [[field.instead_of, { ...text, told_by: { name, of: field.instead_of, field } }]] : []
    }),
  )

export const pipelinesFor = (screens: Screens, object: string) =>
  Object.values(screens.pipelines).filter((pipeline) => pipeline.object === object)

/** The pipeline a record follows. */
export function pipelineOf(screens: Screens, object: string, chosen?: unknown): PipelineDef | undefined {
  const all = pipelinesFor(screens, object)
  return all.find((one) => one.name === chosen) ?? all.find((one) => one.default) ?? all[0]
}

/** Bringing sheets in is a right of its own; a server that does not say asks for the right to create. */
export const mayImport = (object: ScreenObject): boolean => object.may.import ?? object.may.create

export const targetOf = (field: Field): string => (field as AnyField).to as string

/** May the person write it at all? What the system reckons and keeps comes marked as only to be read. */
export const isWritable = (field: Field): boolean => !field.readonly

/**
 * A record's name: its title field, in the words of the reader where it is kept as codes, else its number, or
 * the start of its id.
 */
export function titleOf(
  object: (Pick<ScreenObject, 'title'> & Partial<Pick<ScreenObject, 'fields'>>) | undefined,
  record: Readonly<Record<string, unknown>>,
): string {
  const told = Object.entries((object?.fields ?? {}) as Readonly<Record<string, AnyField>>).find(
    ([name, field]) => field.instead_of !== undefined && field.instead_of === object?.title && record[name],
  )
  if (told)
    return sayRows(record[told[0]], (told[1].sentences ?? {}) as Readonly<Record<string, Label>>)
      .map((one) => textOf(one))
      .join(' · ')
  const title = record._title ?? record[object?.title ?? 'number'] ?? record.number ?? record.name
  return typeof title === 'string' && title ? title : String(record.id ?? '').slice(0, 8)
}

/** Objects whose rows may be read, in menu order: by module along the flow, then as defined. */
export function menuOf(
  screens: Screens,
): readonly { readonly name: string; readonly label: Label; readonly objects: readonly ScreenObject[] }[] {
  const shown = Object.values(screens.objects).filter(
    (object) => object.may.read && object.menu !== false && !('inherit' in (object.access ?? {})),
  )
  // The house itself comes after the business.
  const order = [...screens.modules].sort(
    (a, b) => Number(a.name === 'organisation') - Number(b.name === 'organisation'),
  )
  return order.flatMap((module) => {
    const objects = shown.filter((object) => object.module === module.name)
    return objects.length > 0 ? [{ ...module, objects }] : []
  })
}

export type { AnyRow }
