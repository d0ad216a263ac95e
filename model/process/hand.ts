import { refuse } from '../refuse.ts'
import type { ApprovalNode } from './definition.ts'
import type { AddSignerEvent, TransferEvent } from './event.ts'
import { log, nodeOf, openTasks, type Run } from './run.ts'
import { findOwnTask, needAllowed } from './own.ts'
import { askSigner } from './seat.ts'
import { closeTask, openTask } from './task.ts'

/** Somebody else does it instead, with the deadline counted anew; an exception has none. */
export const transferTask = (run: Run, event: TransferEvent): void => {
  const { task, token } = findOwnTask(run, event, true)
  needAllowed(run, task, 'transfer')
  const to = needPerson(run, event.to)
  if (openTasks(run, token).some((other) => other.assignee === to)) throw refuseTwice()
  const comment = event.comment === undefined ? {} : { comment: event.comment }
  closeTask(run, task, { by: event.by, reason: 'transferred', ...comment })
  log(run, { what: 'transferred', by: event.by, node: task.node, task: task.id, to, ...comment })
  const node = run.definition.nodes[task.node]
  const due = task.due !== undefined && node && 'due' in node ? node.due : undefined
  openTask(run, token, {
    kind: task.kind,
    assignee: to,
    title: task.title,
    added_by: event.by,
    form: task.form,
    due,
    ...(task.seat !== undefined && { seat: task.seat }),
  })
}

/**
 * Before: the signer decides first and then the speaker is asked again. After: the signer is asked once the
 * speaker has agreed. Beside: both are asked now, and both must agree.
 */
export const addSigner = (run: Run, event: AddSignerEvent): void => {
  const { task, token } = findOwnTask(run, event)
  needAllowed(run, task, 'add_signer')
  const assignee = needPerson(run, event.to)
  const at = task.seat ?? 0
  const seat = token.seats?.[at]
  const node = nodeOf(run, token.node) as ApprovalNode
  if (!seat) throw refuse('cannot_add_signer', { zh: '这一步不允许加签', en: 'No signer can be added here' })
  if (event.place !== 'after' && openTasks(run, token).some((other) => other.assignee === assignee))
    throw refuseTwice()
  const comment = event.comment === undefined ? {} : { comment: event.comment }
  log(run, {
    what: 'signer_added',
    by: event.by,
    node: task.node,
    task: task.id,
    to: assignee,
    outcome: event.place,
    ...comment,
  })
  if (event.place === 'after') return void seat.then.unshift([assignee])
  if (event.place === 'before') {
    closeTask(run, task, { by: event.by, reason: 'signer_added', ...comment })
    seat.then.unshift([task.assignee])
  }
  askSigner(run, token, node, { assignee, seat: at, added_by: event.by })
}

const needPerson = (run: Run, user: string): string => {
  const person = run.env.people({ user })[0]
  if (person === undefined)
    throw refuse(
      'no_such_person',
      { zh: '找不到这个人，或其已停用', en: 'This person is unknown or no longer active' },
      { field: 'to' },
    )
  return person
}

const refuseTwice = () =>
  refuse(
    'already_asked',
    { zh: '此人在这一步已有待办', en: 'This person already has a task in this step' },
    { field: 'to' },
  )
