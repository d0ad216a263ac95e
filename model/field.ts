import type { z } from 'zod'
import type { FeelType } from './expression/index.ts'
import type { ProtectionName } from './protection.ts'
import type { Label } from './refuse.ts'

/** What every field may say about itself, whatever its kind. Plain JSON, so that the studio can store it. */
export interface FieldOptions {
  readonly label?: Label
  readonly required?: boolean
  readonly unique?: boolean
  readonly index?: boolean
  readonly help?: Label
  /** JSON value used when the caller gives none. */
  readonly default?: unknown
  /** FEEL over the record: what it holds where history is brought in that does not say it. */
  readonly imported_as?: string
  /** Written by the system (actions, formulas); a caller who sends it is refused. */
  readonly readonly?: boolean
  /**
   * FEEL over the record: the form shows the field, and `required` asks for it, only while it holds. What is
   * hidden keeps its value.
   */
  readonly shown_when?: string
  /**
   * How it is protected (`model/protection.ts`); what its kind is by nature unless told, `none` for not at
   * all.
   */
  readonly protect?: ProtectionName | 'none'
  /** Carries into search results and the search box. */
  readonly search?: boolean
}

/** A field as stored: `type` names a field kind, the rest are that kind's options. */
export interface Field extends FieldOptions {
  readonly type: string
}

/** Carries the row value's TypeScript type; exists only at compile time. */
declare const value: unique symbol
export interface Valued<V> {
  readonly [value]?: V
}
export type ValueOf<F> = F extends Valued<infer V> ? V : unknown

/** Everything the system must know of one kind of field, on one page. */
export interface FieldKind {
  readonly name: string
  readonly label: Label
  /** SQL type of the column; a kind without a column lives elsewhere (child rows, computed on reading). */
  column?(field: Field): string
  readonly feel: FeelType
  /** JSON in, JSON out; also the source of the OpenAPI schema. */
  schema(field: Field): z.ZodType
  /** JSON value to driver parameter, where they differ. */
  write?(value: unknown, field: Field): unknown
  /** Driver value to JSON value, where they differ. */
  read?(raw: unknown, field: Field): unknown
  /**
   * Its cells in a sheet are written by the convention of their column (`model/reading`), so that no cell can
   * be read alone.
   */
  readonly written?: 'number' | 'percent' | 'day' | 'moment'
  /**
   * Digits after the point that a value keeps; a finer one is refused, never rounded away. Of an amount by
   * its currency, unless the field says.
   */
  places?(field: Field, currency?: string): number
  /** A cell of an imported sheet to the JSON value; text as it stands unless told. */
  fromText?(text: string, field: Field): unknown
  /** Index method where the column can carry one. */
  readonly index?: 'btree' | 'gin'
  /** Object that the value points at. */
  target?(field: Field): string
  /** What is wrong with a definition of this kind, said where it is published; nothing where it holds. */
  fault?(field: Field): Required<Label> | undefined
  /** How such values are protected by nature. */
  readonly protect?: ProtectionName
  /** The system computes it; callers never send it. */
  readonly computed?: boolean
  /**
   * Its value follows from an expression: over its own record, or over rows elsewhere, whose changes are no
   * events of the record.
   */
  readonly reckonedFrom?: 'record' | 'rows'
  /** Child rows, which are records of their own. */
  readonly childRows?: boolean
  /** A handful of values, each with a name: rows are put together by it. */
  readonly gathers?: boolean
  /** Its values are ids of uploaded files. */
  readonly files?: boolean
  /** Points at records of any object, so that `target` cannot say which. */
  readonly pointsAnywhere?: boolean
  /** No cell of a sheet can hold its value. */
  readonly noCell?: boolean
  /** Written by people as they like: anybody may be named in it. */
  readonly prose?: boolean
  /** A person is reached by it, and found again by what is the same in two spellings of it. */
  readonly reaches?: Reach
}

/** Which part of a telephone or an address of mail says that two of them are the same. */
export interface Reach {
  /** The last so many digits and nothing else; without, the whole text, small and large letters alike. */
  readonly digits?: number
  /** Shorter ones are a switchboard or an extension, which many have. */
  readonly least?: number
}

/** A fault of a value in both languages, as one message of the validator; `saidIn` takes it apart again. */
export const inBoth = (zh: string, en: string) => `${zh}\u0001${en}`
export const saidIn = (message: string): Label => {
  const [zh = message, en] = message.split('\u0001')
  return { zh, en: en ?? zh }
}

/** Declares a field of a kind; the options stay literal so that row types follow from them. */
export const declare =
  <V>(type: string) =>
  <const O extends FieldOptions & Record<string, unknown>>(
    options?: O,
  ): { readonly type: string } & O & Valued<V> =>
    ({ type, ...options }) as { readonly type: string } & O & Valued<V>
