import type { Label } from '../refuse.ts'
import type { Assignee, CallNode, Duration, Feel, NodeId, Outcome } from './definition.ts'
import type { CloseReason, Entry, TaskKind } from './instance.ts'

/**
 * What the caller must make true, in the same transaction as the new instance.
 * Each carries an id that a replay gives again, so doing one twice is doing it once.
 */
export type Effect =
  | CreateTask
  | { readonly kind: 'close_task'; readonly id: string; readonly reason: CloseReason }
  | {
      readonly kind: 'notify'
      readonly id: string
      readonly users: readonly string[]
      readonly message: Label
      readonly node?: NodeId
    }
  | { readonly kind: 'set_due'; readonly id: string; readonly at: string }
  | { readonly kind: 'clear_due'; readonly id: string }
  | {
      readonly kind: 'set_fields'
      readonly id: string
      readonly by: string
      readonly fields: Readonly<Record<string, unknown>>
    }
  | {
      readonly kind: 'run_action'
      readonly id: string
      readonly action: string
      readonly input: Readonly<Record<string, unknown>>
    }
  | {
      readonly kind: 'call'
      readonly id: string
      readonly call: CallNode['call']
      readonly input: Readonly<Record<string, unknown>>
    }
  | {
      readonly kind: 'start_child'
      readonly id: string
      readonly process: string
      readonly input: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'cancel_child'; readonly id: string }
  | { readonly kind: 'lock' }
  | { readonly kind: 'unlock' }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  | { readonly kind: 'log'; readonly entry: Entry }

/** Closing a task also ends its deadline. */
export interface CreateTask {
  readonly kind: 'create_task'
  readonly id: string
  readonly task: TaskKind
  readonly node: NodeId
  readonly assignee: string
  readonly title: Label
  readonly due?: string
  readonly form?: readonly string[]
}

/** The world as a process sees it. It must answer the same for the same event, or a replay would differ. */
export interface Env {
  readonly now: Date
  readonly initiator: string
  /** FEEL over the record; `names` are added: `process`, the instance's context. */
  evaluate(feel: Feel, names?: Readonly<Record<string, unknown>>): unknown
  holds(feel: Feel, names?: Readonly<Record<string, unknown>>): boolean
  /** Users, with absences and delegations already applied. */
  people(assignee: Assignee): readonly string[]
  /** The moment a duration ends by the company's calendar; plain clock time without it. */
  after?(from: Date, duration: Duration): Date
}
