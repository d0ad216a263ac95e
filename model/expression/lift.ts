import { Decimal } from 'decimal.js'
import { cellsOfText, hold, spend, type Budget } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { findEntry, type Entry, type FeelType, type Scope } from './scope.ts'
import {
  formatDate,
  formatDateTime,
  formatDuration,
  formatTime,
  parseDate,
  parseDuration,
  parseTime,
  type DateTimeValue,
} from './temporal.ts'
import { readDateTime } from './moment.ts'
import { finite, isList, Numeric, ZERO, type ContextValue, type Value } from './value.ts'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/

/**
 * A raw value of the records API as a FEEL value. Strings are ambiguous, so the entry's type decides; what
 * does not fit is null.
 */
export const liftValue = (raw: unknown, entry: Entry | undefined, clock: Clock): Value => {
  if (raw === null || raw === undefined) return entry?.is === 'collection' ? [] : null
  if (entry?.is === 'collection') {
    if (!Array.isArray(raw)) return null
    const scope = entry.scope()
    spend(clock.budget, raw.length)
    return raw.map((row): Value => liftRow(row, scope))
  }
  if (entry?.is === 'reference') return liftReference(raw, entry.scope())
  return liftTyped(raw, entry?.type ?? 'any', clock)
}

export const liftRow = (raw: unknown, scope: Scope | undefined): ContextValue => {
  const fields = isRecord(raw) ? raw : { id: raw }
  return scope === undefined ? { kind: 'context', raw: fields } : { kind: 'context', raw: fields, scope }
}

export const hasField = (context: ContextValue, name: string): boolean =>
  (context.scope !== undefined && Object.hasOwn(context.scope, name)) || Object.hasOwn(context.raw, name)

/** The value of a field, or undefined where the row has none of that name. */
export const findField = ({ raw, scope, literal }: ContextValue, name: string, clock: Clock) => {
  const entry = findEntry(scope, name)
  const has = Object.hasOwn(raw, name)
  if (!has && entry === undefined) return undefined
  const value = has ? raw[name] : undefined
  return literal ? ((value as Value | undefined) ?? null) : liftValue(value, entry, clock)
}

/**
 * Back to plain JSON: numbers as decimal strings, so that no digit is lost. What is in a value twice is
 * written twice.
 */
export const lowerValue = (value: Value, budget: Budget): unknown => {
  if (value === null || typeof value !== 'object') return value
  const lower = (part: Value): unknown => lowerValue(part, budget)
  if (value instanceof Decimal) return writeNumber(value, budget)
  if (isList(value)) {
    spend(budget, 1 + value.length)
    hold(budget, value.length)
    return value.map(lower)
  }
  switch (value.kind) {
    case 'date':
      return formatDate(value)
    case 'datetime':
      return formatDateTime(value)
    case 'time':
      return formatTime(value)
    case 'days':
    case 'months':
      return formatDuration(value)
    case 'reference':
      return value.id
    case 'context':
      return value.literal ? lowerContext(value.raw as Record<string, Value>, budget) : value.raw
    case 'range':
      return {
        start: lower(value.start),
        end: lower(value.end),
        start_included: value.startIn,
        end_included: value.endIn,
      }
    case 'function':
      return null
  }
}

const lowerContext = (raw: Readonly<Record<string, Value>>, budget: Budget): unknown => {
  const entries = Object.entries(raw)
  spend(budget, 1 + entries.length)
  hold(budget, entries.length)
  return Object.fromEntries(entries.map(([name, field]) => [name, lowerValue(field, budget)]))
}

/** A power of ten has few digits and is a long text all the same. */
export const writeNumber = (value: Numeric, budget: Budget): string => {
  const length = Math.abs(value.e) + value.d.length
  if (length > 64) {
    spend(budget, length)
    hold(budget, cellsOfText(length))
  }
  return formatNumber(value)
}

export const formatNumber = (value: Numeric): string => (value.isZero() ? '0' : value.toFixed())

/** Numbers have as many digits as arithmetic keeps; a longer text is no number, here and in SQL. */
export const NUMBER_LENGTH_MAX = 1000

export const parseNumber = (text: string): Numeric | null =>
  text.length <= NUMBER_LENGTH_MAX && NUMBER.test(text) ? finite(new Numeric(text)) : null

/** So many letters hold at most 15 digits beside a point: JavaScript tells such numbers apart, in order. */
const SHORT_MAX = 15

/** A plain decimal of few digits as a number of JavaScript; undefined for every other value. */
export const shortNumberOf = (raw: unknown): number | undefined => {
  if (typeof raw !== 'string' || raw.length === 0 || raw.length > SHORT_MAX) return undefined
  let points = 0
  for (let at = raw.charCodeAt(0) === MINUS ? 1 : 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at)
    if (code === POINT) points++
    else if (code < ZERO_SIGN || code > NINE_SIGN) return undefined
  }
  const last = raw.charCodeAt(raw.length - 1)
  return points > 1 || last < ZERO_SIGN ? undefined : Number(raw)
}

const MINUS = 0x2d
const POINT = 0x2e
const ZERO_SIGN = 0x30
const NINE_SIGN = 0x39

const liftTyped = (raw: unknown, type: FeelType, clock: Clock): Value => {
  switch (type) {
    case 'number':
      return liftNumber(raw)
    case 'string':
      return typeof raw === 'string' ? raw : isRecord(raw) && typeof raw['id'] === 'string' ? raw['id'] : null
    case 'boolean':
      return typeof raw === 'boolean' ? raw : null
    case 'date':
      return typeof raw === 'string' ? parseDate(raw) : null
    case 'datetime':
      if (raw instanceof Date) return { kind: 'datetime', at: raw.getTime() }
      return typeof raw === 'string' ? asStored(readDateTime(raw, clock)) : null
    case 'time':
      return typeof raw === 'string' ? parseTime(raw) : null
    case 'duration':
      if (
        typeof raw === 'number' ||
        (typeof raw === 'string' && raw.length < NUMBER_LENGTH_MAX && NUMBER.test(raw))
      )
        return { kind: 'days', ms: Math.round(Number(raw) * 1000) }
      return typeof raw === 'string' ? parseDuration(raw) : null
    case 'list':
      return Array.isArray(raw) ? liftList(raw, clock) : [liftAny(raw, clock)]
    case 'context':
    case 'any':
      return liftAny(raw, clock)
  }
}

/** What is stored is an instant: however it was written, its clock is the company's. */
const asStored = (moment: DateTimeValue | null): DateTimeValue | null =>
  moment && { kind: 'datetime', at: moment.at }

const liftNumber = (raw: unknown): Value => {
  if (typeof raw === 'number') return raw === 0 ? ZERO : Number.isFinite(raw) ? new Numeric(raw) : null
  if (typeof raw === 'string') return parseNumber(raw)
  if (typeof raw === 'bigint') return new Numeric(raw.toString())
  return raw instanceof Decimal ? finite(new Numeric(raw)) : null
}

/** Without a type a string stays a string. */
const liftAny = (raw: unknown, clock: Clock): Value => {
  if (raw === null || raw === undefined) return null
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw
  if (raw instanceof Date) return { kind: 'datetime', at: raw.getTime() }
  if (Array.isArray(raw)) return liftList(raw, clock)
  if (isRecord(raw) && !(raw instanceof Decimal)) return { kind: 'context', raw }
  return liftNumber(raw)
}

const liftList = (raw: readonly unknown[], clock: Clock): readonly Value[] => {
  spend(clock.budget, raw.length)
  return raw.map((item) => liftAny(item, clock))
}

const liftReference = (raw: unknown, scope: Scope): Value => {
  if (typeof raw === 'string') return { kind: 'reference', id: raw }
  if (!isRecord(raw) || typeof raw['id'] !== 'string') return null
  return { kind: 'reference', id: raw['id'], row: liftRow(raw, scope) }
}

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)
