/**
 * Many callers' conditions at once, each small enough, must not hold the event loop one after another:
 * between two dear ones everybody else has a turn. What is cheap, or was composed before, waits for nothing.
 */
let taken = 0

const DEAR_STEPS = 100_000

/** Steps of an expression's budget that were spent in this turn of the event loop. */
export function noteSteps(steps: number): void {
  if (taken === 0) setImmediate(() => (taken = 0))
  taken += steps
}

/**
 * Whether this turn was long already; whoever is about to read a caller's expression then waits for
 * `nextTurn`.
 */
export const isTurnLong = (): boolean => taken > DEAR_STEPS

/** Resolves in a turn of the event loop in which nothing dear was done yet. */
export async function nextTurn(): Promise<void> {
  while (isTurnLong()) await new Promise<void>((resume) => setImmediate(resume))
}
