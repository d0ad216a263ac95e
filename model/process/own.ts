import { refuse } from '../refuse.ts'
import { adminRoleOf, type Verb } from './definition.ts'
import type { Task, Token } from './instance.ts'
import { nodeOf, tokenOf, type Run } from './run.ts'

/**
 * The open task an event names, when it is the speaker's own. An administrator may also transfer other
 * people's.
 */
export const findOwnTask = (
  run: Run,
  event: { task: string; by: string },
  mayAdmin = false,
): { task: Task; token: Token } => {
  const task = run.instance.tasks.find((one) => one.id === event.task)
  const token = task && tokenOf(run, task.token)
  if (!task || !token || task.status !== 'open') {
    throw refuse(
      'task_not_open',
      { zh: '这个待办已经处理过了', en: 'This task has already been dealt with' },
      { status: 409 },
    )
  }
  const isAdmin = mayAdmin && run.env.people({ role: adminRoleOf(run.definition) }).includes(event.by)
  if (task.assignee !== event.by && !isAdmin) {
    throw refuse(
      'not_assignee',
      { zh: '这个待办不是分配给您的', en: 'This task is assigned to somebody else' },
      { status: 403 },
    )
  }
  return { task, token }
}

const WORDS: Record<Verb, { zh: string; en: string }> = {
  transfer: { zh: '转办', en: 'transferred' },
  add_signer: { zh: '加签', en: 'widened by another signer' },
  return: { zh: '退回', en: 'returned' },
}

export const needAllowed = (run: Run, task: Task, verb: Verb): void => {
  if (task.kind === 'revise' || task.kind === 'exception') {
    if (verb === 'transfer') return
    throw refuseVerb(verb)
  }
  const node = nodeOf(run, task.node)
  if ('may' in node && node.may && !node.may.includes(verb)) throw refuseVerb(verb)
  if (verb === 'add_signer' && task.kind !== 'approve') throw refuseVerb(verb)
}

const refuseVerb = (verb: Verb) =>
  refuse(`cannot_${verb}`, {
    zh: `这一步不允许${WORDS[verb].zh}`,
    en: `This step may not be ${WORDS[verb].en}`,
  })
