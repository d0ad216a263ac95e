import { Decimal } from 'decimal.js'
import type { Label } from './refuse.ts'

/**
 * What a term counts. Periods run on the clock; where working time is meant, the term says so by its name.
 */
export type TermUnit = 'minutes' | 'hours' | 'days' | 'months' | 'count' | 'percent' | 'likeness'

interface Unit {
  readonly label: Required<Label>
  /** The amount with its unit, as it stands in a sentence. */
  readonly say: (amount: string) => Required<Label>
  /** Whole numbers only. */
  readonly whole: boolean
  readonly least: string
  readonly most: string
}

const plural = (amount: string, one: string): string =>
  `${amount} ${one}${new Decimal(amount).eq(1) ? '' : 's'}`
const period = (zh: string, en: string, most: string): Unit => ({
  label: { zh, en: `${en}s` },
  say: (amount) => ({ zh: `${amount}${zh}`, en: plural(amount, en) }),
  whole: true,
  least: '0',
  most,
})

/** Everything that differs between units, in one place. */
export const termUnits: Readonly<Record<TermUnit, Unit>> = {
  minutes: period('分钟', 'minute', '100000'),
  hours: period('小时', 'hour', '10000'),
  days: period('天', 'day', '3650'),
  months: period('个月', 'month', '600'),
  count: {
    label: { zh: '个', en: 'number' },
    say: (amount) => ({ zh: amount, en: amount }),
    whole: true,
    least: '0',
    most: '1000000',
  },
  percent: {
    label: { zh: '%', en: '%' },
    say: (amount) => ({ zh: `${amount}%`, en: `${amount} %` }),
    whole: false,
    least: '0',
    most: '100',
  },
  likeness: {
    label: { zh: '相似度（0-1）', en: 'likeness (0 to 1)' },
    say: (amount) => ({ zh: amount, en: amount }),
    whole: false,
    least: '0',
    most: '1',
  },
}

/**
 * A period, limit or share that a company may want different: a definition like any other, of which the
 * company changes the value.
 */
export interface TermDef {
  readonly name: string
  readonly label: Label
  /** What it governs, for whoever changes it. */
  readonly help: Label
  readonly unit: TermUnit
  /** A decimal in its unit. */
  readonly value: string
  /** Bounds beyond those of the unit, where the business has any. */
  readonly least?: string
  readonly most?: string
  /** Roles that may change it beside the administrator. */
  readonly edited_by: readonly string[]
  readonly module?: string
}

/** A term as it stands for this company. */
export interface Term {
  readonly value: string
  /** The same as a number; for whole units only exact by nature. */
  readonly number: number
  /** With its unit, to stand in a sentence: `15天`, `15 days`. */
  readonly text: Required<Label>
}

/**
 * @example
 * export const quoteFollowUp = defineTerm('quote_follow_up', {
 *   label: { zh: '报价跟进期限', en: 'Quote follow-up' }, help: {...}, unit: 'days', value: '15', edited_by:
 * ['sales_director'], })
 */
export const defineTerm = (name: string, term: Omit<TermDef, 'name'>): TermDef => ({ name, ...term })

/**
 * A value of a term's unit, ready to be reckoned with and said. @example readTerm({ unit: 'days', value: '15'
 * }).text.zh // '15天'
 */
export function readTerm({ unit, value }: Pick<TermDef, 'unit' | 'value'>): Term {
  const plain = new Decimal(value).toFixed()
  return { value: plain, number: Number(plain), text: termUnits[unit].say(plain) }
}

/** What is wrong with a value, as a sentence; null when it may stand. */
export function termFault(
  { unit, least, most }: Pick<TermDef, 'unit' | 'least' | 'most'>,
  value: unknown,
): Required<Label> | null {
  const { whole, ...of } = termUnits[unit]
  if (typeof value !== 'string' || !/^-?\d{1,12}(\.\d{1,6})?$/.test(value))
    return { zh: '应为数字', en: 'it must be a number' }
  if (whole && !new Decimal(value).isInteger()) return { zh: '应为整数', en: 'it must be a whole number' }
  const from = Decimal.max(of.least, least ?? of.least).toFixed()
  const to = Decimal.min(of.most, most ?? of.most).toFixed()
  if (new Decimal(value).lt(from) || new Decimal(value).gt(to))
    return { zh: `应在${from}至${to}之间`, en: `it must be between ${from} and ${to}` }
  return null
}

const milliseconds: Partial<Readonly<Record<TermUnit, number>>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
}

/** The moment so much later, on the clock. @throws {Error} where the unit is no length of time */
export function after(from: Date, { unit, value }: Pick<TermDef, 'unit' | 'value'>): Date {
  const one = milliseconds[unit]
  if (one === undefined) throw new Error(`A term in ${unit} is no length of time`)
  return new Date(from.getTime() + Number(value) * one)
}
