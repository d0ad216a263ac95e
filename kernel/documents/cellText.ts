/**
 * A cell that a spreadsheet would run as a formula. The full-width forms are run by Chinese and Japanese
 * Excel; some readers skip blanks before it. Source: OWASP, CSV Injection.
 */
const runsAsFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/
const plainNumber = /^[+-]?\d+(\.\d+)?$/
const neutralised = /^'+(\s*[=+\-@＝＋－＠]|[\t\r\n])/

/**
 * Makes a cell inert in any spreadsheet by a leading apostrophe; a negative number stays a number.
 * A text that already looks neutralised gets one more apostrophe, so that restoreCell gives back every text
 * exactly.
 * @example neutraliseCell('=1+1') // "'=1+1"
 * @example neutraliseCell('-3.00') // '-3.00'
 */
export function neutraliseCell(text: string): string {
  if (text[0] === '-' && plainNumber.test(text)) return text
  return runsAsFormula.test(text) || neutralised.test(text) ? `'${text}` : text
}

/** Undoes neutraliseCell on reading, so that what was exported can be imported unchanged. */
export function restoreCell(text: string): string {
  return neutralised.test(text) ? text.slice(1) : text
}

/**
 * The shortest decimal text of a number as a spreadsheet stores it. A file holds binary floats with up to 17
 * digits; Excel shows and computes with 15, and what lies beyond is noise: 0.30000000000000004 is 0.3.
 * A long whole number (an order number, an identity card) is kept digit by digit.
 */
export function decimalText(stored: string): string {
  const text = stored.trim()
  if (/^-?\d+$/.test(text)) return text.replace(/^(-?)0+(?=\d)/, '$1').replace(/^-0$/, '0')
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return stored
  return expandExponent(String(Number(value.toPrecision(15))))
}

function expandExponent(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!parts) return text
  const [, sign, whole = '', fraction = '', exponent] = parts
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? sign + digits.padEnd(point, '0')
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
