import { feelTypeOf, isoDate, kindOf, type Choices, type Field } from '../../model/index.ts'
import { instantAt } from '../calendar/localDate.ts'
import { parseValue } from '../records/parse.ts'
import { nearestIn } from './nearest.ts'

/** A cell to the stored value of a field; refuses `field_invalid` like any other writer. */
export function cellValue(name: string, field: Field, text: string, zone: string): unknown {
  const kind = kindOf(field)
  const said = feelTypeOf(field) === 'string' && !kind.fromText ? text : text.trim()
  const value = kind.fromText ? kind.fromText(said, field) : feelTypeOf(field) === 'datetime' ? momentText(said, zone) : said
  return parseValue(name, field, value)
}

/** A moment that names no zone is one of the company's clock; a bare day begins at its midnight. */
export function momentText(text: string, zone: string): string {
  const parts = /^(.+?)(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/.exec(text)
  const date = isoDate(parts?.[1] ?? text)
  if (!parts || !/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) return text
  const [hours, minutes, seconds] = [parts[2], parts[3], parts[4]].map((part) => Number(part ?? 0)) as [number, number, number]
  if (hours > 23 || minutes > 59 || seconds > 59) return text
  const milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((parts[5] ?? '0').padEnd(3, '0'))
  return instantAt({ date, milliseconds, zone }).toISOString()
}

/** The choice most like a text that is none. */
export function nearestChoice(field: Field, text: string, language: 'zh' | 'en'): string | undefined {
  const choices = Object.entries((field as { choices?: Choices }).choices ?? {})
  const near = nearestIn(choices.flatMap(([name, label]) => [name, label.zh, label.en ?? '']))(text)
  const found = choices.find(([name, label]) => [name, label.zh, label.en].includes(near))
  return found && ((language === 'en' ? found[1].en : undefined) ?? found[1].zh)
}
