import {
  dayColumn,
  feelTypeOf,
  gatherColumn,
  hasLostDigits,
  isErrorCell,
  kindOf,
  numberColumn,
  readDay,
  readIn,
  readNumber,
  Refusal,
  refuse,
  sayErrorCell,
  sayLostDigits,
  sayUnread,
  type CellReading,
  type ColumnKind,
  type Convention,
  type DayConvention,
  type Field,
  type NumberConvention,
  type Standing,
  type Unread,
  type ColumnVerdict,
} from '../../model/index.ts'
import { instantAt, localDate } from '../../model/index.ts'
import { parseValue } from '../records/parse.ts'

/** How one column is written, and by what that is known. */
export interface ColumnConvention {
  readonly kind: 'number' | 'day'
  readonly standing: Standing
  readonly convention: Convention | null
  /** Conventions that may be stated for the column. */
  readonly choices: readonly Convention[]
  /** Values that show how the column is written, or leave it open, with what each reading makes of them. */
  readonly examples: ColumnVerdict<Convention>['examples']
}

/** One cell as the sheet holds it. */
export interface Cell {
  readonly text: string
  /** A real number or day of a workbook. */
  readonly exact?: 'number' | 'date' | undefined
}

/** Reads the cells of one column into one field. */
export interface ColumnReader {
  /** First pass: evidence of how the column is written. */
  note(cell: Cell, row: number): void
  /** After the first pass; null for a field whose cells can be read alone. */
  convention(): ColumnConvention | null
  /** Whether the text can be a value of the field at all, under whatever convention. */
  couldBe(text: string): boolean
  /** The stored value; refuses like any other writer, and what is not surely read. */
  read(cell: Cell): { readonly value: unknown; readonly currencies?: readonly string[] | null }
}

export interface ReaderOptions {
  readonly name: string
  readonly field: Field
  readonly zone: string
  readonly stated: Convention | undefined
  readonly delimiter: string | null
  readonly from1904: boolean
}

/**
 * A reader for a field by its kind: numbers and days by the convention of the column, everything else cell by
 * cell.
 */
export function columnReader(options: ReaderOptions): ColumnReader {
  const { written } = kindOf(options.field)
  if (written === 'number' || written === 'percent') return numberReader(options)
  return written ? dayReader(options, written) : plainReader(options)
}

/** Longest number that a spreadsheet keeps exactly, digits. */
const exactDigitsMax = 15

const digitsOf = (text: string): number => text.replace(/^[+-]?0*/, '').replace(/\D/g, '').length

function plainReader({ name, field }: ReaderOptions): ColumnReader {
  const kind = kindOf(field)
  const keepsDigits = feelTypeOf(field) === 'string'
  const valueOf = (text: string): unknown => {
    const said = feelTypeOf(field) === 'string' && !kind.fromText ? text : text.trim()
    return parseValue(name, field, kind.fromText ? kind.fromText(said, field) : said)
  }
  return {
    note: () => undefined,
    convention: () => null,
    couldBe(text) {
      try {
        return valueOf(text) !== null
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return false
      }
    },
    read({ text, exact }) {
      if (isErrorCell(text)) throw refused(name, sayErrorCell(text))
      if (keepsDigits && ((exact === 'number' && digitsOf(text) > exactDigitsMax) || hasLostDigits(text)))
        throw refused(name, sayLostDigits(text))
      return { value: valueOf(text) }
    },
  }
}

function numberReader({ name, field, stated, delimiter }: ReaderOptions): ColumnReader {
  const column = numberColumn({ places: kindOf(field).places?.(field) ?? 6, delimiter })
  const kind: ColumnKind<NumberConvention> = stated === 'indian' ? withIndian(column) : column
  const rules = gathering(kind, stated as NumberConvention | undefined, 'number', ['.', ',', 'indian'])
  return {
    ...rules,
    read({ text, exact }) {
      if (isErrorCell(text)) throw refused(name, sayErrorCell(text))
      if (exact === 'number' && digitsOf(text) > exactDigitsMax && /^[+-]?\d+$/.test(text))
        throw refused(name, sayLostDigits(text))
      const said: CellReading =
        exact === 'number' ? { value: readNumber(text, '.')?.value ?? text } : rules.cell(text)
      if ('wrong' in said) throw refused(name, sayUnread(said, text, 'number'))
      const read = readNumber(text, exact ? '.' : (rules.verdict().convention ?? '.'))
      if (read?.percent && kindOf(field).written !== 'percent') throw refused(name, percentSign(text))
      return { value: parseValue(name, field, said.value), currencies: read?.currencies ?? null }
    },
  }
}

const percentSign = (text: string): Unread => ({
  code: 'field_invalid',
  sentence: {
    zh: `“${text}”带百分号，而该字段不是百分比：请填写不带百分号的数字`,
    en: `"${text}" has a percent sign, and the field is no percentage: give the number without it`,
  },
})

const withIndian = (kind: ColumnKind<NumberConvention>): ColumnKind<NumberConvention> => ({
  ...kind,
  conventions: [...kind.conventions, 'indian'],
  readings(text) {
    const read = readNumber(text, 'indian')
    return [...kind.readings(text), ...(read ? [{ convention: 'indian' as const, value: read.value }] : [])]
  },
})

function dayReader(
  { name, field, zone, stated, from1904 }: ReaderOptions,
  written: 'day' | 'moment',
): ColumnReader {
  const rules = gathering(dayColumn, stated as DayConvention | undefined, 'day', dayColumn.conventions)
  const epoch = from1904 ? 'serial1904' : 'serial1900'
  return {
    ...rules,
    read({ text, exact }) {
      if (isErrorCell(text)) throw refused(name, sayErrorCell(text))
      const said: CellReading = exact ? { value: text } : rules.cell(text)
      if ('wrong' in said) throw refused(name, sayUnread(said, text, 'day'))
      const convention = exact ? epoch : (rules.verdict().convention ?? 'dmy')
      const day = readDay(text, convention)
      if (!day) throw refused(name, sayUnread({ wrong: 'unreadable', readings: [] }, text, 'day'))
      const { date, milliseconds, offset } = day
      const moment =
        offset === null
          ? null
          : new Date(Date.parse(`${date}T00:00:00Z`) + (milliseconds ?? 0) - offset * 60_000)
      // A moment of a stated zone is, as a day, the one on the company's calendar.
      const value =
        written === 'day'
          ? moment
            ? localDate(moment, zone)
            : date
          : (moment ?? instantAt({ date, milliseconds: milliseconds ?? 0, zone })).toISOString()
      return { value: parseValue(name, field, value) }
    },
  }
}

/** Evidence and verdict of one column, which are the same for numbers and for days. */
function gathering<C extends Convention>(
  kind: ColumnKind<C>,
  stated: C | undefined,
  wanted: 'number' | 'day',
  choices: readonly C[],
) {
  const column = gatherColumn(kind)
  let settled: ColumnVerdict<C> | undefined
  const verdict = (): ColumnVerdict<C> =>
    (settled ??= stated
      ? { standing: 'stated', convention: stated, examples: column.verdict().examples }
      : column.verdict())
  return {
    note({ text, exact }: Cell, row: number) {
      if (!exact && text.trim() !== '') column.note(text, row)
    },
    convention: (): ColumnConvention => ({ kind: wanted, ...verdict(), choices }),
    verdict,
    couldBe: (text: string): boolean => kind.readings(text).length > 0,
    cell: (text: string): CellReading => readIn(kind, verdict(), text),
  }
}

const refused = (name: string, { code, sentence }: Unread) => refuse(code, sentence, { field: name })
