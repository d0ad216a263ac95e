import { RE2JS } from 're2js'
import { rewritePattern } from './classes.ts'
import { afford, cellsOfText, hold, spend, type Budget } from './budget.ts'

/**
 * Regular expressions by RE2: the time is proportional to the text, whatever the pattern, where JavaScript's
 * own engine may take for ever. What RE2 does not know (lookaround, references back) is a faulty pattern.
 * Flags: i, m, s, x.
 */
export type Pattern = RE2JS

const PATTERNS_MAX = 500
const made = new Map<string, Pattern | null>()
const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
}

/** Null when the pattern is faulty. Made once and kept. */
export const makePattern = (source: string, flags: string, budget: Budget): Pattern | null => {
  const key = `${flags}/${source}`
  const known = made.get(key)
  if (known !== undefined) return known
  spend(budget, costOfMaking(source))
  if (made.size >= PATTERNS_MAX) made.delete(made.keys().next().value!)
  const pattern = compile(source, flags)
  made.set(key, pattern)
  return pattern
}

/** `{n,m}` is written out so many times before matching. */
const costOfMaking = (source: string): number => {
  const repeats = [...source.matchAll(/\{(\d{1,9}),?(\d{0,9})\}/g)]
  const turns = repeats.reduce((sum, [, low, high]) => sum + Math.max(Number(low), Number(high)), 0)
  return source.length * (50 + 10 * turns)
}

const compile = (source: string, flags: string): Pattern | null => {
  const written = rewritePattern(source, flags)
  if (written === null) return null
  try {
    return RE2JS.compile(
      written,
      [...flags].reduce((all, flag) => all | (FLAGS[flag] ?? 0), 0),
    )
  } catch {
    return null
  }
}

export const isFound = (pattern: Pattern, text: string, budget: Budget): boolean => {
  spend(budget, costOfMatching(pattern, text.length))
  return pattern.matcher(text).find()
}

/** The machine looks at each letter with as many of its instructions as may be under way. */
const costOfMatching = (pattern: Pattern, length: number): number =>
  50 + Math.ceil((length * (4 + pattern.programSize())) / 4)

interface Found {
  readonly start: number
  readonly end: number
  /** The whole, then what each pair of parentheses found. */
  readonly groups: readonly (string | null)[]
}

/** Every place where the pattern is found, from left to right; a place may be empty. */
function* placesOf(pattern: Pattern, text: string, budget: Budget): Generator<Found> {
  const count = pattern.groupCount()
  const matcher = pattern.matcher(text)
  let at = 0
  for (;;) {
    // A search may read to the end of the text for what it finds at its beginning: that it may is asked
    // before, whether it did
    // only the clock tells.
    const atMost = costOfMatching(pattern, text.length - at)
    afford(budget, atMost)
    if (!matcher.find()) {
      spend(budget, atMost)
      return
    }
    const [start, end] = [matcher.start(), matcher.end()]
    spend(budget, costOfMatching(pattern, end - at))
    yield { start, end, groups: Array.from({ length: count + 1 }, (_, i) => matcher.group(i)) }
    at = end
  }
}

/** `$1`, `$0` or `$&` stand for what was found, `$$` for the sign itself. */
export const replaceAll = (pattern: Pattern, text: string, by: string, budget: Budget): string => {
  const parts: string[] = []
  let at = 0
  for (const { start, end, groups } of placesOf(pattern, text, budget)) {
    const put = by.includes('$') ? fill(by, groups) : by
    hold(budget, 1 + cellsOfText(put.length + start - at))
    parts.push(text.slice(at, start), put)
    at = end
  }
  parts.push(text.slice(at))
  return parts.join('')
}

const fill = (by: string, found: readonly (string | null)[]): string =>
  by.replace(/\$(?:[$&]|\d{1,2})/g, (sign) => {
    if (sign === '$$') return '$'
    if (sign === '$&') return found[0] ?? ''
    const group = Number(sign.slice(1))
    if (group < found.length) return found[group] ?? ''
    const first = Number(sign[1])
    return sign.length === 3 && first < found.length ? (found[first] ?? '') + sign[2]! : sign
  })

export const splitBy = (pattern: Pattern, text: string, budget: Budget): string[] => {
  if (text === '') return isFound(pattern, text, budget) ? [] : ['']
  const parts: string[] = []
  let at = 0
  for (const { start, end } of placesOf(pattern, text, budget)) {
    if (end === at || start >= text.length) continue
    hold(budget, 1)
    parts.push(text.slice(at, start))
    at = end
  }
  parts.push(text.slice(at))
  return parts
}
