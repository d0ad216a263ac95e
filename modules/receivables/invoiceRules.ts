import { Decimal } from 'decimal.js'
import { defineGuard, moneyText, refuse, type Work } from '../../model/index.ts'
import { invoice, type Invoice } from './invoice.ts'
import { owedOf } from './openReceivables.ts'

/** It has left the house: the tax office's number or the day of issue is on it. */
export const isIssued = (row: Pick<Invoice, 'invoice_number' | 'issued_on'>): boolean =>
  row.invoice_number !== null || row.issued_on !== null

/**
 * What an invoice says to the tax office. Who looks after it may change, and what was left open may be filled
 * in.
 */
const said = [
  'customer',
  'order',
  'receivable',
  'kind',
  'tax_number',
  'invoice_number',
  'amount',
  'tax_rate',
  'issued_on',
  'red_letter',
  'original',
  'reason',
] as const
const fillable: readonly string[] = ['invoice_number', 'issued_on', 'tax_number']

/**
 * What was issued stays as it is: a mistake is taken back by a red letter, and then it is what the red letter
 * refers to.
 */
export const invoiceStays = defineGuard(invoice, 'invoice_stays', async (work, after, before) => {
  if (!before) return
  const changed = said.filter((name) => String(before[name] ?? '') !== String(after[name] ?? ''))
  if (changed.length === 0) return
  const takenBack = (await work.count(invoice, 'original = blue', { blue: after.id })) > 0
  if (
    !takenBack &&
    (!isIssued(before) || changed.every((name) => before[name] === null && fillable.includes(name)))
  )
    return
  throw refuse(
    'invoice_issued',
    takenBack
      ? {
          zh: '该发票已红冲，不能再修改',
          en: 'There is a red letter for this invoice: it cannot be changed any more',
        }
      : {
          zh: '发票开出后不能修改：请红冲后重新开具',
          en: 'An invoice that was issued cannot be changed: take it back by a red letter and issue a new one',
        },
    { field: changed[0], status: 409 },
  )
})

/** One number of one kind is one invoice, however it is spaced. */
export const invoiceOnce = defineGuard(invoice, 'invoice_once', async (work, after, before) => {
  const number = plain(after.invoice_number)
  if (!number || (before && plain(before.invoice_number) === number && before.kind === after.kind)) return
  if (after.invoice_number !== after.invoice_number!.normalize('NFKC'))
    throw refuse(
      'field_invalid',
      { zh: '发票号码请用半角字符填写', en: 'Write the invoice number in plain characters' },
      { field: 'invoice_number' },
    )
  await work.alone(`invoice ${after.kind} ${number}`)
  // Numbers of earlier times have no key until they are written again.
  const same =
    'kind = the_kind and id != this_invoice and (number_key = the_key or invoice_number = the_number)'
  const twin = await work.first(invoice, {
    where: same,
    with: { the_kind: after.kind, this_invoice: after.id, the_key: number, the_number: after.invoice_number },
  })
  if (!twin) return
  throw refuse(
    'invoice_number_taken',
    {
      zh: `发票号码 ${after.invoice_number} 已登记为 ${twin.number}，请核对号码`,
      en: `Invoice ${after.invoice_number} is on record as ${twin.number}: check the number`,
    },
    { field: 'invoice_number', status: 409, data: { invoice: twin.id } },
  )
})

const plain = (number: string | null): string => (number ?? '').replace(/[ -]/g, '').toUpperCase()

/**
 * Invoices of an order, less their red letters, are never more than is owed of it now, nor than the
 * receivable they were issued for. What bounds the sum is locked first.
 */
export const invoiceWithinOrder = defineGuard(
  invoice,
  'invoice_within_order',
  async (work, after, before) => {
    if (after.red_letter) return refuseRed(work, after)
    const amount = new Decimal(after.amount)
    if (amount.lte(0))
      throw refuse(
        'field_invalid',
        {
          zh: '发票金额应大于零；退回用红冲',
          en: 'The amount of an invoice is above nought; use the red letter to take one back',
        },
        { field: 'amount' },
      )
    if (
      before &&
      amount.lte(before.amount) &&
      before.order === after.order &&
      before.receivable === after.receivable
    )
      return
    const owed = after.receivable ? await work.get('receivable', after.receivable) : null
    const order = (after.order ?? owed?.order) as string | null
    if (owed)
      await refuseOver(work, after, 'receivable', {
        id: owed.id,
        called: String(owed.name),
        amount: owed.amount as string,
        currency: owed.currency as string | null,
      })
    if (!order) return
    const sold = await work.get('order', order)
    if (
      after.customer !== sold.customer ||
      (owed && after.order !== null && owed.order !== null && owed.order !== after.order)
    ) {
      throw refuse(
        'invoice_of_another',
        {
          zh: `订单 ${sold.number} 属于其他客户，或应收单不属于该订单`,
          en: `Order ${sold.number} is another customer's, or the receivable is not of it`,
        },
        { field: 'order' },
      )
    }
    await refuseOver(work, after, 'order', {
      id: order,
      called: String(sold.number),
      amount: await owedOf(work, sold, new Decimal((sold.amount as string | null) ?? 0)),
      currency: sold.currency as string | null,
    })
  },
)

interface Bound {
  readonly id: string
  readonly called: string
  /** What is owed. */
  readonly amount: string
  readonly currency: string | null
}

async function refuseOver(
  work: Work,
  after: Invoice,
  by: 'order' | 'receivable',
  bound: Bound,
): Promise<void> {
  const rows = await work.find(invoice, {
    where: by === 'order' ? 'order = the_bound or receivable.order = the_bound' : 'receivable = the_bound',
    with: { the_bound: bound.id },
  })
  const total = rows.reduce((sum, one) => sum.plus(one.amount), new Decimal(0))
  if (total.lte(bound.amount)) return
  const left = Decimal.max(0, new Decimal(bound.amount).minus(total.minus(after.amount)))
  const say = (sum: Decimal.Value) => moneyText(new Decimal(sum).toFixed(2), bound.currency ?? 'CNY')
  throw refuse(
    'invoice_over_order',
    {
      zh: `“${bound.called}”现应收 ${say(bound.amount)}，还可开票 ${say(left)}，不能开 ${say(after.amount)}`,
      en: `${say(bound.amount)} is owed of "${bound.called}": ${say(left)} can still be invoiced, not ${say(after.amount)}`,
    },
    { field: 'amount', status: 409, data: { left: left.toFixed(2) } },
  )
}

/** A red letter names what it takes back, and all of them together take back no more than that. */
async function refuseRed(work: Work, after: Invoice): Promise<void> {
  const blue = after.original ? await work.get(invoice, after.original) : null
  const reds = blue ? await work.find(invoice, { where: 'original = blue', with: { blue: blue.id } }) : []
  const left = reds.reduce((rest, one) => rest.plus(one.amount), new Decimal(blue?.amount ?? 0))
  if (blue && !blue.red_letter && new Decimal(after.amount).lt(0) && left.gte(0)) return
  throw refuse(
    'red_letter_too_much',
    {
      zh: '红字发票须对应一张蓝字发票，且合计不超过其金额',
      en: 'A red letter takes back one invoice, and no more than its amount',
    },
    { field: 'amount' },
  )
}
