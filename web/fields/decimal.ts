import { grouped } from '../../model/moneyText.ts'

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
