import type { Label } from '../refuse.ts'
import type { NodeId, Outcome } from './definition.ts'
import type { TaskOutcome } from './instance.ts'

interface ByPerson {
  readonly by: string
  readonly comment?: string
}

/**
 * What can happen to an instance. Events with `by` come from a person and may be refused;
 * the others come from machines, and one that no longer applies changes nothing.
 */
export type ProcessEvent =
  | StartEvent
  | TaskCompleted
  | TransferEvent
  | AddSignerEvent
  | (ByPerson & { readonly kind: 'withdraw' })
  | (ByPerson & { readonly kind: 'urge' })
  | (ByPerson & { readonly kind: 'comment'; readonly mention?: readonly string[] })
  | DueEvent
  | { readonly kind: 'action_done'; readonly id: string; readonly result?: unknown }
  | { readonly kind: 'action_failed'; readonly id: string; readonly message: string | Label }
  | { readonly kind: 'child_ended'; readonly id: string; readonly outcome: Outcome }
  | SignalEvent
  | { readonly kind: 'cancelled'; readonly by?: string; readonly comment?: string }

export interface StartEvent {
  readonly kind: 'start'
  readonly by?: string
  readonly chosen?: Readonly<Record<NodeId, readonly string[]>>
}
export interface TaskCompleted extends ByPerson {
  readonly kind: 'task_completed'
  readonly task: string
  readonly outcome: TaskOutcome
  /** Of a return: an earlier node, or `start` (also when left out), the initiator. */
  readonly to?: NodeId
  /** Of a return: run everything in between again (unless told), or come straight back here. */
  readonly mode?: 'rerun' | 'straight_back'
  readonly fields?: Readonly<Record<string, unknown>>
}
export interface TransferEvent extends ByPerson {
  readonly kind: 'transfer'
  readonly task: string
  readonly to: string
}
export interface AddSignerEvent extends ByPerson {
  readonly kind: 'add_signer'
  readonly task: string
  readonly to: string
  readonly place: 'before' | 'after' | 'beside'
}
export interface DueEvent {
  readonly kind: 'due'
  /** The task, or the token's wait, that is due. */
  readonly id: string
  /** The moment it stood for: a deadline that was moved meanwhile is not obeyed. */
  readonly at?: string
}
export interface SignalEvent {
  readonly kind: 'signal'
  readonly name: string
  readonly data?: unknown
}
