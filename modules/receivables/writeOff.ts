import { Decimal } from 'decimal.js'
import { defineAction, text } from '../../model/index.ts'
import { closed, live } from './liveReceivable.ts'
import { receivable } from './receivable.ts'

/** What will not come, in the open: the reason stays on record. */
export const writeOff = defineAction(receivable, 'write_off', {
  label: { zh: '核销坏账', en: 'Write off' },
  when: live,
  because: closed,
  style: 'danger',
  roles: ['finance', 'manager'],
  input: { reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(receivable, row.id, {
      written_off: new Decimal(row.written_off ?? 0).plus(row.open_amount ?? 0).toFixed(2),
      state: 'written_off',
      note: [row.note, `核销：${reason}`].filter(Boolean).join('\n').slice(0, 2000),
    })
    await work.emit('receivable.written_off', {
      object: 'receivable',
      record: row.id,
      order: row.order,
      customer: row.customer,
      amount: row.open_amount,
      reason,
    })
    return changed
  },
})
