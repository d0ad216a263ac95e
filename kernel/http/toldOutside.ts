import type { Tells } from '../../model/index.ts'

/**
 * An answer as the outside gets it: what the door declares that it tells, and nothing else. Lists are told
 * row by row.
 */
export function toldOutside(tells: Tells, answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((one) => toldOutside(tells, one))
  if (answer === null || typeof answer !== 'object') return null
  return Object.fromEntries(Object.entries(answer).filter(([name]) => Object.hasOwn(tells, name)))
}
