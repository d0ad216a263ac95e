import { orderValues } from '../compare.ts'
import { parseNumber } from '../lift.ts'
import { unquote } from '../quote.ts'
import { kindOf, type Value } from '../value.ts'
import { define, text, type Builtins, type Clock } from './builtin.ts'
import { readAt, times } from './time.ts'

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`
const END = String.raw`@?${QUOTED}|-?\d*\.?\d+|(?:date and time|date|time|duration)\s*\(\s*${QUOTED}\s*\)|`
const RANGE = new RegExp(String.raw`^\s*([\[\](])\s*(${END})\s*\.\.\s*(${END})\s*([\]\[)])\s*$`)
const LENGTH_MAX = 200

export const ranges: Builtins = {
  /** A range as it is written, its ends literals; an end that is left out is open. */
  'range': define('from', ['string'], 'range', ([from], clock) => readRange(text(from), clock)),
}

const readRange = (source: string, clock: Clock): Value => {
  const [, opening, low = '', high = '', closing] = (source.length <= LENGTH_MAX && RANGE.exec(source)) || []
  if (opening === undefined) return null
  const [startIn, endIn] = [opening === '[', closing === ']']
  const [start, end] = [readEnd(low, clock), readEnd(high, clock)]
  if (low === '' || high === '') {
    const sides = (low === '') !== (high === '') && (low === '' ? !startIn && end : !endIn && start)
    return sides ? { kind: 'range', start, end, startIn, endIn, endless: low === '' ? 'start' : 'end' } : null
  }
  if (start === null || end === null || kindOf(start) !== kindOf(end)) return null
  const order = orderValues(start, end, clock)
  return order !== null && order <= 0 ? { kind: 'range', start, end, startIn, endIn } : null
}

const readEnd = (source: string, clock: Clock): Value => {
  if (source === '') return null
  if (source.startsWith('"')) return unquote(source)
  if (source.startsWith('@')) return readAt(unquote(source.slice(1)), clock)
  const open = source.indexOf('(')
  if (open < 0) return parseNumber(source)
  const name = source.slice(0, open).trim()
  const inside = unquote(source.slice(open + 1, source.lastIndexOf(')')).trim())
  return Object.hasOwn(times, name) ? times[name]!.run([inside], clock) : null
}
