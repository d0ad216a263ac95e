import { cellsOfText, hold, spend } from '../budget.ts'
import { lowerValue, NUMBER_LENGTH_MAX, parseNumber, writeNumber } from '../lift.ts'
import { writeMoment } from '../moment.ts'
import { isFound, makePattern, replaceAll, splitBy, type Pattern } from '../pattern.ts'
import { isList, isNumber, kindOf, Numeric, type Value } from '../value.ts'
import { changeCase, caseTables } from './letters.ts'
import { define, list, listOf, text, wholePart, type Builtins, type Clock, type SqlArg } from './builtin.ts'

const STRING = ['string'] as const
const PAIR = ['string', 'string'] as const
const two = (write: (a: string, b: string) => string) => ({
  sql: ([a, b]: readonly SqlArg[]) => write(a!.text, b!.text),
})

export const texts: Builtins = {
  'contains': define(
    'string, match',
    PAIR,
    'boolean',
    ([a, b], clock) => find(a, b, clock) >= 0,
    two((a, b) => `(strpos(${a}, ${b}) > 0)`),
  ),
  'starts with': define(
    'string, match',
    PAIR,
    'boolean',
    ([a, b]) => text(a).startsWith(text(b)),
    two((a, b) => `starts_with(${a}, ${b})`),
  ),
  'ends with': define(
    'string, match',
    PAIR,
    'boolean',
    ([a, b]) => text(a).endsWith(text(b)),
    two((a, b) => `(right(${a}, length(${b})) = ${b})`),
  ),
  'string length': define(
    'string',
    STRING,
    'number',
    ([a], clock) => new Numeric(lettersOf(a, clock).length),
    { sql: ([a]) => `length(${a!.text})::numeric` },
  ),
  'upper case': define('string', STRING, 'string', ([a], clock) => changeCase(lettersOf(a, clock), 'upper'), {
    sql: ([a], { param }) =>
      `translate(${a!.text}, ${param(caseTables.lower, 'text')}, ${param(caseTables.upper, 'text')})`,
  }),
  'lower case': define('string', STRING, 'string', ([a], clock) => changeCase(lettersOf(a, clock), 'lower'), {
    sql: ([a], { param }) =>
      `translate(${a!.text}, ${param(caseTables.upper, 'text')}, ${param(caseTables.lower, 'text')})`,
  }),
  'substring': define(
    'string, start position, length?',
    ['string', 'number', 'number'],
    'string',
    ([a, start, length], clock) => {
      const [from, count] = [wholePart(start), length === undefined ? Infinity : wholePart(length)]
      if (from === null || from === 0 || count === null || count < 1) return null
      const points = lettersOf(a, clock)
      const first = from > 0 ? from - 1 : Math.max(0, points.length + from)
      return points.slice(first, first + count).join('')
    },
    {
      sql: ([a, start, length], { constant }) => {
        const [from, count] = [wholePart(constant(start!)), length ? wholePart(constant(length)) : undefined]
        if (from === null || from === 0 || count === null || (count !== undefined && count < 1))
          return undefined
        const tail = from > 0 ? `substr(${a!.text}, ${from})` : `right(${a!.text}, ${-from})`
        return count === undefined ? tail : `left(${tail}, ${count})`
      },
    },
  ),
  'substring before': define('string, match', PAIR, 'string', ([a, b], clock) =>
    text(a).slice(0, Math.max(0, find(a, b, clock))),
  ),
  'substring after': define('string, match', PAIR, 'string', ([a, b], clock) => {
    const at = find(a, b, clock)
    return at < 0 ? '' : text(a).slice(at + text(b).length)
  }),
  'trim': define('string', STRING, 'string', ([a]) => trimSpaces(text(a)), {
    sql: ([a]) => `btrim(${a!.text}, ' ')`,
  }),
  'matches': define(
    'input, pattern, flags?',
    ['string', 'string', 'string'],
    'boolean',
    ([a, pattern, flags], clock) => {
      const made = patternOf(pattern, flags, clock)
      return made && isFound(made, text(a), clock.budget)
    },
    { pattern: 'pattern' },
  ),
  'replace': define(
    'input, pattern, replacement, flags?',
    ['string', 'string', 'string', 'string'],
    'string',
    ([a, pattern, by, flags], clock) => {
      const made = patternOf(pattern, flags, clock)
      return made && replaceAll(made, text(a), text(by), clock.budget)
    },
    { pattern: 'pattern' },
  ),
  'split': define(
    'string, delimiter',
    PAIR,
    () => listOf({ kind: 'string' }),
    ([a, delimiter], clock) => {
      const made = patternOf(delimiter, undefined, clock)
      return made && splitBy(made, text(a), clock.budget)
    },
    { pattern: 'delimiter' },
  ),
  'string join': define(
    'list, delimiter?',
    ['list', 'any'],
    'string',
    ([items, delimiter = null], { budget }) => {
      const parts = list(items).filter((item) => item !== null)
      if (!parts.every((item) => typeof item === 'string')) return null
      if (delimiter !== null && typeof delimiter !== 'string') return null
      const between = delimiter ?? ''
      const cells = cellsOfText(parts.reduce((length, part) => length + part.length + between.length, 0))
      spend(budget, cells)
      hold(budget, cells)
      return parts.join(between)
    },
  ),
  'string': define('from', ['any'], 'string', ([value], clock) => writeText(value!, clock), {
    sql: ([a], { param, zone }) => WRITE[a!.shape.kind]?.(a!.text, param(zone, 'text')),
  }),
  'number': define(
    'from, grouping separator?, decimal separator?',
    ['any', 'any', 'any'],
    'number',
    ([from, grouping, point]) => {
      if (from !== undefined && isNumber(from)) return from
      if (typeof from !== 'string') return null
      if (from.length > NUMBER_LENGTH_MAX) return null
      let plain = from
      if (typeof grouping === 'string') plain = plain.split(grouping).join('')
      if (typeof point === 'string') plain = plain.replace(point, '.')
      return /^-?\d+(\.\d+)?$/.test(plain) ? parseNumber(plain) : null
    },
    {
      sql: (args) => {
        const [{ text: a, shape }] = args as [SqlArg]
        if (args.length > 1) return undefined
        return shape.kind === 'number' ? a : shape.kind === 'string' ? writeNumberOf(a) : undefined
      },
    },
  ),
}

/**
 * Where one text first stands in the other. At worst each letter of the one is held against each of the
 * other.
 */
const find = (a: Value | undefined, b: Value | undefined, { budget }: Clock): number => {
  const pairs = text(a).length * text(b).length
  if (pairs > 128) spend(budget, Math.ceil(pairs / 128))
  return text(a).indexOf(text(b))
}

/** A letter may be two units of the text. */
const lettersOf = (value: Value | undefined, { budget }: Clock): readonly string[] => {
  const { length } = text(value)
  if (length > 16) {
    spend(budget, length >> 1)
    hold(budget, length >> 3)
  }
  return [...text(value)]
}

/**
 * The text stands once: where one function is inside another, what is written twice is written four times.
 */
const writeNumberOf = (a: string): string =>
  `(select case when length(n.s) <= ${NUMBER_LENGTH_MAX} and n.s ~ '^-?[0-9]+([.][0-9]+)?$' then n.s::numeric end ` +
  `from (select (${a})::text as s) n)`

const trimSpaces = (value: string): string => {
  let [start, end] = [0, value.length]
  while (value[start] === ' ') start++
  while (end > start && value[end - 1] === ' ') end--
  return value.slice(start, end)
}

/** A faulty pattern makes the answer null. */
const patternOf = (pattern: Value | undefined, flags: Value | undefined, { budget }: Clock): Pattern | null =>
  makePattern(
    text(pattern),
    typeof flags === 'string' ? ['i', 'm', 's', 'x'].filter((flag) => flags.includes(flag)).join('') : '',
    budget,
  )

/** A value as it is written in FEEL, without the quotes of a text by itself. */
export const writeText = (value: Value, clock: Clock): string | null => {
  if (value === null || kindOf(value) === 'function') return null
  if (typeof value === 'string') return value
  return writeInside(value, clock)
}

const writeInside = (value: Value, clock: Clock): string => {
  const { budget } = clock
  if (typeof value === 'string') {
    spend(budget, cellsOfText(value.length))
    hold(budget, cellsOfText(value.length))
    return `"${value.replace(/["\\]/g, '\\$&')}"`
  }
  if (value === null || typeof value !== 'object') return String(value)
  if (isNumber(value)) return writeNumber(value, budget)
  if (isList(value)) {
    spend(budget, 1 + value.length)
    hold(budget, value.length)
    return `[${value.map((item) => writeInside(item, clock)).join(', ')}]`
  }
  if (value.kind === 'datetime') return writeMoment(value, clock)
  if (value.kind === 'range')
    return `${value.startIn ? '[' : '('}${writeEnd(value.start, clock)}..${writeEnd(value.end, clock)}${value.endIn ? ']' : ')'}`
  if (value.kind !== 'context') return String(lowerValue(value, budget))
  if (!value.literal) return JSON.stringify(lowerValue(value, budget))
  const entries = Object.entries(value.raw as Record<string, Value>)
  spend(budget, 1 + entries.length)
  hold(budget, entries.length)
  const written = entries.map(([key, field]) => `${writeKey(key)}: ${writeInside(field, clock)}`)
  return `{${written.join(', ')}}`
}

const writeEnd = (end: Value, clock: Clock): string => (end === null ? '' : writeInside(end, clock))

const writeKey = (key: string): string => (/^[\p{L}_][\p{L}\d_ ]*$/u.test(key) ? key : JSON.stringify(key))

/** The same text as `writeText` gives. */
const WRITE: Partial<Record<string, (a: string, zone: string) => string>> = {
  string: (a) => a,
  number: (a) => `trim_scale(${a})::text`,
  boolean: (a) => `(${a})::text`,
  date: (a) => `to_char(${a}, 'YYYY-MM-DD')`,
  datetime: (a, zone) =>
    `regexp_replace(to_char((${a}) at time zone ${zone}, 'YYYY-MM-DD"T"HH24:MI:SS.MS'), '[.]000$', '')`,
  reference: (a) => `(${a})::text`,
}
