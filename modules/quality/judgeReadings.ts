import { Decimal } from 'decimal.js'

export interface Characteristic {
  readonly name: string
  readonly measured: 'number' | 'text'
  readonly lower: string | null
  readonly upper: string | null
  readonly expected: string | null
  readonly out_of_limits: 'block' | 'warn'
}

export interface Judgement {
  /** Blocking characteristics out of their limits, or not measured. */
  readonly blocking: readonly string[]
  /** Others out of their limits. */
  readonly warnings: readonly string[]
}

/**
 * Compares readings with what the plan asks for. Limits are inclusive: a reading on the limit is good.
 * A blocking characteristic without a reading blocks; a warning one without a reading says nothing.
 * @param readings value by characteristic name
 */
export function judgeReadings(
  characteristics: readonly Characteristic[],
  readings: ReadonlyMap<string, string>,
): Judgement {
  const out = characteristics.filter((one) => !isGood(one, readings.get(one.name)))
  return {
    blocking: out.filter((one) => one.out_of_limits === 'block').map((one) => one.name),
    warnings: out.filter((one) => one.out_of_limits === 'warn').map((one) => one.name),
  }
}

function isGood(
  { measured, lower, upper, expected, out_of_limits }: Characteristic,
  reading: string | undefined,
): boolean {
  if (reading === undefined || reading.trim() === '') return out_of_limits === 'warn'
  if (measured === 'text')
    return expected === null || reading.trim().toLowerCase() === expected.trim().toLowerCase()
  if (!/^[+-]?\d+(\.\d+)?$/.test(reading.trim())) return false
  const value = new Decimal(reading.trim())
  return (lower === null || value.gte(lower)) && (upper === null || value.lte(upper))
}
