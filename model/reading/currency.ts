/**
 * What people write for a currency beside a figure, and the currencies it may mean (ISO 4217). Longer marks
 * stand before their parts.
 */
const marks: readonly (readonly [string, readonly string[]])[] = [
  ['人民币元', ['CNY']],
  ['人民币', ['CNY']],
  ['新加坡元', ['SGD']],
  ['瑞士法郎', ['CHF']],
  ['美元', ['USD']],
  ['欧元', ['EUR']],
  ['港元', ['HKD']],
  ['港币', ['HKD']],
  ['日元', ['JPY']],
  ['日圆', ['JPY']],
  ['英镑', ['GBP']],
  ['澳元', ['AUD']],
  ['加元', ['CAD']],
  ['韩元', ['KRW']],
  ['RMB', ['CNY']],
  ['CN¥', ['CNY']],
  ['JP¥', ['JPY']],
  ['US$', ['USD']],
  ['HK$', ['HKD']],
  ['¥', ['CNY', 'JPY']],
  ['元', ['CNY']],
  ['圆', ['CNY', 'JPY']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['₩', ['KRW']],
  ['$', ['USD', 'HKD', 'AUD', 'CAD', 'SGD', 'TWD', 'NZD']],
  ...['CNY', 'USD', 'EUR', 'JPY', 'HKD', 'GBP', 'AUD', 'CAD', 'SGD', 'CHF', 'KRW', 'TWD'].map(
    (code) => [code, [code]] as const,
  ),
]

/** The mark of a currency at the beginning or the end of a text, with the text that is left. */
export function takeCurrency(
  text: string,
): { readonly rest: string; readonly currencies: readonly string[] } | null {
  const upper = text.toUpperCase()
  for (const [mark, currencies] of marks) {
    if (upper.startsWith(mark)) return { rest: text.slice(mark.length).trim(), currencies }
    if (upper.endsWith(mark)) return { rest: text.slice(0, -mark.length).trim(), currencies }
  }
  return null
}

/**
 * ISO 4217 code of a text that names one currency and nothing else; null when it names none, or more than
 * one.
 */
export function readCurrency(cell: string): string | null {
  const text = cell.normalize('NFKC').trim()
  const taken = takeCurrency(text)
  if (taken?.rest === '' && taken.currencies.length === 1) return taken.currencies[0]!
  return /^[a-z]{3}$/i.test(text) ? text.toUpperCase() : null
}

/** Currencies whose amounts have another number of places than two; ISO 4217 lists them as minor units. */
const places: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/** How many digits after the point an amount of a currency has. @example currencyPlaces('JPY') // 0 */
export const currencyPlaces = (currency: string): number => places[currency] ?? 2

/**
 * Digits after the point that an amount is kept with: those of its currency, two at most. @example
 * amountPlaces('CNY') // 2
 */
export const amountPlaces = (currency: string): number => Math.min(2, currencyPlaces(currency))

/**
 * FEEL for the same, of the currency that a path holds, for formulas over amounts. @example
 * placesFormula('currency') // '(if currency in ("JPY") then 0 else 2)'
 */
export const placesFormula = (path: string): string =>
  `(if ${path} in (${Object.keys(places)
    .filter((code) => amountPlaces(code) === 0)
    .map((code) => `"${code}"`)
    .join(', ')}) then 0 else 2)`
