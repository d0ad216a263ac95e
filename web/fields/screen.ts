import type { ComponentType } from 'react'
import type { AnyField } from '../ground/definitions.ts'
import type { Titles } from '../ground/records.ts'

export interface ShowProps {
  readonly value: unknown
  readonly field: AnyField
  /** The whole record, where one is at hand: money asks it for its currency. */
  readonly record?: Readonly<Record<string, unknown>>
  readonly titles?: Titles
  /** In a list cell: one line, no controls. */
  readonly compact?: boolean
}

export interface EditProps {
  /** Of the input, so that the label finds it. */
  readonly id: string
  /** API name of the field. */
  readonly name: string
  readonly value: unknown
  readonly field: AnyField
  readonly onChange: (value: unknown) => void
  readonly invalid?: boolean
  readonly describedBy?: string
  readonly autoFocus?: boolean
  readonly record?: Readonly<Record<string, unknown>>
  readonly titles?: Titles
}

/** How a list is narrowed by a field of this kind. */
export type FilterShape = 'text' | 'choice' | 'range' | 'dates' | 'bool' | 'record' | 'none'

/** All a field kind is on the screen: how it is shown, how it is typed, how lists filter by it. */
export interface FieldScreen {
  readonly Show: ComponentType<ShowProps>
  readonly Edit?: ComponentType<EditProps>
  readonly filter?: FilterShape
  readonly align?: 'right'
  /** What a text from a sheet means, where it is not the text itself. */
  readonly read?: (text: string, field: AnyField) => unknown
  /** Takes the whole width of a form. */
  readonly wide?: boolean
  /** Its value needs more room than a column has. */
  readonly roomy?: boolean
  /** A handful of values, each with a name: rows are put together by it. */
  readonly gathers?: boolean
  /** Its values have a sum. */
  readonly sums?: boolean
  /** An amount of money. */
  readonly worth?: boolean
  /** A condition names its values as they are, without quotes. */
  readonly unquoted?: boolean
  /** A value that says nothing without its label. */
  readonly bare?: boolean
  /** Belongs to one record alone: many are never given the same value at once. */
  readonly ofOne?: boolean
  /** Kept for programs: nobody reads it in a timeline. */
  readonly forPrograms?: boolean
  /** Child rows, which are records of their own. */
  readonly rows?: boolean
  /** The value is a list of which a filter asks for one. */
  readonly many?: boolean
  /** How a bound of a range is written in a condition. */
  readonly bound?: 'day' | 'moment'
  /** Its choices are the stages of the object. */
  readonly stages?: boolean
  /** Whoever looks may be meant by it. */
  readonly me?: boolean
  /** A new record made from another keeps what that one points at by it. */
  readonly carried?: boolean
  /** What the studio asks beside a name; `code` where only code says enough. */
  readonly asks?: 'choices' | 'object' | 'formula' | 'code'
  /** The one object that fields of this kind point at. */
  readonly to?: string
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** What every single input of a field carries, for its label, its error and the tests. */
export const inputProps = ({ id, name, invalid, describedBy, autoFocus, field }: EditProps) => ({
  id,
  name,
  autoFocus,
  'data-input': name,
  'aria-invalid': invalid || undefined,
  'aria-describedby': describedBy,
  'aria-required': field.required || undefined,
  status: invalid ? ('error' as const) : undefined,
})
