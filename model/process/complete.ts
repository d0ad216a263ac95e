import { refuse } from '../refuse.ts'
import { START, type AskingNode, type NodeId } from './definition.ts'
import type { TaskCompleted } from './event.ts'
import type { Task, Token } from './instance.ts'
import { finish, goOn, place } from './move.ts'
import { nodeOf, nextId, log, openTasks, type Run } from './run.ts'
import { returnTask } from './return.ts'
import { takeVote } from './seat.ts'
import { closeTask } from './task.ts'
import { findOwnTask, needAllowed } from './own.ts'

/** Approve, reject, return, fill in; on an exception: retry, skip, or reject to cancel the process. */
export const completeTask = (run: Run, event: TaskCompleted): void => {
  const { task, token } = findOwnTask(run, event)
  needOutcome(task, event)
  if (event.outcome === 'return') needAllowed(run, task, 'return')
  if (event.outcome === 'return') return returnTask(run, event, { task, token })
  if (task.kind === 'exception') return settleException(run, event, { task, token })
  if (task.kind === 'revise' && run.definition.resubmit) throw resubmitByAction()
  if (task.kind === 'revise') return resubmit(run, event, { task, token })
  const node = nodeOf(run, token.node) as AskingNode
  const fields = needFields(node, event)
  close(run, event, task)
  if (fields) run.effects.push({ kind: 'set_fields', id: nextId(run), by: event.by, fields })
  if (node.kind === 'approval')
    return takeVote(run, token, node, { seat: task.seat ?? 0, agrees: event.outcome === 'approve' })
  for (const other of openTasks(run, token)) closeTask(run, other, { reason: 'decided_by_others' })
  goOn(run, token, node.next)
}

const resubmitByAction = () =>
  refuse(
    'resubmit_by_action',
    {
      zh: '请在单据上修改后重新提交，审批随之重新开始',
      en: 'Change the record and submit it again there: the approval then begins anew',
    },
    { status: 409 },
  )

const OUTCOMES: Record<Task['kind'], readonly TaskCompleted['outcome'][]> = {
  approve: ['approve', 'reject', 'return'],
  fill: ['fill', 'return'],
  revise: ['fill'],
  exception: ['retry', 'skip', 'reject'],
}

const needOutcome = (task: Task, event: TaskCompleted): void => {
  if (OUTCOMES[task.kind].includes(event.outcome)) return
  throw refuse(
    'wrong_outcome',
    { zh: '这个待办不能这样处理', en: `This task cannot be answered with "${event.outcome}"` },
    { field: 'outcome' },
  )
}

/** What was filled in; only an agreeing answer has to be complete. */
const needFields = (
  node: AskingNode,
  event: TaskCompleted,
): Readonly<Record<string, unknown>> | undefined => {
  const given = event.fields ?? {}
  const foreign = Object.keys(given).find((name) => !node.fields?.includes(name))
  if (foreign !== undefined)
    throw refuse(
      'field_not_asked',
      { zh: `这一步不能填写“${foreign}”`, en: `"${foreign}" is not to be filled in here` },
      { field: foreign },
    )
  const missing =
    event.outcome === 'reject' ? [] : (node.required ?? []).filter((name) => isEmpty(given[name]))
  if (missing.length > 0) {
    throw refuse(
      'fields_missing',
      { zh: `请填写：${missing.join('、')}`, en: `Fill in: ${missing.join(', ')}` },
      { field: missing[0]! },
    )
  }
  return Object.keys(given).length > 0 ? given : undefined
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

const close = (run: Run, event: TaskCompleted, task: Task): void => {
  const comment = event.comment === undefined ? {} : { comment: event.comment }
  closeTask(run, task, { by: event.by, reason: 'completed', outcome: event.outcome, ...comment })
  log(run, { what: event.outcome, by: event.by, node: task.node, task: task.id, ...comment })
}

const resubmit = (run: Run, event: TaskCompleted, { task, token }: { task: Task; token: Token }): void => {
  close(run, event, task)
  if (run.definition.lock) run.effects.push({ kind: 'lock' })
  goOn(run, token, run.definition.start.next)
}

const settleException = (
  run: Run,
  event: TaskCompleted,
  { task, token }: { task: Task; token: Token },
): void => {
  const onwards = findOnwards(run, token)
  if (event.outcome === 'skip' && onwards === undefined) {
    throw refuse('cannot_skip', {
      zh: '这一步不能跳过，请重试或取消流程',
      en: 'This step cannot be skipped: retry, or cancel the process',
    })
  }
  close(run, event, task)
  if (event.outcome === 'retry') place(run, token, token.node)
  else if (event.outcome === 'skip' && onwards !== undefined) goOn(run, token, onwards)
  else finish(run, 'cancelled', token.node)
}

/** Where a skip leads. An approval is never skipped: nobody would have approved. */
const findOnwards = (run: Run, token: Token): NodeId | undefined => {
  if (token.node === START) return run.definition.start.next
  const node = nodeOf(run, token.node)
  if (node.kind === 'approval') return undefined
  if (node.kind === 'exclusive') return node.default
  return 'next' in node ? node.next : undefined
}
