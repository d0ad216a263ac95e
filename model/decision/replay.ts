import { Refusal, type Label } from '../refuse.ts'
import { decide, type DecideOptions, type Verdict } from './decide.ts'
import { isSame } from './combine.ts'
import type { Decision } from './definition.ts'
import type { Context } from './typed.ts'

/** What a table answers, or why it refuses. */
export type Answer =
  | { readonly result: unknown; readonly rules: readonly string[] }
  | { readonly refused: string; readonly sentence: Label }

export interface Change {
  /** Place in the history given, from 0. */
  readonly at: number
  readonly before: Answer
  readonly after: Answer
}

export interface Replay {
  readonly total: number
  readonly same: number
  readonly changed: readonly Change[]
  /** How often each rule of the new table hit: one that never does is worth a look. */
  readonly hits: Readonly<Record<string, number>>
}

/**
 * What would the new table have said to what has been? Also tests examples: give the old table's examples as
 * history.
 * @example replayDecision({ before: floor, after: draft, history: lastQuarterQuotes }).changed
 */
export const replayDecision = (
  { before, after, history }: { before: Decision; after: Decision; history: readonly Context[] },
  options: DecideOptions = {},
): Replay => {
  const hits: Record<string, number> = Object.fromEntries(after.rules.map((rule) => [rule.id, 0]))
  const changed: Change[] = []
  history.forEach((context, at) => {
    const [old, next] = [answer(before, context, options), answer(after, context, options)]
    for (const rule of 'rules' in next ? next.rules : []) hits[rule] = (hits[rule] ?? 0) + 1
    if (!isSame(outcomeOf(old), outcomeOf(next))) changed.push({ at, before: old, after: next })
  })
  return { total: history.length, same: history.length - changed.length, changed, hits }
}

const answer = (decision: Decision, context: Context, options: DecideOptions): Answer => {
  try {
    const { result, hits }: Verdict = decide(decision, context, options)
    return { result, rules: hits.map((hit) => hit.rule) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: error.code, sentence: error.sentence }
  }
}

const outcomeOf = (given: Answer): unknown =>
  'result' in given ? { result: given.result } : { refused: given.refused }
