/**
 * What XPath allows in a pattern and RE2 does not: classes with others taken out of them, `[a-z-[aeiou]]`,
 * and, with the flag x, blanks that mean nothing. Null where it cannot be written for RE2.
 */
export const rewritePattern = (source: string, flags: string): string | null => {
  const spread = flags.includes('x')
  let [written, at] = ['', 0]
  while (at < source.length) {
    const sign = source[at]!
    if (sign === '\\') {
      written += source.slice(at, at + 2)
      at += 2
    } else if (sign === '[') {
      const found = readClass(source, at)
      if (found === null) return source
      if (found.less !== undefined && found.ranges === null) return null
      written += found.less === undefined ? source.slice(at, found.to) : writeClass(found.ranges!)
      at = found.to
    } else {
      if (!spread || !/\s/.test(sign)) written += sign
      at++
    }
  }
  return written
}

type Range = readonly [first: number, last: number]

interface Found {
  /** Code points; null when the class says something that is not listed here, such as `\p{L}`. */
  readonly ranges: readonly Range[] | null
  readonly less?: true
  /** Behind the closing bracket. */
  readonly to: number
}

const LAST = 0x10ffff
const NESTED_MAX = 50

/** Null when the class has no end. */
const readClass = (source: string, from: number, depth = 0): Found | null => {
  if (depth > NESTED_MAX) return null
  let at = from + 1
  const negated = source[at] === '^'
  if (negated) at++
  let ranges: Range[] | null = []
  for (let first = true; at < source.length; first = false) {
    if (source[at] === ']' && !first) return { ranges: ranges && turn(ranges, negated), to: at + 1 }
    if (source.startsWith('-[', at) && !first && !/^-\[:/.test(source.slice(at, at + 3))) {
      const less = readClass(source, at + 1, depth + 1)
      if (less === null || source[less.to] !== ']') return null
      const known = ranges !== null && less.ranges !== null
      return {
        ranges: known ? without(turn(ranges!, negated), less.ranges!) : null,
        less: true,
        to: less.to + 1,
      }
    }
    const [one, next] = readLetter(source, at)
    at = next
    if (one === null) ranges = null
    else if (Array.isArray(one)) ranges?.push(...one)
    else if (source[at] === '-' && source[at + 1] !== ']' && source[at + 1] !== '[') {
      const [last, behind] = readLetter(source, at + 1)
      at = behind
      if (typeof last !== 'number') ranges = null
      else ranges?.push([one as number, last])
    } else ranges?.push([one as number, one as number])
  }
  return null
}

const SETS: Readonly<Record<string, readonly Range[]>> = {
  d: [[0x30, 0x39]],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  s: [
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ],
}
const SIGNS: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09 }

/** A letter, a set of them, or null for what is not known here. */
const readLetter = (source: string, at: number): [number | readonly Range[] | null, number] => {
  const code = source.codePointAt(at)!
  if (source[at] !== '\\') return [code, at + (code > 0xffff ? 2 : 1)]
  const sign = source[at + 1] ?? ''
  if (Object.hasOwn(SETS, sign)) return [SETS[sign]!, at + 2]
  if (Object.hasOwn(SIGNS, sign)) return [SIGNS[sign]!, at + 2]
  if (/[a-zA-Z0-9]/.test(sign) || sign === '') return [null, at + 2]
  return [sign.codePointAt(0)!, at + 2]
}

const turn = (ranges: readonly Range[], negated: boolean): readonly Range[] =>
  negated ? without([[0, LAST]], ranges) : ranges

const without = (ranges: readonly Range[], less: readonly Range[]): readonly Range[] =>
  less.reduce<readonly Range[]>(
    (left, [first, last]) =>
      left.flatMap(([a, b]): Range[] =>
        last < a || first > b
          ? [[a, b]]
          : [...(a < first ? [[a, first - 1] as const] : []), ...(b > last ? [[last + 1, b] as const] : [])],
      ),
    ranges,
  )

/** A class of nothing matches nothing. */
const writeClass = (ranges: readonly Range[]): string => {
  const write = (code: number): string => `\\x{${code.toString(16)}}`
  return ranges.length === 0
    ? '[^\\x{0}-\\x{10ffff}]'
    : `[${ranges.map(([first, last]) => `${write(first)}-${write(last)}`).join('')}]`
}
