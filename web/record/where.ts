import { screenOf } from '../fields/kinds.ts'
import type { FilterShape } from '../fields/screen.ts'
import type { AnyField } from '../ground/definitions.ts'
import { momentOf } from '../ground/when.ts'

/** How one field narrows a list; small enough to stand in the URL. */
export interface Filter {
  /** One of these choices, or these records; `me` is the person who looks. */
  readonly in?: readonly string[]
  readonly has?: string
  /** Inclusive bounds: decimals, or days. */
  readonly from?: string
  readonly to?: string
  readonly is?: boolean
  readonly empty?: boolean
}

export type Filters = Readonly<Record<string, Filter>>

export interface ListState {
  readonly q?: string
  readonly f?: Filters
  readonly sort?: string
  readonly view?: 'board' | 'list'
  /** FEEL given from outside, by a figure that opens its rows, or typed. */
  readonly where?: string
  /** Field whose values rows are put together by. */
  readonly group?: string
  /** Columns with their widths, as the address carries them. */
  readonly cols?: string
  /** Id of the saved view that this is a change of. */
  readonly v?: string
}

/** Nothing, or nothing in it. */
export const isEmptyState = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/**
 * The state of a list as a URL gives it: whatever somebody typed there, only the right types come through.
 */
export function readListState(search: Readonly<Record<string, unknown>>): ListState {
  const text = (value: unknown) =>
    typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : undefined
  const filters =
    search.f && typeof search.f === 'object' && !Array.isArray(search.f)
      ? Object.entries(search.f as Filters).filter(([, filter]) => filter && typeof filter === 'object')
      : []
  const given = {
    q: text(search.q),
    sort: text(search.sort),
    where: text(search.where),
    group: text(search.group),
    cols: text(search.cols),
    v: text(search.v),
    view: search.view === 'board' || search.view === 'list' ? search.view : undefined,
    // Beside a saved view no filter at all is a change of its own.
    f: filters.length > 0 || (search.v && search.f) ? Object.fromEntries(filters) : undefined,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ListState
}

export const filterShape = (field: AnyField): FilterShape => screenOf(field).filter ?? 'none'

/** Text as a FEEL string literal. @example quoted('2"') // '"2\\""' */
export const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`

/**
 * The FEEL of a list: its filters and its text search, all of which must hold. Empty when nothing is asked.
 * @param searched fields that the text search looks into
 */
export function whereOf({
  state,
  fields,
  searched,
  zone,
}: {
  readonly state: ListState
  readonly fields: Readonly<Record<string, AnyField>>
  readonly searched: readonly string[]
  readonly zone: string
}): string {
  const filters = Object.entries(state.f ?? {}).flatMap(([name, filter]) =>
    fields[name] ? conditionOf(name, fields[name], filter, zone) : [],
  )
  const q = state.q?.trim()
  const text =
    q && searched.length > 0
      ? [searched.map((name) => `contains(lower case(${name}), ${quoted(q.toLowerCase())})`).join(' or ')]
      : []
  return [...filters, ...text, ...(state.where ? [state.where] : [])].map((one) => `(${one})`).join(' and ')
}

function conditionOf(name: string, field: AnyField, filter: Filter, zone: string): string[] {
  if (filter.empty) return [`${name} = null`]
  if (filter.is !== undefined) return [`${name} = ${filter.is}`]
  if (filter.has) return [`contains(lower case(${name}), ${quoted(filter.has.trim().toLowerCase())})`]
  if (filter.in && filter.in.length > 0) return [filter.in.map((one) => isOne(name, field, one)).join(' or ')]
  return [
    ...(filter.from ? [`${name} >= ${bound(field, filter.from, zone, 'start')}`] : []),
    ...(filter.to ? [`${name} ${isMoment(field) ? '<' : '<='} ${bound(field, filter.to, zone, 'end')}`] : []),
  ]
}

const isOne = (name: string, field: AnyField, value: string): string =>
  screenOf(field).many
    ? `list contains(${name}, ${quoted(value)})`
    : `${name} = ${value === 'me' ? 'me' : quoted(value)}`

const isMoment = (field: AnyField): boolean => screenOf(field).bound === 'moment'

/** A day ends for moments where the next one starts, in the company's zone. */
function bound(field: AnyField, value: string, zone: string, side: 'start' | 'end'): string {
  if (isMoment(field))
    return `date and time(${quoted(momentOf(`${side === 'start' ? value : nextDay(value)}T00:00`, zone))})`
  if (screenOf(field).bound === 'day') return `date(${quoted(value)})`
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? value : '0'
}

/** @example nextDay('2026-12-31') // '2027-01-01' */
export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Fields the text search of a list looks into: the title, the number, and what is marked for search. */
export function searchedFields(
  fields: Readonly<Record<string, AnyField>>,
  title?: string,
): readonly string[] {
  const isText = (field: AnyField | undefined) => field !== undefined && screenOf(field).filter === 'text'
  const wanted = [
    title,
    'number',
    ...Object.entries(fields)
      .filter(([, field]) => field.search)
      .map(([name]) => name),
  ]
  return [...new Set(wanted)]
    .filter((name): name is string => name !== undefined && isText(fields[name]))
    .slice(0, 6)
}

/**
 * Filters that may stand in the URL, and those on protected fields, which go with the page and nowhere else.
 */
export function splitFilters(
  f: Filters | undefined,
  fields: Readonly<Record<string, AnyField>>,
): { readonly shown: Filters; readonly kept: Filters } {
  const closed = ([name]: readonly [string, Filter]) => fields[name]?.unaddressed === true
  const all = Object.entries(f ?? {})
  return {
    shown: Object.fromEntries(all.filter((one) => !closed(one))),
    kept: Object.fromEntries(all.filter(closed)),
  }
}

export const isNarrowed = (state: ListState): boolean =>
  Boolean(state.q?.trim() || state.where || Object.keys(state.f ?? {}).length > 0)
