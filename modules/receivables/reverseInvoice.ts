import { Decimal } from 'decimal.js'
import { defineAction, money, refuse, text } from '../../model/index.ts'
import { invoice } from './invoice.ts'
import { isIssued } from './invoiceRules.ts'

/** Red letters of one invoice never take back more than it said. */
export const reverseInvoice = defineAction(invoice, 'red_letter', {
  label: { zh: '红冲', en: 'Red letter' },
  when: 'red_letter = false',
  style: 'danger',
  because: { zh: '红字发票不能再红冲', en: 'A red letter cannot be taken back' },
  input: {
    reason: text({ required: true, max: 200, label: { zh: '红冲原因', en: 'Reason' } }),
    amount: money({ label: { zh: '红冲金额（缺省为全额）', en: 'Amount, all unless told' } }),
    invoice_number: text({ max: 40, label: { zh: '红字发票号码', en: 'Number of the red letter' } }),
  },
  async run(work, row, { reason, amount, invoice_number }) {
    if (!isIssued(row))
      throw refuse(
        'invoice_not_issued',
        {
          zh: '发票还没有开出（无发票号码和开票日期），请直接修改或删除',
          en: 'The invoice has not been issued: change it instead',
        },
        { status: 409 },
      )
    const earlier = await work.find(invoice, { where: 'original = blue', with: { blue: row.id } })
    const left = earlier.reduce((rest, one) => rest.plus(one.amount), new Decimal(row.amount))
    const back = new Decimal(amount ?? left)
    if (back.lte(0) || back.gt(left))
      throw refuse(
        'red_letter_too_much',
        { zh: `可红冲金额为 ${left.toFixed(2)}`, en: `At most ${left.toFixed(2)} can be taken back` },
        { field: 'amount' },
      )
    const red = await work.create(invoice, {
      customer: row.customer,
      order: row.order,
      receivable: row.receivable,
      kind: row.kind,
      tax_number: row.tax_number,
      tax_rate: row.tax_rate,
      amount: back.negated().toFixed(2),
      invoice_number: invoice_number ?? null,
      issued_on: work.today(),
      red_letter: true,
      original: row.id,
      reason,
      owner: row.owner,
    })
    return { invoice: red.id, number: red.number }
  },
})
