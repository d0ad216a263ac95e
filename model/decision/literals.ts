import { Decimal } from 'decimal.js'
import type { FeelType } from '../expression/index.ts'
import type { InputValue } from './typed.ts'

/** Nearer than any price or percentage is kept. */
const BESIDE = '0.000001'
const Exact = Decimal.clone({ precision: 1000 })

/**
 * The values that can make a difference to a column of cells: every text, number, date and truth value named
 * in them, the numbers and days just beside, and a text nobody names. Read from the source, since a hint need
 * not understand more than its literals.
 */
export const literalsOf = (cells: readonly string[], type?: FeelType): InputValue[] => {
  const source = cells.join('\n')
  const quoted = [...source.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!)
  const bare = source.replace(/"(?:[^"\\]|\\.)*"/g, ' ')
  const dates = quoted.filter((text) => /^\d{4}-\d{2}-\d{2}$/.test(text))
  const isDate = type === 'date' || (dates.length > 0 && /date\s*\(|@/.test(bare))
  const numbers =
    isDate || type === 'string' ? [] : [...bare.matchAll(/-?\d+(?:\.\d+)?/g)].map((match) => match[0])
  const values: InputValue[] = [
    ...(isDate ? dates.flatMap(daysAround) : quoted).map((value): InputValue => ({
      value,
      type: isDate ? 'date' : 'string',
    })),
    ...numbers
      .flatMap((one) => [new Exact(one).minus(BESIDE), new Exact(one), new Exact(one).plus(BESIDE)])
      .map((value): InputValue => ({ value: value.toFixed(), type: 'number' })),
    ...(type === 'boolean' || /\b(?:true|false)\b/.test(bare)
      ? [true, false].map((value): InputValue => ({ value, type: 'boolean' }))
      : []),
    ...(quoted.length > 0 && !isDate ? [{ value: '…', type: 'string' } as const] : []),
  ]
  const known = new Map(values.map((one) => [JSON.stringify(one.value), one]))
  return known.size > 0 ? [...known.values()] : [{ value: null, type: type ?? 'any' }]
}

const daysAround = (date: string): string[] =>
  [-1, 0, 1].map((days) =>
    new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10),
  )
