import { currencyPlaces } from './reading/currency.ts'

const signs: Readonly<Record<string, string>> = { CNY: '¥', USD: 'US$', EUR: '€', GBP: '£', JPY: 'JP¥', HKD: 'HK$' }

/** Thousands apart, digits as they are: a decimal string never passes through a float. @example grouped('1234567.50') // '1,234,567.50' */
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

/** The sign of a currency, or its code with a space where it has none of its own here. @example currencySign('USD') // 'US$' */
export const currencySign = (currency: string): string => signs[currency] ?? `${currency} `

/** A figure behind the sign of its currency, a minus before both. @example inCurrency('-5.00', 'CNY') // '-¥5.00' */
export const inCurrency = (figure: string, currency: string): string => (figure.startsWith('-') ? `-${currencySign(currency)}${figure.slice(1)}` : `${currencySign(currency)}${figure}`)

/** An amount as people write it, with the places of its currency. @example moneyText('1234.5', 'CNY') // '¥1,234.50' */
export function moneyText(amount: string, currency: string): string {
  const places = currencyPlaces(currency)
  return inCurrency(grouped(atLeast(places === 0 ? amount.replace(/\.0*$/, '') : amount, places)), currency)
}
