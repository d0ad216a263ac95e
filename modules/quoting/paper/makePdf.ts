import { Decimal } from 'decimal.js'
import { amountDigits, grouped, type JobDef, type Work } from '../../../model/index.ts'
import { letterhead } from '../ledgers.ts'
import { linesOf } from '../linesOf.ts'
import { quoteBreak, type QuoteBreak } from '../pricing/quoteBreak.ts'
import { currencies } from '../currencies.ts'
import { quote, type Quote } from '../quote.ts'
import { type QuoteLine } from '../quoteLine.ts'
import { amountInWords } from './amountInWords.ts'
import { quotationLabels } from './quotationTemplate.ts'

const inPdf = new Set(['approved', 'sent', 'accepted'])

/** The paper of an approved quote, once, never changed: what was approved is what was printed. */
export const makePdfJob: JobDef = {
  name: 'quoting.make_pdf',
  run: (office, { quote: id }: { quote: string }) =>
    office.do(async (work) => {
      const row = await work.get(quote, id)
      if (
        !inPdf.has(row.stage ?? '') ||
        (await work.files(row.id)).some((file) => file.purpose === 'quotation')
      )
        return
      const content = await work.createPdf('quotation', await quotationData(work, row))
      const file = await work.attachFile({
        name: `报价单-${row.document_number}.pdf`,
        content,
        purpose: 'quotation',
        object: 'quote',
        record: row.id,
        immutable: true,
      })
      await work.emit('quote.printed', { object: 'quote', record: row.id, file: file.id })
    }),
}

async function quotationData(work: Work, row: Quote) {
  const lines = await linesOf(work, row.id)
  const breaks = await work.find(quoteBreak, { where: 'quote = offer', with: { offer: row.id } })
  const buyer = await work.get('customer', row.customer)
  const sum = (amount: string | null) => printed(amount, row.currency)
  const person = row.contact ? await work.get('contact', row.contact) : null
  return {
    company: await headOf(work),
    quote: {
      number: row.document_number,
      date: work.today(),
      valid_until: row.valid_until,
      customer: buyer.name,
      contact: person ? [person.name, person.job_title].filter(Boolean).join(' ') : null,
      currency: `${row.currency} ${currencies[row.currency].zh}`,
      tax_note: row.price_includes_tax
        ? `单价含${plain(row.tax_rate)}%增值税`
        : `单价不含税，另计${plain(row.tax_rate)}%增值税`,
    },
    lines: lines.map((line, i) => ({
      no: i + 1,
      code: line.item_code,
      name: line.name,
      spec: specOf(line, breaks, row.currency),
      quantity: plain(line.quantity),
      unit: line.unit,
      price: sum(line.price),
      amount: sum(line.amount),
    })),
    totals: {
      subtotal: sum(row.subtotal),
      discount: Number(row.discount_amount ?? 0) === 0 ? null : `-${sum(row.discount_amount)}`,
      tax: sum(row.tax_amount),
      total: `${symbols[row.currency]}${sum(row.total)}`,
      total_in_words: row.currency === 'CNY' ? amountInWords(row.total ?? '0') : null,
    },
    terms: termsOf(row),
    labels: quotationLabels.zh,
  }
}

/** The specification, and under it what more pieces would cost. */
function specOf(line: QuoteLine, breaks: readonly QuoteBreak[], currency: string): string | null {
  const own = breaks
    .filter((one) => one.quote_line === line.id)
    .sort(
      (a, b) =>
        Number(a.quantity) - Number(b.quantity) ||
        Number(a.delivery_days ?? 0) - Number(b.delivery_days ?? 0),
    )
  const steps =
    own.length > 0
      ? `阶梯价：${own.map((one) => `≥${plain(one.quantity)} ${printed(one.price, currency)}${one.delivery_days === null ? '' : `（${plain(one.delivery_days)}天）`}`).join('；')}`
      : null
  return [line.spec, steps].filter(Boolean).join('　') || null
}

async function headOf(work: Work) {
  const head = await work.first(letterhead, { sort: 'created_at' })
  if (head) return { name: head.name, address: head.address, phone: head.phone, bank: head.bank }
  const root = await work.first('department', { where: 'parent = null', sort: 'created_at' })
  return { name: root?.name ?? '' }
}

const termsOf = (row: Quote): string[] => [
  ...(row.delivery_days === null ? [] : [`交货期：合同生效后${plain(row.delivery_days)}天。`]),
  ...(row.payment_terms ? [`付款方式：${row.payment_terms}`] : []),
  ...(row.special_clause && row.special_terms ? [`特殊条款：${row.special_terms}`] : []),
  ...(row.valid_until ? [`本报价有效期至${row.valid_until}。`] : []),
]

const symbols = { CNY: '¥', USD: '$', EUR: '€', JPY: '¥' } as const
const plain = (number: string) => new Decimal(number).toFixed()
/** With the digits of the currency, and of a price of one piece all in which it was agreed. */
const printed = (amount: string | null, currency: string) =>
  amount === null ? '' : grouped(amountDigits(amount, currency))
