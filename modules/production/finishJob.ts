import { Decimal } from 'decimal.js'
import { defineAction, refuse, text } from '../../model/index.ts'
import { openBefore } from './beforeCard.ts'
import { elapsed } from './elapsed.ts'
import { finishCard } from './finishCard.ts'
import { jobCard } from './jobCard.ts'

/**
 * Ends an operation. Pieces that were neither made nor scrapped need a reason (closed short); the next
 * operation then gets only the good ones.
 */
export const finishJob = defineAction(jobCard, 'finish', {
  label: { zh: '完工', en: 'Finish' },
  when: 'state in ("running", "paused")',
  because: { zh: '请先开工', en: 'Start the operation first' },
  input: { short_reason: text({ max: 300, label: { zh: '未做完的原因', en: 'Why not all were made' } }) },
  async run(work, row, { short_reason }) {
    const before = await openBefore(work, row)
    if (before.length > 0)
      throw refuse(
        'operation_blocked',
        {
          zh: `前道工序未完成，本道还会有件：${before.map((one) => one.operation).join('、')}`,
          en: `More pieces may come from ${before.map((one) => one.operation).join(', ')}`,
        },
        { status: 409 },
      )
    const missing = new Decimal(row.quantity).minus(row.good).minus(row.scrap)
    if (missing.gt(0) && !short_reason)
      throw refuse(
        'pieces_missing',
        {
          zh: `还有${missing.toFixed()}件未报；如确定不做，请填写原因`,
          en: `${missing.toFixed()} pieces are not reported: give a reason if they will not be made`,
        },
        { field: 'short_reason', status: 409, data: { missing: missing.toFixed() } },
      )
    await work.change(jobCard, row.id, {
      state: 'done',
      finished_at: work.now().toISOString(),
      started_at: null,
      elapsed_minutes: elapsed(work, row),
      short_reason: short_reason ?? null,
    })
    await finishCard(work, row)
    return work.get(jobCard, row.id)
  },
})
