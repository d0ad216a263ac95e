import { companySimilarity } from '../leads/index.ts'

export interface Known {
  readonly kind: 'customer' | 'deal'
  readonly id: string
  readonly name: string
  /** Who has it: a seller or a partner. */
  readonly held_by: string | null
}

export interface Conflict extends Known {
  /** Likeness, 0 to 1. */
  readonly score: number
}

/** Companies that are at least so much like the one registered, the likest first. */
export const findConflicts = (company: string, known: readonly Known[], least: number): Conflict[] =>
  known
    .map((one) => ({ ...one, score: companySimilarity(company, one.name).score }))
    .filter((one) => one.score >= least)
    .sort((a, b) => b.score - a.score)
