/**
 * Chance that comes out the same for the same keys, so that one seed is one business whatever runs beside
 * what.
 */
export interface Dice {
  /** 0 up to, not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  chance(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of several by its weight. */
  weigh<T>(from: readonly (readonly [T, number])[]): T
}

/** @example throwDice(1, 'lead', 17).between(1, 6) */
export function throwDice(...keys: readonly (string | number)[]): Dice {
  const next = mulberry32(hashOf(keys.join('/')))
  const dice: Dice = {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (share) => next() < share,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weigh(from) {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      return (from.find(([, weight]) => (left -= weight) < 0) ?? from.at(-1)!)[0]
    },
  }
  return dice
}

/** Mulberry32 (Tommy Ettinger, 2017): 32 bits of state, good enough for a story. */
function mulberry32(state: number): () => number {
  let a = state
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** FNV-1a over the characters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
