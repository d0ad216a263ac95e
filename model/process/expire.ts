import type { DueEvent } from './event.ts'
import { adminRoleOf, type AskingNode } from './definition.ts'
import type { Task, Token } from './instance.ts'
import { goOn } from './move.ts'
import { log, nextId, nodeOf, tokenOf, type Run } from './run.ts'
import { takeVote } from './seat.ts'
import { findPeople } from './staff.ts'
import { closeTask, openTask, rearm } from './task.ts'

/**
 * A deadline has passed. One that no longer stands (task closed, wait over, moment moved) changes nothing.
 */
export const expire = (run: Run, event: DueEvent): void => {
  const task = run.instance.tasks.find((one) => one.id === event.id && one.status === 'open')
  const token = task
    ? tokenOf(run, task.token)
    : run.instance.tokens.find((one) => one.awaiting?.id === event.id)
  const stands = task ? task.due : token?.awaiting?.at
  if (!token || stands === undefined || (event.at !== undefined && event.at !== stands)) return
  if (task) expireTask(run, task, token)
  else expireWait(run, token)
}

const expireWait = (run: Run, token: Token): void => {
  const node = nodeOf(run, token.node)
  if (node.kind !== 'wait') return
  const gaveUp = token.awaiting?.kind === 'event'
  log(run, { what: 'due', node: token.node })
  goOn(run, token, gaveUp ? (node.timeout_next ?? node.next) : node.next)
}

const expireTask = (run: Run, task: Task, token: Token): void => {
  const node = nodeOf(run, token.node) as AskingNode
  log(run, { what: 'due', node: token.node, task: task.id, outcome: node.on_due ?? 'remind' })
  if (node.kind === 'approval' && (node.on_due === 'approve' || node.on_due === 'reject')) {
    closeTask(run, task, { reason: 'due', outcome: node.on_due })
    return takeVote(run, token, node, { seat: task.seat ?? 0, agrees: node.on_due === 'approve' })
  }
  if (node.on_due !== 'escalate' || !escalate(run, task, token, node)) remind(run, task, node)
}

/** To the manager of whoever let it lie, else to the administrator; false when there is nobody above. */
const escalate = (run: Run, task: Task, token: Token, node: AskingNode): boolean => {
  const admin = { role: adminRoleOf(run.definition) }
  const busy = run.instance.tasks
    .filter((one) => one.token === token.id && one.status === 'open')
    .map((one) => one.assignee)
  const above = [{ manager: 1, of: task.assignee }, admin]
    .flatMap((who) => findPeople(run, token.node, [who]))
    .find((who) => !busy.includes(who))
  if (above === undefined) return false
  closeTask(run, task, { reason: 'escalated' })
  log(run, { what: 'escalated', node: token.node, task: task.id, to: above })
  openTask(run, token, {
    kind: task.kind,
    assignee: above,
    title: task.title,
    due: node.due,
    form: task.form,
    ...(task.seat !== undefined && { seat: task.seat }),
  })
  const message = {
    zh: `已超时，转交上级：${node.label.zh}`,
    en: `Overdue and passed upwards: ${node.label.en ?? node.label.zh}`,
  }
  run.effects.push({
    kind: 'notify',
    id: nextId(run),
    users: [task.assignee, above],
    message,
    node: token.node,
  })
  return true
}

/** Reminds again each time the same span has passed. */
const remind = (run: Run, task: Task, node: AskingNode): void => {
  task.reminders = (task.reminders ?? 0) + 1
  const message = {
    zh: `请尽快处理：${node.label.zh}（已超时）`,
    en: `Overdue, please decide: ${node.label.en ?? node.label.zh}`,
  }
  run.effects.push({ kind: 'notify', id: nextId(run), users: [task.assignee], message, node: task.node })
  if (node.due !== undefined) rearm(run, task, node.due)
}
