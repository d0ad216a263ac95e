import { refuse } from '../../../model/index.ts'

const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']

/**
 * An amount in yuan as Chinese law wants it written on contracts and cheques, without the leading 人民币.
 * Exact on the decimal text, no floats. Source: 支付结算办法（银发〔1997〕393号）附一: 整 follows 元, not 角 or 分;
 * zeros between digits are one 零; no 角 but 分 gives 零 before the 分.
 * @throws Refusal amount_not_writable for more than two decimals or 10^16 and above
 * @example amountInWords('10005.00') // '壹万零伍元整'
 * @example amountInWords('0.05') // '伍分'
 */
export function amountInWords(amount: string): string {
  const [, sign = '', leading = '', fraction = ''] =
    /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount.trim()) ?? refuseAmount(amount)
  const whole = leading.replace(/^0+/, '')
  const cents = fraction.replace(/0+$/, '').padEnd(2, '0')
  if (cents.length > 2 || whole.length > 16) return refuseAmount(amount)
  const [jiao = 0, fen = 0] = [...cents].map(Number)
  if (!whole && !jiao && !fen) return '零元整'
  const yuan = whole ? `${wholeInWords(whole)}元` : ''
  const small =
    (jiao ? `${digits[jiao]}角` : '') + (fen ? `${jiao || !whole ? '' : '零'}${digits[fen]}分` : '')
  return `${sign ? '负' : ''}${yuan}${small || '整'}`
}

/** Splits at 亿, then at 万: 1,0001,0000,0000 is 壹万零壹亿. */
function wholeInWords(whole: string): string {
  for (const [unit, width] of [
    ['亿', 8],
    ['万', 4],
  ] as const) {
    if (whole.length <= width) continue
    const high = whole.slice(0, -width)
    const low = whole.slice(-width)
    const rest = low.replace(/^0+/, '')
    return (
      wholeInWords(high) +
      unit +
      (rest.length && rest.length < width ? '零' : '') +
      (rest ? wholeInWords(rest) : '')
    )
  }
  return [...whole]
    .map((digit, i) => (digit === '0' ? '零' : digits[Number(digit)] + (places[whole.length - 1 - i] ?? '')))
    .join('')
    .replace(/零+/g, '零')
    .replace(/零$/, '')
}

function refuseAmount(amount: string): never {
  throw refuse('amount_not_writable', {
    zh: `金额“${amount.slice(0, 40)}”不能写成大写：最多两位小数、16位整数`,
    en: `The amount “${amount.slice(0, 40)}” cannot be written in words: at most 2 decimals and 16 whole digits`,
  })
}
