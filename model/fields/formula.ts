import { z } from 'zod'
import type { FeelType } from '../expression/index.ts'
import { moneyColumn } from './money.ts'
import type { Field, FieldKind, FieldOptions, Valued } from '../field.ts'
import type { Label } from '../refuse.ts'
import { placesFault, placesOf } from './number.ts'

export type Result = 'number' | 'money' | 'percent' | 'text' | 'date' | 'datetime' | 'bool'
type ResultValue<R> = R extends 'bool' ? boolean : string

/**
 * A FEEL expression over the record, its references and its collections, computed when the record is written
 * or what it reads moves. Numbers are rounded half up to `scale` digits: money 2, percent 4, number 6 unless
 * told; money shows all of them, or `least`.
 * @example formula('money', 'quantity * price * (1 - discount / 100)')
 */
export const formula = <
  const R extends Result,
  const O extends FieldOptions & { scale?: number; least?: number } = {},
>(
  result: R,
  expression: string,
  options?: O,
) =>
  ({ type: 'formula', result, expression, ...options }) as unknown as {
    readonly type: string
    readonly result: R
    readonly expression: string
  } & O &
    Valued<ResultValue<R> | null>

/**
 * A figure over child rows or other records pointing here, kept up to date when they change.
 * @example rollup('money', 'sum(lines.amount)')
 */
export const rollup = <const R extends Result, const O extends FieldOptions & { scale?: number } = {}>(
  result: R,
  expression: string,
  options?: O,
) =>
  ({ type: 'rollup', result, expression, ...options }) as unknown as {
    readonly type: string
    readonly result: R
    readonly expression: string
  } & O &
    Valued<ResultValue<R> | null>

const columns: Record<Result, string> = {
  number: 'numeric',
  money: 'numeric(24,2)',
  percent: 'numeric',
  text: 'text',
  date: 'date',
  datetime: 'timestamptz',
  bool: 'boolean',
}
const types: Record<Result, FeelType> = {
  number: 'number',
  money: 'number',
  percent: 'number',
  text: 'string',
  date: 'date',
  datetime: 'datetime',
  bool: 'boolean',
}

export const resultOf = (field: Field) => (field as Field & { result: Result }).result
/** Whether the result is a figure that is rounded. */
export const isFigure = (field: Field): boolean => types[resultOf(field)] === 'number'
/** Undefined where the result is no number. */
export const scaleOf = (field: Field): number | undefined => {
  const usual = { number: 6, money: 2, percent: 4 }[resultOf(field) as string]
  return usual === undefined ? undefined : placesOf(field, usual)
}
/** Digits that are shown at least of a computed amount; none for other results, which show what they have. */
export const leastOf = (field: Field): number | undefined =>
  resultOf(field) === 'money' ? ((field as { least?: number }).least ?? scaleOf(field)) : undefined
export const expressionOf = (field: Field) => (field as Field & { expression: string }).expression
/** FEEL type of a computed field, which depends on what it results in. */
export const resultType = (field: Field): FeelType => types[resultOf(field)]

const resultFault = (field: Field): Required<Label> | undefined => {
  const known = Object.keys(columns)
  if (Object.hasOwn(columns, resultOf(field))) return undefined
  return {
    zh: `没有“${String(resultOf(field))}”这种结果，可用：${known.join('、')}`,
    en: `there is no result "${String(resultOf(field))}": take one of ${known.join(', ')}`,
  }
}

const expressionFault = (field: Field): Required<Label> | undefined =>
  typeof expressionOf(field) === 'string' ? undefined : { zh: '缺少公式', en: 'its expression is missing' }

const computed = (name: string, label: FieldKind['label'], reckonedFrom: 'record' | 'rows'): FieldKind => ({
  name,
  label,
  column: (field) =>
    resultOf(field) === 'money' ? moneyColumn(field) : (columns[resultOf(field)] ?? 'text'),
  fault: (field) => resultFault(field) ?? placesFault(field) ?? expressionFault(field),
  feel: 'any',
  index: 'btree',
  schema: () => z.union([z.string(), z.boolean()]),
  read: (raw) => (raw instanceof Date ? raw.toISOString() : raw),
  computed: true,
  reckonedFrom,
})

export const formulaKind = computed('formula', { zh: '公式', en: 'Formula' }, 'record')
export const rollupKind = computed('rollup', { zh: '汇总', en: 'Roll-up' }, 'rows')
