/**
 * The letters whose case can be changed: Latin, Greek, Cyrillic and full-width, one for one. PostgreSQL's own
 * upper() depends on version and collation, so both sides use this table: the SQL is translate().
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x41, 0x5a],
  [0xc0, 0xde],
  [0x100, 0x17e],
  [0x386, 0x3ab],
  [0x400, 0x42f],
  [0xff21, 0xff3a],
]

const collectPairs = (): (readonly [string, string])[] => {
  const pairs: (readonly [string, string])[] = []
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const upper = String.fromCodePoint(code)
      const lower = upper.toLowerCase()
      if (lower !== upper && lower.length === 1 && lower.toUpperCase() === upper) pairs.push([upper, lower])
    }
  }
  return pairs
}

const pairs = collectPairs()
export const caseTables = {
  upper: pairs.map(([upper]) => upper).join(''),
  lower: pairs.map(([, lower]) => lower).join(''),
}
const changes = { upper: new Map(pairs.map(([upper, lower]) => [lower, upper])), lower: new Map(pairs) }

export const changeCase = (letters: readonly string[], to: 'upper' | 'lower'): string => {
  const change = changes[to]
  let result = ''
  for (const letter of letters) result += change.get(letter) ?? letter
  return result
}
