import { adminRoleOf } from './definition.ts'
import type { Label } from '../refuse.ts'
import type { Token } from './instance.ts'
import { log, type Run } from './run.ts'
import { openTask } from './task.ts'

/**
 * Something the process cannot get past by itself becomes a task of one administrator (of the initiator where
 * there is none), who may retry, skip or cancel. The token stays where it is.
 */
export const raise = (run: Run, token: Token, problem: string, title: Label): void => {
  const admin =
    run.env.people({ role: adminRoleOf(run.definition) })[0] ?? run.instance.initiator ?? run.env.initiator
  delete token.awaiting
  token.problem = problem
  log(run, { what: 'problem', node: token.node, outcome: problem, comment: title })
  openTask(run, token, { kind: 'exception', assignee: admin, title })
}
