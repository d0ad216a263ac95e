import { Decimal } from 'decimal.js'
import { grouped, inCurrency, moneyText } from '../../model/moneyText.ts'
import type { Language } from '../words/words.ts'

/**
 * An amount as it is read across a room: 万 and 亿 in Chinese, K and M in English; exact amounts stand where it
 * is opened.
 * @example roomText('1234567.00', 'CNY', 'zh') // '¥123.46万'
 */
export function roomText(amount: string, currency: string, language: Language): string {
  const value = new Decimal(amount)
  const steps =
    language === 'zh'
      ? ([
          ['亿', 1e8],
          ['万', 1e4],
        ] as const)
      : ([
          ['M', 1e6],
          ['K', 1e4],
        ] as const)
  const step = steps.find(([, size]) => value.abs().gte(size))
  if (!step) return moneyText(value.toFixed(), currency)
  const by = step[0] === 'K' ? 1000 : step[1]
  return `${inCurrency(grouped(value.div(by).toFixed(2)), currency)}${step[0]}`
}

/**
 * `part` in percent of `whole`, to one digit; null where there is no whole. @example shareText('1', '3') //
 * '33.3'
 */
export const shareText = (part: string, whole: string): string | null =>
  new Decimal(whole).lte(0) ? null : new Decimal(part).div(whole).times(100).toFixed(1)

/**
 * What `now` is more than `before`, in percent with its sign; null where there was nothing. @example
 * growthText('120', '100') // '+20.0'
 */
export function growthText(now: string, before: string): string | null {
  if (new Decimal(before).lte(0)) return null
  const change = new Decimal(now).minus(before).div(before).times(100)
  return `${change.gte(0) ? '+' : ''}${change.toFixed(1)}`
}
