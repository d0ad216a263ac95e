import { formatNumber, lowerValue, parseNumber } from '../lift.ts'
import { isList, isNumber, kindOf, Numeric, type Value } from '../value.ts'
import { changeCase, caseTables } from './letters.ts'
import { define, list, listOf, text, whole, type Builtins, type SqlArg } from './builtin.ts'

const STRING = ['string'] as const
const PAIR = ['string', 'string'] as const
const two = (write: (a: string, b: string) => string) => ({ sql: ([a, b]: readonly SqlArg[]) => write(a!.text, b!.text) })

export const texts: Builtins = {
  'contains': define('string, match', PAIR, 'boolean', ([a, b]) => text(a).includes(text(b)), two((a, b) => `(strpos(${a}, ${b}) > 0)`)),
  'starts with': define('string, match', PAIR, 'boolean', ([a, b]) => text(a).startsWith(text(b)), two((a, b) => `starts_with(${a}, ${b})`)),
  'ends with': define('string, match', PAIR, 'boolean', ([a, b]) => text(a).endsWith(text(b)), two((a, b) => `(right(${a}, length(${b})) = ${b})`)),
  'string length': define('string', STRING, 'number', ([a]) => new Numeric([...text(a)].length), { sql: ([a]) => `length(${a!.text})::numeric` }),
  'upper case': define('string', STRING, 'string', ([a]) => changeCase(text(a), 'upper'), {
    sql: ([a], { param }) => `translate(${a!.text}, ${param(caseTables.lower, 'text')}, ${param(caseTables.upper, 'text')})`,
  }),
  'lower case': define('string', STRING, 'string', ([a]) => changeCase(text(a), 'lower'), {
    sql: ([a], { param }) => `translate(${a!.text}, ${param(caseTables.upper, 'text')}, ${param(caseTables.lower, 'text')})`,
  }),
  'substring': define('string, start position, length?', ['string', 'number', 'number'], 'string', ([a, start, length]) => {
    const [from, count] = [whole(start), length === undefined ? Infinity : whole(length)]
    if (from === null || from === 0 || count === null || count < 1) return null
    const points = [...text(a)]
    const first = from > 0 ? from - 1 : Math.max(0, points.length + from)
    return points.slice(first, first + count).join('')
  }, {
    sql: ([a, start, length], { constant }) => {
      const [from, count] = [whole(constant(start!)), length ? whole(constant(length)) : undefined]
      if (from === null || from === 0 || count === null || (count !== undefined && count < 1)) return undefined
      const tail = from > 0 ? `substr(${a!.text}, ${from})` : `right(${a!.text}, ${-from})`
      return count === undefined ? tail : `left(${tail}, ${count})`
    },
  }),
  'substring before': define('string, match', PAIR, 'string', ([a, b]) => text(a).slice(0, Math.max(0, text(a).indexOf(text(b))))),
  'substring after': define('string, match', PAIR, 'string', ([a, b]) => {
    const at = text(a).indexOf(text(b))
    return at < 0 ? '' : text(a).slice(at + text(b).length)
  }),
  'trim': define('string', STRING, 'string', ([a]) => text(a).replace(/^ +| +$/g, ''), { sql: ([a]) => `btrim(${a!.text}, ' ')` }),
  'matches': define('input, pattern, flags?', ['string', 'string', 'string'], 'boolean', ([a, pattern, flags]) => {
    const made = makePattern(text(pattern), flags)
    return made && made.test(text(a))
  }),
  'replace': define('input, pattern, replacement, flags?', ['string', 'string', 'string', 'string'], 'string', ([a, pattern, by, flags]) => {
    const made = makePattern(text(pattern), flags, 'g')
    return made && text(a).replace(made, text(by).replace(/\$0/g, '$$&'))
  }),
  'split': define('string, delimiter', PAIR, () => listOf({ kind: 'string' }), ([a, delimiter]) => {
    const made = makePattern(text(delimiter), undefined)
    return made && text(a).split(made)
  }),
  'string join': define('list, delimiter?', ['list', 'string'], 'string', ([items, delimiter]) => {
    const parts = list(items).filter((item) => item !== null)
    return parts.every((item) => typeof item === 'string') ? parts.join(text(delimiter ?? '')) : null
  }),
  'string': define('from', ['any'], 'string', ([value]) => writeText(value!), {
    sql: ([a]) => WRITE[a!.shape.kind]?.(a!.text),
  }),
  'number': define('from, grouping separator?, decimal separator?', ['any', 'any', 'any'], 'number', ([from, grouping, point]) => {
    if (from !== undefined && isNumber(from)) return from
    if (typeof from !== 'string') return null
    let plain = from
    if (typeof grouping === 'string') plain = plain.split(grouping).join('')
    if (typeof point === 'string') plain = plain.replace(point, '.')
    return /^-?\d+(\.\d+)?$/.test(plain) ? parseNumber(plain) : null
  }, {
    sql: (args) => {
      const [{ text: a, shape }] = args as [SqlArg]
      if (args.length > 1) return undefined
      return shape.kind === 'number' ? a : shape.kind === 'string' ? `(case when ${a} ~ '^-?[0-9]+([.][0-9]+)?$' then (${a})::numeric end)` : undefined
    },
  }),
}

/** A regular expression of the caller's; a faulty one makes the answer null. */
const makePattern = (pattern: string, flags: Value | undefined, more = ''): RegExp | null => {
  try {
    const wanted = typeof flags === 'string' ? [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('') : ''
    return new RegExp(pattern, `u${more}${wanted}`)
  } catch {
    return null
  }
}

export const writeText = (value: Value): string | null => {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (isList(value) || kindOf(value) === 'context') return JSON.stringify(lowerValue(value))
  return isNumber(value) ? formatNumber(value) : String(lowerValue(value))
}

/** The same text as `writeText` gives. */
const WRITE: Partial<Record<string, (a: string) => string>> = {
  string: (a) => a,
  number: (a) => `trim_scale(${a})::text`,
  boolean: (a) => `(${a})::text`,
  date: (a) => `to_char(${a}, 'YYYY-MM-DD')`,
  datetime: (a) => `to_char((${a}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  reference: (a) => `(${a})::text`,
}
