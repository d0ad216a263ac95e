import type { Label } from '../refuse.ts'
import type { Duration } from './definition.ts'
import type { Closing, Task, TaskKind, Token } from './instance.ts'
import { momentAfter, nextId, type Run } from './run.ts'

export interface NewTask {
  readonly kind: TaskKind
  readonly assignee: string
  readonly title: Label
  readonly seat?: number
  readonly due?: Duration | undefined
  readonly form?: readonly string[] | undefined
  readonly added_by?: string | undefined
}

/** Gives somebody a task on behalf of a token, with its deadline. */
export const openTask = (run: Run, token: Token, seed: NewTask): Task => {
  const due = seed.due === undefined ? undefined : momentAfter(run, seed.due)
  const task: Task = {
    id: nextId(run),
    kind: seed.kind,
    node: token.node,
    token: token.id,
    assignee: seed.assignee,
    title: seed.title,
    opened_at: run.env.now.toISOString(),
    status: 'open',
    ...(seed.seat !== undefined && { seat: seed.seat }),
    ...(seed.form && { form: [...seed.form] }),
    ...(seed.added_by !== undefined && { added_by: seed.added_by }),
    ...(due !== undefined && { due }),
  }
  run.instance.tasks.push(task)
  run.effects.push({
    kind: 'create_task',
    id: task.id,
    task: task.kind,
    node: task.node,
    assignee: task.assignee,
    title: task.title,
    ...(due !== undefined && { due }),
    ...(task.form && { form: task.form }),
  })
  if (due !== undefined) run.effects.push({ kind: 'set_due', id: task.id, at: due })
  return task
}

export const closeTask = (run: Run, task: Task, closing: Omit<Closing, 'at'>): void => {
  task.status = 'closed'
  task.closed = { at: run.env.now.toISOString(), ...closing }
  run.effects.push({ kind: 'close_task', id: task.id, reason: closing.reason })
}

export const rearm = (run: Run, task: Task, due: Duration): void => {
  task.due = momentAfter(run, due)
  run.effects.push({ kind: 'set_due', id: task.id, at: task.due })
}
