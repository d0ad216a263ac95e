import { localDate, refuse, type ReportDef } from '../../model/index.ts'
import type { Reader } from '../records/list.ts'
import { nextStart } from './drill.ts'
import { notWhole } from './measures.ts'

/**
 * Parameters stand in the condition as `p_name` and are put in as literals of their type, so that a
 * drill-down needs nothing else.
 */
export function withParameters(
  reader: Reader,
  report: ReportDef,
  given: Readonly<Record<string, unknown>>,
): string {
  const parameters = report.parameters ?? {}
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name))
  if (unknown)
    throw refuse(
      'field_unknown',
      { zh: `报表没有参数“${unknown}”`, en: `The report has no parameter "${unknown}"` },
      { field: unknown, status: 400 },
    )
  return (report.where ?? '').replace(/\bp_[a-z_]+\b/g, (name) => {
    const parameter = parameters[name]
    if (!parameter) throw notWhole(name)
    const value = given[name] ?? relative(parameter.default, reader) ?? null
    if (value === null) return 'null'
    if (typeof value !== 'string')
      throw refuse(
        'field_invalid',
        { zh: `参数“${name}”应为文本`, en: `"${name}" must be text` },
        { field: name },
      )
    if (!['date', 'moment'].includes(parameter.type)) return JSON.stringify(value)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value))
      throw refuse(
        'field_invalid',
        { zh: `参数“${name}”应为日期`, en: `"${name}" must be a date` },
        { field: name },
      )
    return parameter.type === 'date'
      ? `date("${value}")`
      : `date and time("${value}T00:00:00@${reader.workspace.zone}")`
  })
}

/** Defaults that move with the day: start of this month, of the next, of the same months last year. */
function relative(text: string | undefined, reader: Reader): string | undefined {
  const today = localDate(reader.now, reader.workspace.zone)
  const month = `${today.slice(0, 7)}-01`
  const lastYear = (day: string) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  const known: Record<string, string> = {
    today,
    month_start: month,
    month_end: nextStart(month, 'month'),
    last_year_month_start: lastYear(month),
    last_year_month_end: nextStart(lastYear(month), 'month'),
    me: reader.actor.id ?? '',
  }
  return text === undefined ? undefined : (known[text] ?? text)
}
