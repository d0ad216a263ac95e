import { literalsOf } from './literals.ts'
import type { Decision } from './definition.ts'
import { passes, type InputValue } from './typed.ts'

/** A combination of input values that several rules, or none, answer. */
export interface Finding {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly rules: readonly string[]
}

export interface Probe {
  readonly overlaps: readonly Finding[]
  readonly gaps: readonly Finding[]
  readonly tried: number
  /** False when there were too many combinations to try them all. */
  readonly complete: boolean
}

const TRIES_MAX = 4_000
const FINDINGS_MAX = 20

/**
 * Hints for the author: tries every combination of the values a table speaks of, the numbers just beside
 * them, and one it does not name. Exact for cells that compare with literals; cells that say other names are
 * tried with those empty. A hint, never a refusal.
 */
export const probeDecision = (decision: Decision): Probe => {
  const columns = decision.inputs.map((input, at) =>
    literalsOf(
      [...(input.values ?? []), ...decision.rules.map((rule) => rule.when[at] ?? '-')],
      input.type,
    ).filter((value) => !input.values?.length || input.values.some((test) => passes(test, value, {}, {}))),
  )
  const size = columns.reduce((product, column) => product * column.length, 1)
  const tried = Math.min(size, TRIES_MAX)
  const found = Array.from({ length: tried }, (_, at) =>
    tryOut(decision, pick(columns, tried < size ? Math.floor((at * size) / tried) : at)),
  )
  return {
    overlaps: found.filter((one) => one.rules.length > 1).slice(0, FINDINGS_MAX),
    gaps: found.filter((one) => one.rules.length === 0).slice(0, FINDINGS_MAX),
    tried,
    complete: tried === size,
  }
}

/** The nth combination, as digits of a number whose places have the columns' lengths. */
const pick = (columns: readonly InputValue[][], at: number): InputValue[] => {
  let rest = at
  return columns.map((column) => {
    const value = column[rest % column.length]!
    rest = Math.floor(rest / column.length)
    return value
  })
}

const tryOut = (decision: Decision, values: readonly InputValue[]): Finding => ({
  inputs: Object.fromEntries(decision.inputs.map((input, at) => [input.name, values[at]!.value])),
  rules: decision.rules
    .filter((rule) => values.every((value, at) => passes(rule.when[at] ?? '-', value, {}, {})))
    .map((rule) => rule.id),
})
