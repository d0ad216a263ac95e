import { takeCurrency } from './currency.ts'

/**
 * How the numbers of a column are written: the mark before the decimals; `indian` groups are stated, never
 * guessed.
 */
export type NumberConvention = '.' | ',' | 'indian'

export interface ReadNumber {
  /** Exact decimal string, no grouping, no trailing zeros lost. */
  readonly value: string
  /** Written with a percent sign: `5 %` has the value 5. */
  readonly percent: boolean
  /** Currencies that a sign beside the figure may mean; null without a sign. */
  readonly currencies: readonly string[] | null
}

/**
 * One number as people write it: currency signs before or after, groups by comma, point, space or apostrophe,
 * a minus before or after or parentheses, full-width digits, 万 and 亿. Groups must be whole: `12,34,5` is no
 * number. Null when it is none.
 * @example readNumber('(￥1.234,50)', ',') // { value: '-1234.50', percent: false, currencies: ['CNY', 'JPY']
 * }
 */
export function readNumber(text: string, convention: NumberConvention): ReadNumber | null {
  const parts = takeApart(text)
  if (!parts || !shapes[convention].test(parts.body) || !/\d/.test(parts.body)) return null
  const mark = convention === ',' ? ',' : '.'
  const [whole = '', fraction] = parts.body.split(mark)
  const digits = whole.replace(/[^\d]/g, '').replace(/^0+(?=\d)/, '') || '0'
  const plain = fraction === undefined ? digits : `${digits}.${fraction}`
  const scaled = parts.zeros === 0 ? plain : shifted(plain, parts.zeros)
  const value = parts.negative && /[1-9]/.test(scaled) ? `-${scaled}` : scaled
  return { value, percent: parts.percent, currencies: parts.currencies }
}

/**
 * A number shown in scientific notation: a sheet writes 123456789 as 1.23E+08, and what stood behind is gone.
 */
export const isScientific = (text: string): boolean =>
  /^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$/i.test(text.normalize('NFKC').trim())

interface Parts {
  readonly body: string
  readonly negative: boolean
  readonly percent: boolean
  readonly currencies: readonly string[] | null
  /** Zeros that 万 (4) or 亿 (8) stand for. */
  readonly zeros: number
}

function takeApart(text: string): Parts | null {
  let rest = text
    .normalize('NFKC')
    .replace(/[−–—]/g, '-')
    .replace(/[‘’′`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
  let sign: string | null = null
  let percent = false
  let currencies: readonly string[] | null = null
  let zeros = 0
  for (;;) {
    const inside = /^\((.*)\)$/.exec(rest)?.[1]
    const signed = inside === undefined ? (/^([+-]) ?(?=.)/.exec(rest) ?? / ?([+-])$/.exec(rest)) : null
    const money = takeCurrency(rest)
    const unit = /^(.*\d) ?([万亿])$/.exec(rest)
    if (inside !== undefined || signed) {
      if (sign !== null) return null
      sign = signed ? signed[1]! : '-'
      rest = (inside ?? rest.replace(signed![0], '')).trim()
    } else if (money) {
      const both: readonly string[] =
        currencies?.filter((one) => money.currencies.includes(one)) ?? money.currencies
      if (both.length === 0) return null
      currencies = both
      rest = money.rest
    } else if (!percent && rest.endsWith('%')) {
      percent = true
      rest = rest.slice(0, -1).trim()
    } else if (unit && zeros === 0) {
      zeros = unit[2] === '万' ? 4 : 8
      rest = unit[1]!
    } else return { body: rest, negative: sign === '-', percent, currencies, zeros }
  }
}

const grouped = (mark: string, fraction: string) =>
  new RegExp(
    `^(?:\\d*|${[mark, ' ', "'"].map((one) => `[1-9]\\d{0,2}(?:${one}\\d{3})+`).join('|')})(?:${fraction}\\d+)?$`,
  )

const shapes: Readonly<Record<NumberConvention, RegExp>> = {
  '.': grouped(',', '\\.'),
  ',': grouped('\\.', ','),
  indian: /^(?:\d*|[1-9]\d?(?:,\d\d)*,\d{3})(?:\.\d+)?$/,
}

function shifted(plain: string, zeros: number): string {
  const [whole = '', fraction = ''] = plain.split('.')
  const digits = whole + fraction.padEnd(zeros, '0')
  const [left, right] = [
    digits.slice(0, whole.length + zeros).replace(/^0+(?=\d)/, ''),
    digits.slice(whole.length + zeros),
  ]
  return right ? `${left}.${right}` : left
}
