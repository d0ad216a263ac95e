import { z } from 'zod'
import type { Field, FieldKind, FieldOptions, Valued } from '../field.ts'

export interface ReferenceOptions extends FieldOptions {
  /** Name under which the other object sees its rows: `activity.opportunity` with inverse `activities`. */
  readonly inverse?: string
}

/**
 * Another record, by the name of its object (which may belong to a later step of the flow). The value is its
 * id.
 */
export const reference = <const T extends string, const O extends ReferenceOptions = {}>(
  to: T,
  options?: O,
) =>
  ({ type: 'reference', to, ...options }) as unknown as { readonly type: string; readonly to: T } & O &
    Valued<string>

/** A person of the company: a reference to `user`. */
export const user = <const O extends ReferenceOptions = {}>(options?: O) =>
  ({ type: 'user', to: 'user', ...options }) as unknown as {
    readonly type: string
    readonly to: 'user'
  } & O &
    Valued<string>

/** A department: a reference to `department`. */
export const department = <const O extends ReferenceOptions = {}>(options?: O) =>
  ({ type: 'department', to: 'department', ...options }) as unknown as {
    readonly type: string
    readonly to: 'department'
  } & O &
    Valued<string>

const pointer = (name: string, label: FieldKind['label'], more?: Partial<FieldKind>): FieldKind => ({
  name,
  label,
  column: () => 'uuid',
  feel: 'string',
  index: 'btree',
  gathers: true,
  schema: () => z.uuid(),
  target: (field) => (field as Field & { to?: string }).to ?? name,
  ...more,
})

export const referenceKind = pointer(
  'reference',
  { zh: '关联记录', en: 'Reference' },
  {
    target: (field) => (field as Field & { to: string }).to,
    fault: (field) =>
      typeof (field as Field & { to?: unknown }).to === 'string'
        ? undefined
        : { zh: '缺少所关联的对象', en: 'it does not say which object it points at' },
  },
)
export const userKind = pointer('user', { zh: '人员', en: 'Person' })
export const departmentKind = pointer('department', { zh: '部门', en: 'Department' })
