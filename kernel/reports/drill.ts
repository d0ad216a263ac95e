import { addDays, type FeelType, type Grouping } from '../../model/index.ts'

/** The condition that picks one value of a group out of the records. */
export function drill(group: Grouping, type: FeelType, value: string | boolean | null, zone: string): string {
  const grouped = `(${group.expression})`
  if (value === null) return `${grouped} = null`
  if (!group.grain) return `${grouped} = ${literalOf(type, value)}`
  const from = value as string
  const to = nextStart(from, group.grain)
  const moment = (day: string) =>
    type === 'date' ? `date("${day}")` : `date and time("${day}T00:00:00@${zone}")`
  return `${grouped} >= ${moment(from)} and ${grouped} < ${moment(to)}`
}

function literalOf(type: FeelType, value: string | boolean): string {
  if (type === 'number' || type === 'boolean') return String(value)
  if (type === 'date') return `date("${value}")`
  return type === 'datetime'
    ? `date and time("${new Date(String(value)).toISOString()}")`
    : JSON.stringify(value)
}

/** The first day behind a span of a grain that begins on `day`. @example nextStart('2026-01-01', 'month') // '2026-02-01' */
export function nextStart(day: string, grain: NonNullable<Grouping['grain']>): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  if (grain === 'day') return addDays(day, 1)
  if (grain === 'week') return addDays(day, 7)
  const months = { month: 1, quarter: 3, year: 12 }[grain]
  const next = year * 12 + (month - 1) + months
  return `${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}-01`
}
