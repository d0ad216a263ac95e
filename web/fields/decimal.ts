import { grouped } from '../../model/moneyText.ts'
import { readNumber } from '../../model/reading/number.ts'

/**
 * A percentage to look at: two digits after the point at most, rounded half up, without zeros at the end;
 * nothing is worked out with it.
 * @example shortPercent('20.4567') // '20.46'
 */
export function shortPercent(value: string): string {
  const [, sign = '', whole, fraction = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(value) ?? []
  if (whole === undefined) return value
  const hundredths =
    BigInt(whole + fraction.slice(0, 2).padEnd(2, '0')) + (fraction.charAt(2) >= '5' ? 1n : 0n)
  const digits = String(hundredths).padStart(3, '0')
  return `${hundredths === 0n ? '' : sign}${grouped(`${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, ''))}`
}

/**
 * What a person types into a number. Screens show and take a point before the decimals and commas between
 * whole groups, so `1,234.50` is a plain decimal at once; anything else, as `512,77`, stays as it is typed
 * until it is one, and the server says what is wrong with it. A percent sign belongs into a percentage only.
 * Null when nothing is left.
 * @example typedDecimal('￥１，２３４.５０') // '1234.50'
 */
export function typedDecimal(
  text: string,
  { percent = false }: { readonly percent?: boolean } = {},
): string | null {
  const said = text.normalize('NFKC').trim()
  if (said === '') return null
  // Digits on their way, as `12.` or `-`, are not rewritten under the typing hand.
  if (/^[+-]?\d*\.?\d*$/.test(said)) return said
  const read = readNumber(said.replace(/^([+-]?)[¥$€£]/, '$1'), '.')
  return read && read.currencies === null && read.percent <= percent ? read.value : said
}
