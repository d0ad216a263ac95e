import { amountPlaces } from './reading/currency.ts'

const signs: Readonly<Record<string, string>> = {
  CNY: '¥',
  USD: 'US$',
  EUR: '€',
  GBP: '£',
  JPY: 'JP¥',
  HKD: 'HK$',
}

/**
 * Thousands apart, digits as they are: a decimal string never passes through a float. @example
 * grouped('1234567.50') // '1,234,567.50'
 */
export function grouped(value: string): string {
  const [, sign = '', whole = '', rest = ''] = /^([+-]?)(\d+)(\..*)?$/.exec(value) ?? []
  return whole ? `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}` : value
}

/** At least `digits` after the point. @example atLeast('12.5', 2) // '12.50' */
export function atLeast(value: string, digits: number): string {
  if (!/^[+-]?\d+(\.\d*)?$/.test(value) || digits === 0) return value
  const [whole, fraction = ''] = value.split('.')
  return `${whole}.${fraction.padEnd(digits, '0')}`
}

/**
 * The sign of a currency, or its code with a space where it has none of its own here. @example
 * currencySign('USD') // 'US$'
 */
export const currencySign = (currency: string): string => signs[currency] ?? `${currency} `

/**
 * A figure behind the sign of its currency, a minus before both. @example inCurrency('-5.00', 'CNY') //
 * '-¥5.00'
 */
export const inCurrency = (figure: string, currency: string): string =>
  figure.startsWith('-')
    ? `-${currencySign(currency)}${figure.slice(1)}`
    : `${currencySign(currency)}${figure}`

/**
 * An amount as people write it, with the digits of its currency. @example moneyText('1234.5', 'CNY') //
 * '¥1,234.50' @example moneyText('1234.00', 'JPY') // 'JP¥1,234'
 */
export const moneyText = (amount: string, currency: string): string =>
  inCurrency(grouped(amountDigits(amount, currency)), currency)

/**
 * The digits of a currency at least, and no noughts beyond them. @example amountDigits('1234.00', 'JPY') //
 * '1234'
 */
export function amountDigits(amount: string, currency: string | null | undefined): string {
  const digits = amountPlaces(currency ?? '')
  return digits < 2
    ? atLeast(amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount, digits)
    : atLeast(amount, digits)
}
