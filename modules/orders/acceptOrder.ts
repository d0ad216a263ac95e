import { date, defineAction, refuse, text } from '../../model/index.ts'
import { order } from './order.ts'

/** Nobody accepts goods on a day that has not come: what falls due by it would fall due later. */
export function refuseFuture(accepted_on: string, today: string): void {
  if (accepted_on > today)
    throw refuse(
      'accepted_in_future',
      {
        zh: `验收日期 ${accepted_on} 不能晚于今天`,
        en: `Goods cannot have been accepted on ${accepted_on}, which is after today`,
      },
      { field: 'accepted_on' },
    )
}

/** The customer has accepted the goods (验收): what was agreed to be paid then falls due. */
export const acceptOrder = defineAction(order, 'accept', {
  label: { zh: '客户验收', en: 'Accepted by the customer' },
  when: '(stage in ("shipped", "closed")) and accepted_on = null',
  because: {
    zh: '全部发货后才能登记验收，且只登记一次',
    en: 'Acceptance is noted once, after everything has shipped',
  },
  input: {
    accepted_on: date({ label: { zh: '验收日期', en: 'Accepted on' } }),
    note: text({ max: 300, label: { zh: '说明', en: 'Note' } }),
  },
  async run(work, row, input) {
    const accepted_on = input.accepted_on ?? work.today()
    refuseFuture(accepted_on, work.today())
    const accepted = await work.change(order, row.id, { accepted_on })
    await work.emit('order.accepted', {
      object: 'order',
      record: row.id,
      order: row.id,
      customer: row.customer,
      accepted_on,
      note: input.note ?? null,
    })
    return accepted
  },
})
