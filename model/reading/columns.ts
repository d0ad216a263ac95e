import type { Label } from '../refuse.ts'
import type { ColumnKind } from './column.ts'
import { readDay, type DayConvention } from './day.ts'
import { readNumber, type NumberConvention } from './number.ts'

export type Convention = NumberConvention | DayConvention

export interface NumberColumn {
  /** Places the field keeps: `3,100` in an amount of two places is three thousand one hundred. */
  readonly places?: number
  /** What parts the cells of the file: with a semicolon the comma may well be the decimals. */
  readonly delimiter?: string | null
}

const numberConventions: readonly NumberConvention[] = ['.', ',']
const dayConventions: readonly DayConvention[] = ['dmy', 'mdy', 'ymd', 'serial1900', 'serial1904']

/** A column of numbers: the decimals stand behind a point or behind a comma. */
export function numberColumn({
  places = 6,
  delimiter = null,
}: NumberColumn = {}): ColumnKind<NumberConvention> {
  const narrow = places < 3 && delimiter !== ';'
  return {
    conventions: numberConventions,
    readings: (text) =>
      numberConventions.flatMap((convention) => {
        const read = readNumber(text, convention)
        return read && !(narrow && convention === ',' && isTooFine(read.value, places))
          ? [{ convention, value: read.value }]
          : []
      }),
    leaning: (_, readings) =>
      narrow &&
      readings.some(({ convention, value }) => convention === ',' && /\.\d00?$|\.\d\d0$/.test(value))
        ? '.'
        : null,
  }
}

const isTooFine = (value: string, places: number): boolean =>
  (value.replace(/0+$/, '').split('.')[1]?.length ?? 0) > places

/** A column of days: which of day, month and year comes first, or from which day a spreadsheet counted. */
export const dayColumn: ColumnKind<DayConvention> = {
  conventions: dayConventions,
  readings: (text) =>
    dayConventions.flatMap((convention) => {
      const read = readDay(text, convention)
      return read
        ? [
            {
              convention,
              value: read.milliseconds === null ? read.date : `${read.date} ${clockText(read.milliseconds)}`,
            },
          ]
        : []
    }),
}

const clockText = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19)

/** What a convention is called. */
export const conventionLabels: Readonly<Record<Convention, Required<Label>>> = {
  '.': { zh: '小数点为“.”，千分位为“,”', en: 'decimals behind a point (1,234.50)' },
  ',': { zh: '小数点为“,”，千分位为“.”', en: 'decimals behind a comma (1.234,50)' },
  indian: { zh: '印度分组（12,34,567.00）', en: 'Indian groups (12,34,567.00)' },
  dmy: { zh: '日/月/年', en: 'day/month/year' },
  mdy: { zh: '月/日/年', en: 'month/day/year' },
  ymd: { zh: '年/月/日', en: 'year/month/day' },
  serial1900: { zh: '表格日期序号（1900年起）', en: "a spreadsheet's day number (from 1900)" },
  serial1904: { zh: '表格日期序号（1904年起）', en: "a spreadsheet's day number (from 1904)" },
}

/** `12/3/2021` may be two days: both are named, so that whoever answers sees what each answer gives. */
export function sayReadings(
  readings: readonly { readonly convention: string; readonly value: string }[],
): Required<Label> {
  const say = (language: 'zh' | 'en') =>
    readings.map(
      ({ convention, value }) => `${value} (${conventionLabels[convention as Convention][language]})`,
    )
  return { zh: say('zh').join('，或 '), en: say('en').join(' or ') }
}
