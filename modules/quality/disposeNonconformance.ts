import { choice, defineAction, longText, refuse, type Work } from '../../model/index.ts'
import { workOrder } from '../production/index.ts'
import { inspection } from './inspection.ts'
import { dispositions, nonconformance, type Nonconformance } from './nonconformance.ts'
import { openInspection } from './openInspection.ts'
import { emitPassed } from './recordInspection.ts'
import { showQuality } from './showQuality.ts'

/**
 * What becomes of the pieces: reworked ones are inspected again, scrapped ones are made again, a concession
 * brings them on stock as they are.
 */
export const disposeNonconformance = defineAction(nonconformance, 'dispose', {
  label: { zh: '处置', en: 'Dispose' },
  when: 'state = "open"',
  because: { zh: '该不合格品已处置', en: 'This has been disposed of' },
  style: 'primary',
  input: {
    disposition: choice(dispositions, { required: true, label: { zh: '处置方式', en: 'Disposition' } }),
    cause: longText({ max: 2000, label: { zh: '原因', en: 'Cause' } }),
    corrective_action: longText({ max: 2000, label: { zh: '纠正措施', en: 'Corrective action' } }),
  },
  async run(work, row, { disposition, cause, corrective_action }) {
    if (!cause && !row.cause)
      throw refuse('field_required', { zh: '请填写不合格原因', en: 'Give the cause' }, { field: 'cause' })
    const disposed = await work.change(nonconformance, row.id, {
      state: 'disposed',
      disposition,
      cause: cause ?? row.cause,
      corrective_action: corrective_action ?? row.corrective_action,
      disposed_by: work.actor.id,
    })
    await work.closeTasks({ record: row.id, kind: 'nonconformance', outcome: disposition })
    if (row.inspection) await followUp(work, row, disposition)
    await work.emit('nonconformance.disposed', {
      object: 'nonconformance',
      record: row.id,
      disposition,
      work_order: row.work_order,
      order: row.order,
    })
    return disposed
  },
})

async function followUp(
  work: Work,
  row: Nonconformance,
  disposition: keyof typeof dispositions,
): Promise<void> {
  const failed = await work.get(inspection, row.inspection!)
  if (disposition === 'rework' && row.work_order)
    await openInspection(
      work,
      await work.get(workOrder, row.work_order),
      failed.quantity,
      Number(failed.attempt ?? 1) + 1,
    )
  if (disposition === 'scrap')
    await work.emit('nonconformance.scrapped', {
      object: 'nonconformance',
      record: row.id,
      work_order: row.work_order,
      order: row.order,
      quantity: failed.quantity,
    })
  if (disposition === 'use_as_is') {
    const conceded = await work.create(inspection, {
      kind: failed.kind,
      item: failed.item,
      quantity: failed.quantity,
      work_order: failed.work_order,
      order: failed.order,
      order_line: failed.order_line,
      attempt: String(Number(failed.attempt ?? 1) + 1),
      requirements: failed.requirements,
      characteristics: failed.characteristics,
      result: 'pass',
      note: `让步接收：${row.number}`,
      inspected_by: work.actor.id,
      inspected_at: work.now().toISOString(),
      owner: failed.owner,
    })
    await emitPassed(work, conceded)
  }
  if (failed.order) await showQuality(work, failed.order)
}
