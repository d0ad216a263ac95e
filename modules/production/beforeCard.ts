import { Decimal } from 'decimal.js'
import { refuse, type Work } from '../../model/index.ts'
import { jobCard, type JobCard } from './jobCard.ts'

/** The operations of the work order that come before this one and are not done, in their order. */
export async function openBefore(work: Work, row: JobCard): Promise<readonly JobCard[]> {
  const open = await work.find(jobCard, {
    where: 'work_order = whole_order and state != "done"',
    with: { whole_order: row.work_order },
  })
  return open
    .filter((one) => Number(one.sequence) < Number(row.sequence))
    .sort((a, b) => Number(a.sequence) - Number(b.sequence))
}

/**
 * An operation waits for the ones before. Where its routing lets it overlap it begins as soon as the one just
 * before has reported a good piece, so that a lot of 8 runs through in batches of 5 and 3.
 */
export async function refuseBlocked(work: Work, row: JobCard): Promise<void> {
  const before = await openBefore(work, row)
  const last = before.at(-1)
  if (!last || (row.overlap && new Decimal(last.good).gt(0))) return
  throw refuse(
    'operation_blocked',
    row.overlap
      ? {
          zh: `前道工序还没有报出合格件：${last.operation}`,
          en: `${last.operation} has not reported a good piece yet`,
        }
      : {
          zh: `前道工序未完成：${before.map((one) => one.operation).join('、')}`,
          en: `Not before these are done: ${before.map((one) => one.operation).join(', ')}`,
        },
    {
      status: 409,
      missing: before.map((one) => ({ code: one.code, label: { zh: one.operation, en: one.operation } })),
    },
  )
}

/**
 * Pieces this operation can have had in hand by now: no more than the one before it has reported good, as
 * long as that one runs.
 */
export async function piecesInHand(work: Work, row: JobCard): Promise<Decimal | null> {
  const last = (await openBefore(work, row)).at(-1)
  return last ? new Decimal(last.good) : null
}
