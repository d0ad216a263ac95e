import type { Work } from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import { jobCard, type JobCard } from './jobCard.ts'
import { planBackorder } from './planWork.ts'
import { workProgress } from './progress.ts'
import { workOrder, type WorkOrder } from './workOrder.ts'

const cardsOf = async (work: Work, id: string): Promise<readonly JobCard[]> =>
  [...(await work.find(jobCard, { where: 'work_order = whole_order', with: { whole_order: id } }))].sort(
    (a, b) => Number(a.sequence) - Number(b.sequence),
  )

/** Brings the figures of a work order up to its cards. Answers the progress. */
export async function followCards(work: Work, id: string): Promise<string> {
  const cards = await cardsOf(work, id)
  const progress = workProgress(cards)
  const open = cards.find((card) => card.state !== 'done')
  const current_operation = open
    ? open.state === 'waiting'
      ? `待开工：${open.operation}`
      : open.operation
    : null
  await work.change(workOrder, id, { progress, current_operation, good: cards.at(-1)?.good ?? '0' })
  return progress
}

/**
 * After an operation: the next one gets the good pieces; after the last, or when nothing good is left, the
 * work order is done.
 */
export async function finishCard(work: Work, finished: JobCard): Promise<void> {
  const whole = await work.get(workOrder, finished.work_order)
  const cards = await cardsOf(work, whole.id)
  const rest = cards.filter(
    (card) => Number(card.sequence) > Number(finished.sequence) && card.state !== 'done',
  )
  const nothing = new Decimal(finished.good).isZero()
  for (const card of rest)
    await work.change(jobCard, card.id, {
      quantity: finished.good,
      ...(nothing ? { state: 'done', finished_at: work.now().toISOString() } : {}),
    })
  const progress = await followCards(work, whole.id)
  await work.emit('job_card.finished', {
    object: 'job_card',
    record: finished.id,
    work_order: whole.id,
    order: whole.order,
    operation: finished.operation,
    good: finished.good,
    scrap: finished.scrap,
    progress,
  })
  if (rest.length === 0 || nothing) await finishWork(work, whole, nothing ? '0' : finished.good)
}

async function finishWork(work: Work, whole: WorkOrder, good: string): Promise<void> {
  const done = await work.change(workOrder, whole.id, {
    stage: 'done',
    good,
    progress: '100',
    current_operation: null,
    finished_at: work.now().toISOString(),
  })
  const short = new Decimal(whole.quantity).minus(good)
  if (short.gt(0)) await planBackorder(work, done, short.toFixed())
  await work.emit('work_order.finished', {
    object: 'work_order',
    record: whole.id,
    order: whole.order,
    order_line: whole.order_line,
    item: whole.item,
    good,
    scrap: done.scrap,
    short: Decimal.max(0, short).toFixed(),
  })
}
