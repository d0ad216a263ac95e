import { z } from 'zod'
import { declare, inBoth, type Field, type FieldKind } from '../field.ts'
import type { Label } from '../refuse.ts'

/**
 * An exact decimal; `scale` digits after the point (6 unless told), optional `min` and `max`. The value is a
 * decimal string.
 */
export const number = declare<string>('number')

export const numberKind: FieldKind = {
  name: 'number',
  label: { zh: '数字', en: 'Number' },
  column: () => 'numeric',
  feel: 'number',
  index: 'btree',
  places: (field) => placesOf(field, 6),
  schema: (field) => decimal(field, placesOf(field, 6)),
  fault: (field) => placesFault(field),
  written: 'number',
}

/** So many digits may stand after the point. */
export const placesMax = 12

/** A `scale` or a `least` that is no whole number from 0 to `placesMax`. */
export const placesFault = (field: Field): Required<Label> | undefined => {
  const { scale, least } = field as { readonly scale?: unknown; readonly least?: unknown }
  if ([scale, least].every((one) => one === undefined || isPlaces(one))) return undefined
  return {
    zh: `小数位数应为 0 到 ${placesMax} 的整数`,
    en: `the digits after the point must be a whole number from 0 to ${placesMax}`,
  }
}

const isPlaces = (scale: unknown): scale is number =>
  Number.isInteger(scale) && (scale as number) >= 0 && (scale as number) <= placesMax

/**
 * Digits after the point that a field keeps, `usual` unless its `scale` says so. One that is none, as only a
 * definition that was never checked can have, counts for nothing: it becomes part of a column's type.
 */
export const placesOf = (field: Field, usual: number): number => {
  const { scale } = field as { readonly scale?: unknown }
  return isPlaces(scale) ? scale : usual
}

/**
 * A decimal string or JSON number, kept exact; more digits than `scale` are refused, never rounded away; no
 * fewer than `least` are shown.
 */
export function decimal(field: Field, scale: number, { least }: { readonly least?: number } = {}) {
  const { min, max } = field as { min?: number; max?: number }
  return z
    .union([z.string(), z.number()])
    .transform((value, context) => {
      const text = typeof value === 'number' ? numberText(value) : value.trim()
      if (!/^[+-]?(\d{1,20})(\.\d+)?$/.test(text))
        return fail(context, inBoth('应为数字，例如 1234.50', 'a decimal number such as 1234.50 is expected'))
      const canonical = canonicalDecimal(text)
      const digits = canonical.split('.')[1]?.length ?? 0
      if (digits > scale)
        return fail(context, inBoth(`小数最多${scale}位`, `at most ${scale} digits after the point`))
      if (min !== undefined && Number(canonical) < min)
        return fail(context, inBoth(`不能小于${min}`, `must be at least ${min}`))
      if (max !== undefined && Number(canonical) > max)
        return fail(context, inBoth(`不能大于${max}`, `must be at most ${max}`))
      return least === undefined ? canonical : padded(canonical, least)
    })
    .meta({ override: { type: 'string', format: 'decimal', examples: ['1234.50'] } })
}

const padded = (text: string, least: number) => {
  const [whole = '0', fraction = ''] = text.split('.')
  return least > 0 ? `${whole}.${fraction.padEnd(least, '0')}` : text
}

/** No leading zeros or plus, no trailing zeros after the point, no minus zero. */
export function canonicalDecimal(text: string): string {
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const left = whole.replace(/^0+(?=\d)/, '')
  const right = fraction.replace(/0+$/, '')
  const magnitude = right ? `${left}.${right}` : left
  return negative && magnitude !== '0' ? `-${magnitude}` : magnitude
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return 'not a number'
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return 'digits lost'
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '') : text
}

function fail(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
