/**
 * Dice coefficient over character bigrams (Dice 1945, as used for strings by Adamson and Boreham 1974), 0 to
 * 1.
 */
export function compareBigrams(a: string, b: string): number {
  if (a === b) return a ? 1 : 0
  if (a.length < 2 || b.length < 2) return 0
  const left = new Map<string, number>()
  for (let at = 0; at < a.length - 1; at++)
    left.set(a.slice(at, at + 2), (left.get(a.slice(at, at + 2)) ?? 0) + 1)
  let shared = 0
  for (let at = 0; at < b.length - 1; at++) {
    const count = left.get(b.slice(at, at + 2)) ?? 0
    if (count > 0) {
      shared++
      left.set(b.slice(at, at + 2), count - 1)
    }
  }
  return (2 * shared) / (a.length + b.length - 2)
}

/**
 * Jaro similarity with Winkler's bonus of 0.1 for up to four leading characters in common (Winkler 1990), 0
 * to 1.
 * @example compareJaroWinkler('martha', 'marhta') // 0.961
 */
export function compareJaroWinkler(a: string, b: string): number {
  if (a === b) return a ? 1 : 0
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Array<boolean>(b.length).fill(false)
  const matchedA: string[] = []
  for (let at = 0; at < a.length; at++) {
    for (let to = Math.max(0, at - reach); to <= Math.min(b.length - 1, at + reach); to++) {
      if (taken[to] || a[at] !== b[to]) continue
      taken[to] = true
      matchedA.push(a[at]!)
      break
    }
  }
  const matches = matchedA.length
  if (matches === 0) return 0
  const matchedB = [...b].filter((_, at) => taken[at])
  const transpositions = matchedA.filter((char, at) => char !== matchedB[at]).length / 2
  const jaro = (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}
