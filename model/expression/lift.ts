import { Decimal } from 'decimal.js'
import { findEntry, type Entry, type FeelType, type Scope } from './scope.ts'
import { formatDate, formatDateTime, formatDuration, formatTime, parseDate, parseDateTime, parseDuration, parseTime } from './temporal.ts'
import { finite, isList, Numeric, ZERO, type ContextValue, type Value } from './value.ts'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/

/** A raw value of the records API as a FEEL value. Strings are ambiguous, so the entry's type decides; what does not fit is null. */
export const liftValue = (raw: unknown, entry: Entry | undefined, zone: string): Value => {
  if (raw === null || raw === undefined) return entry?.is === 'collection' ? [] : null
  if (entry?.is === 'collection')
    return Array.isArray(raw) ? raw.map((row): Value => liftRow(row, entry.scope())) : null
  if (entry?.is === 'reference') return liftReference(raw, entry.scope())
  return liftTyped(raw, entry?.type ?? 'any', zone)
}

export const liftRow = (raw: unknown, scope: Scope | undefined): ContextValue => {
  const fields = isRecord(raw) ? raw : { id: raw }
  return scope === undefined ? { kind: 'context', raw: fields } : { kind: 'context', raw: fields, scope }
}

export const hasField = (context: ContextValue, name: string): boolean =>
  (context.scope !== undefined && Object.hasOwn(context.scope, name)) || Object.hasOwn(context.raw, name)

export const readField = (context: ContextValue, name: string, zone: string): Value => {
  const raw = Object.hasOwn(context.raw, name) ? context.raw[name] : undefined
  if (context.literal) return (raw as Value | undefined) ?? null
  return liftValue(raw, findEntry(context.scope, name), zone)
}

/** Back to plain JSON: numbers as decimal strings, so that no digit is lost. */
export const lowerValue = (value: Value): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Decimal) return formatNumber(value)
  if (isList(value)) return value.map(lowerValue)
  switch (value.kind) {
    case 'date': return formatDate(value)
    case 'datetime': return formatDateTime(value)
    case 'time': return formatTime(value)
    case 'days': case 'months': return formatDuration(value)
    case 'reference': return value.id
    case 'context':
      return value.literal
        ? Object.fromEntries(Object.entries(value.raw).map(([name, field]) => [name, lowerValue(field as Value)]))
        : value.raw
    case 'range': return { start: lowerValue(value.start), end: lowerValue(value.end), start_included: value.startIn, end_included: value.endIn }
    case 'function': return null
  }
}

export const formatNumber = (value: Numeric): string => (value.isZero() ? '0' : value.toFixed())

export const parseNumber = (text: string): Numeric | null => (NUMBER.test(text) ? finite(new Numeric(text)) : null)

const liftTyped = (raw: unknown, type: FeelType, zone: string): Value => {
  switch (type) {
    case 'number': return liftNumber(raw)
    case 'string': return typeof raw === 'string' ? raw : isRecord(raw) && typeof raw['id'] === 'string' ? raw['id'] : null
    case 'boolean': return typeof raw === 'boolean' ? raw : null
    case 'date': return typeof raw === 'string' ? parseDate(raw) : null
    case 'datetime':
      if (raw instanceof Date) return { kind: 'datetime', at: raw.getTime() }
      return typeof raw === 'string' ? parseDateTime(raw, zone) : null
    case 'time': return typeof raw === 'string' ? parseTime(raw) : null
    case 'duration':
      if (typeof raw === 'number' || (typeof raw === 'string' && NUMBER.test(raw))) return { kind: 'days', ms: Math.round(Number(raw) * 1000) }
      return typeof raw === 'string' ? parseDuration(raw) : null
    case 'list': return Array.isArray(raw) ? raw.map((item) => liftAny(item)) : [liftAny(raw)]
    case 'context': case 'any': return liftAny(raw)
  }
}

const liftNumber = (raw: unknown): Value => {
  if (typeof raw === 'number') return raw === 0 ? ZERO : Number.isFinite(raw) ? new Numeric(raw) : null
  if (typeof raw === 'string') return parseNumber(raw)
  if (typeof raw === 'bigint') return new Numeric(raw.toString())
  return raw instanceof Decimal ? finite(new Numeric(raw)) : null
}

/** Without a type a string stays a string. */
const liftAny = (raw: unknown): Value => {
  if (raw === null || raw === undefined) return null
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw
  if (raw instanceof Date) return { kind: 'datetime', at: raw.getTime() }
  if (Array.isArray(raw)) return raw.map((item) => liftAny(item))
  if (isRecord(raw) && !(raw instanceof Decimal)) return { kind: 'context', raw }
  return liftNumber(raw)
}

const liftReference = (raw: unknown, scope: Scope): Value => {
  if (typeof raw === 'string') return { kind: 'reference', id: raw }
  if (!isRecord(raw) || typeof raw['id'] !== 'string') return null
  return { kind: 'reference', id: raw['id'], row: liftRow(raw, scope) }
}

const isRecord = (raw: unknown): raw is Record<string, unknown> => typeof raw === 'object' && raw !== null && !Array.isArray(raw)
