import { refuse } from '../refuse.ts'
import { addDuration } from './duration.ts'
import type { Node, NodeId, Process } from './definition.ts'
import type { Effect, Env } from './effect.ts'
import type { ProcessEvent } from './event.ts'
import type { Entry, Instance, Task, Token } from './instance.ts'

/** One advance in progress: a copy of the instance that may be written, and what has been decided so far. */
export interface Run {
  readonly definition: Process
  readonly instance: Instance
  readonly env: Env
  readonly event: ProcessEvent
  readonly effects: Effect[]
  /** Ids of tokens that have arrived at a node and not entered it yet. */
  readonly ready: string[]
  /** Nodes entered in this advance. */
  steps: number
}

export const nextId = (run: Run): string => `${run.instance.id}:${++run.instance.counter}`

export const log = (run: Run, line: Omit<Entry, 'id' | 'at'>): void => {
  const entry = { id: nextId(run), at: run.env.now.toISOString(), ...line }
  run.instance.history.push(entry)
  run.effects.push({ kind: 'log', entry })
}

export const nodeOf = (run: Run, id: NodeId): Node => {
  const node = run.definition.nodes[id]
  if (!node)
    throw refuse('unknown_node', {
      zh: `流程“${run.definition.label.zh}”没有节点“${id}”，请重新发布流程`,
      en: `The process has no node "${id}": publish it again`,
    })
  return node
}

export const tokenOf = (run: Run, id: string): Token | undefined =>
  run.instance.tokens.find((token) => token.id === id)

export const openTasks = (run: Run, token: Token): Task[] =>
  run.instance.tasks.filter((task) => task.token === token.id && task.status === 'open')

export const momentAfter = (run: Run, duration: string): string =>
  (run.env.after?.(run.env.now, duration) ?? addDuration(run.env.now, duration)).toISOString()

/** Names a process adds to what its expressions can say. */
export const namesOf = (run: Run): Record<string, unknown> => ({ process: run.instance.context })

export const isByPerson = (event: ProcessEvent): boolean => 'by' in event && event.by !== undefined
