import type { Work } from '../../model/index.ts'
import { accountable } from '../orders/index.ts'
import { nonconformance, type Nonconformance } from './nonconformance.ts'
import { supervisionDue } from './terms.ts'

export async function escalate(work: Work, row: Nonconformance, reason: string): Promise<Nonconformance> {
  const manager = await accountable(work, 'house')
  const due = work.after(supervisionDue)
  if (manager)
    await work.openTask({
      title: { zh: `督办：${row.subject}`, en: `Supervise: ${row.subject}` },
      kind: 'supervision',
      assignee: manager,
      object: nonconformance,
      record: row.id,
      key: 'supervision',
      due,
      data: { reason },
    })
  await work.emit('nonconformance.escalated', {
    object: 'nonconformance',
    record: row.id,
    customer: row.customer,
    reason,
  })
  return work.change(nonconformance, row.id, { escalated: true })
}
