import { refuse } from '../../model/index.ts'
import { isId } from './load.ts'

/** Where a row stands in its list: the sort field as PostgreSQL writes it as text, and the id. */
export interface Place {
  readonly value: string | null
  readonly id: string
}

export interface Order {
  readonly field: string
  readonly descending: boolean
  /** Type of the column, to which a cursor's text is cast. */
  readonly type: string
}

/**
 * The place of a row, for whoever asks for what comes after it.
 * @example writeCursor(order, { value: null, id })
 */
export const writeCursor = (order: Order, { value, id }: Place) =>
  Buffer.from(JSON.stringify([order.field, order.descending, value, id])).toString('base64url')

/** The same read back; what does not belong to this order is refused. @throws cursor_invalid */
export function readCursor(text: string, order: Order): Place {
  try {
    const [field, descending, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
      string,
      boolean,
      string | null,
      string,
    ]
    if (
      field === order.field &&
      descending === order.descending &&
      isId(id) &&
      (value === null || fits(value, order))
    )
      return { value, id }
  } catch {
    // falls through to the refusal
  }
  throw refuse(
    'cursor_invalid',
    {
      zh: '分页游标无效，请从第一页重新开始',
      en: 'This page cursor does not belong to this list: start from the first page',
    },
    { field: 'after', status: 400 },
  )
}

/** A cursor comes from outside: a value that the column cannot hold would be an error of the database. */
function fits(value: unknown, { type }: Order): boolean {
  if (typeof value !== 'string' || value.includes('\0')) return false
  if (type === 'boolean') return ['true', 'false'].includes(value)
  if (type === 'numeric') return /^-?\d{1,40}(\.\d{1,40})?$/.test(value)
  if (['bigint', 'integer'].includes(type)) return /^-?\d{1,9}$/.test(value)
  if (type === 'uuid') return isId(value)
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value)
  if (type === 'timestamptz')
    return (
      /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?[+-]([01]\d)(:[0-5]\d)?$/.test(value) &&
      isDay(value.slice(0, 10))
    )
  return true
}

const isDay = (text: string) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true
