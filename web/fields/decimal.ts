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

/**
 * A percentage to look at: two digits after the point at most, rounded half up, without zeros at the end; nothing is worked out with it.
 * @example shortPercent('20.4567') // '20.46'
 */
export function shortPercent(value: string): string {
  const [, sign = '', whole, fraction = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(value) ?? []
  if (whole === undefined) return value
  const hundredths = BigInt(whole + fraction.slice(0, 2).padEnd(2, '0')) + (fraction.charAt(2) >= '5' ? 1n : 0n)
  const digits = String(hundredths).padStart(3, '0')
  return `${hundredths === 0n ? '' : sign}${grouped(`${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, ''))}`
}

/** What a person types into a number, full-width digits and thousands marks taken out; null when nothing is left. */
export function typedDecimal(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[,\s￥¥$€%]/g, '')
  return plain === '' ? null : plain
}

const signs: Readonly<Record<string, string>> = { CNY: '¥', USD: 'US$', EUR: '€', GBP: '£', JPY: 'JP¥', HKD: 'HK$' }

export const currencySign = (currency: string): string => signs[currency] ?? `${currency} `
