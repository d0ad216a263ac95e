import { refuse } from '../refuse.ts'
import type { ProcessEvent } from './event.ts'
import { finish } from './move.ts'
import { log, nextId, type Run } from './run.ts'

type Said<K extends ProcessEvent['kind']> = Extract<ProcessEvent, { kind: K }>

const commentOf = (event: { comment?: string }): { comment?: string } =>
  event.comment === undefined ? {} : { comment: event.comment }

/** The initiator takes it back. */
export const withdraw = (run: Run, event: Said<'withdraw'>): void => {
  const policy = run.definition.withdraw ?? 'always'
  const decided = run.instance.tasks.some(
    (task) => task.closed?.outcome === 'approve' || task.closed?.outcome === 'reject',
  )
  const isInitiator = event.by === run.instance.initiator
  if (!isInitiator || policy === 'never' || (policy === 'undecided' && decided)) {
    throw refuse(
      'cannot_withdraw',
      isInitiator
        ? {
            zh: '已有人审批，不能撤回，请联系审批人退回',
            en: 'It can no longer be withdrawn: ask an approver to return it',
          }
        : { zh: '只有发起人可以撤回', en: 'Only the initiator can withdraw' },
      { status: isInitiator ? 422 : 403 },
    )
  }
  log(run, { what: 'withdrawn', by: event.by, ...commentOf(event) })
  finish(run, 'cancelled')
}

/** Reminds everybody who has an open task. */
export const urge = (run: Run, event: Said<'urge'>): void => {
  const users = [
    ...new Set(run.instance.tasks.filter((task) => task.status === 'open').map((task) => task.assignee)),
  ]
  if (users.length === 0)
    throw refuse('nobody_to_urge', { zh: '当前没有待处理的人', en: 'Nobody has an open task' })
  const { label } = run.definition
  log(run, { what: 'urged', by: event.by, to: users.join(', '), ...commentOf(event) })
  run.effects.push({
    kind: 'notify',
    id: nextId(run),
    users,
    message: {
      zh: `催办：${label.zh}${event.comment ? `，${event.comment}` : ''}`,
      en: `Please decide: ${label.en ?? label.zh}${event.comment ? `. ${event.comment}` : ''}`,
    },
  })
}

/** Says something for the trail, also after the end. */
export const comment = (run: Run, event: Said<'comment'>): void => {
  log(run, { what: 'comment', by: event.by, ...commentOf(event) })
  const text = event.comment ?? ''
  if (event.mention?.length)
    run.effects.push({
      kind: 'notify',
      id: nextId(run),
      users: [...new Set(event.mention)],
      message: { zh: text, en: text },
    })
}
