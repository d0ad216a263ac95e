import { Decimal } from 'decimal.js'
import { choice, date, defineObject, number, refuse, text, type Work } from '../../../model/index.ts'
import { currencies, homeCurrency } from '../currencies.ts'
import { quote, type Quote } from '../quote.ts'

/**
 * What a unit of a foreign currency is worth in the company's own from a day on. Finance keeps it; sellers
 * read it.
 */
export const exchangeRate = defineObject('exchange_rate', {
  label: { zh: '汇率', en: 'Exchange rate' },
  title: 'currency',
  fields: {
    currency: choice(currencies, { required: true, index: true, label: { zh: '币种', en: 'Currency' } }),
    rate: number({ required: true, min: 0.000001, label: { zh: '汇率（折人民币）', en: 'Rate to CNY' } }),
    valid_from: date({ required: true, index: true, label: { zh: '生效日期', en: 'From' } }),
    source: text({ max: 120, label: { zh: '来源', en: 'Source' } }),
  },
  list: { columns: ['currency', 'rate', 'valid_from', 'source'], sort: '-valid_from', filters: ['currency'] },
  form: [['currency', 'rate', 'valid_from'], ['source']],
  access: {
    sales: { read: true },
    sales_director: { read: true },
    tech_lead: { read: true },
    finance: { create: true, read: true, update: true, export: true, import: true },
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true },
    admin: { create: true, read: true, update: true, import: true },
  },
})

/**
 * CNY for one unit of a currency today by the ledger; null where nobody has entered one. Exact, as a decimal
 * string.
 */
export async function ledgerRate(work: Work, currency: string): Promise<string | null> {
  if (currency === homeCurrency) return '1'
  const found = await work.first(exchangeRate, {
    where: 'currency = wanted and valid_from <= today()',
    with: { wanted: currency },
    sort: '-valid_from',
  })
  return found?.rate ?? null
}

type Rated = Pick<Quote, 'currency' | 'exchange_rate'>

/**
 * The rate that stands on an offer: 1 for the company's own currency alone, null while a foreign one has
 * none.
 */
export function typedRate({ currency, exchange_rate }: Rated): string | null {
  if (currency === homeCurrency) return '1'
  return exchange_rate === null || new Decimal(exchange_rate).eq(1) ? null : exchange_rate
}

export const rateMissing = (currency: string) =>
  refuse(
    'exchange_rate_missing',
    {
      zh: `没有${currencies[currency as keyof typeof currencies]?.zh ?? currency}的汇率：请在报价单上填写，或请财务在“汇率”中维护`,
      en: `There is no exchange rate of ${currency}: give it on the quote, or ask finance to enter it under Exchange rates`,
    },
    { field: 'exchange_rate' },
  )

/**
 * The offer with its rate written on it: what was typed, else the ledger's of today. Refuses
 * `exchange_rate_missing` where there is neither.
 */
export async function withRate(work: Work, offer: Quote): Promise<Quote> {
  const rate = typedRate(offer) ?? (await ledgerRate(work, offer.currency))
  if (rate === null) throw rateMissing(offer.currency)
  return offer.exchange_rate !== null && new Decimal(offer.exchange_rate).eq(rate)
    ? offer
    : work.change(quote, offer.id, { exchange_rate: rate })
}

/**
 * Whether the rate makes an offer look better than the ledger would, or stands on nobody's word but the
 * seller's.
 */
export async function isRateTyped(work: Work, offer: Rated): Promise<boolean> {
  const [typed, ledger] = [typedRate(offer), await ledgerRate(work, offer.currency)]
  return typed !== null && (ledger === null || new Decimal(typed).gt(ledger))
}
