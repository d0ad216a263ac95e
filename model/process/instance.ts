import type { Label } from '../refuse.ts'
import type { NodeId, Outcome } from './definition.ts'

/** A run of a process as plain JSON. Moments are ISO 8601 strings in UTC. */
export interface Instance {
  id: string
  definition: string
  version: number
  status: 'new' | 'running' | 'ended'
  outcome?: Outcome
  initiator?: string
  tokens: Token[]
  tasks: Task[]
  history: Entry[]
  /** Every id is the instance's id and this count, so that a replay after a crash names the same things. */
  counter: number
  /** How often each node was entered: the guard against loops, and what a return may go back to. */
  visits: Record<NodeId, number>
  context: Record<string, unknown>
  /** The people the initiator chose, by node. */
  chosen?: Record<NodeId, string[]>
}

/** Where the process stands; several at once between a fork and its join. */
export interface Token {
  id: string
  node: NodeId
  forks: { node: NodeId; id: string }[]
  /** Places to come straight back to, the innermost last, with the votes already given there. */
  resume: { node: NodeId; seats?: Seat[] }[]
  seats?: Seat[]
  awaiting?: Awaiting
  /** The code of what went wrong, while an exception task is open for it. */
  problem?: string
}

/** One vote. A chain of steps: everybody in a step must agree before the next step is asked. */
export interface Seat {
  status: 'open' | 'approved' | 'rejected'
  then: string[][]
}

export interface Awaiting {
  kind: 'time' | 'event' | 'action' | 'call' | 'child' | 'join'
  id: string
  at?: string
  event?: string
}

export type TaskKind = 'approve' | 'fill' | 'revise' | 'exception'
export type TaskOutcome = 'approve' | 'reject' | 'return' | 'fill' | 'retry' | 'skip'

export interface Task {
  id: string
  kind: TaskKind
  node: NodeId
  token: string
  seat?: number
  assignee: string
  title: Label
  form?: string[]
  due?: string
  reminders?: number
  added_by?: string
  opened_at: string
  status: 'open' | 'closed'
  closed?: Closing
}

export interface Closing {
  at: string
  by?: string
  reason: CloseReason
  outcome?: TaskOutcome
  comment?: string
}

export type CloseReason =
  | 'completed'
  | 'decided_by_others'
  | 'transferred'
  | 'signer_added'
  | 'returned'
  | 'escalated'
  | 'due'
  | 'cancelled'

/** A line of the trail. */
export interface Entry {
  id: string
  at: string
  what: string
  by?: string
  node?: NodeId
  task?: string
  to?: string
  /** What a person said, or in both languages what the house says. */
  comment?: string | Label
  outcome?: string
}

/**
 * An instance that waits for its `start` event. Ids come from the caller, so that a retried start is the same
 * start.
 */
export const newInstance = (seed: {
  id: string
  definition: string
  version: number
  context?: Record<string, unknown>
}): Instance => ({
  id: seed.id,
  definition: seed.definition,
  version: seed.version,
  status: 'new',
  tokens: [],
  tasks: [],
  history: [],
  counter: 0,
  visits: {},
  context: seed.context ?? {},
})
