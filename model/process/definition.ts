import type { Label } from '../refuse.ts'
import { administratorRole } from '../role.ts'
import type { Trigger } from './start.ts'

export type NodeId = string
/** FEEL source, read over the record and, as `process`, the instance's context. */
export type Feel = string
/** ISO 8601 duration: `PT4H`, `P2D`. Whether days are working days is the calendar's business, not ours. */
export type Duration = string

/** Who is asked. Levels count upwards from the initiator: 1 is the nearest. */
export type Assignee =
  | { readonly user: string }
  | { readonly role: string }
  | { readonly department_head: number }
  | { readonly manager: number; readonly of?: string }
  | { readonly field: string }
  | { readonly initiator: true }
  | { readonly chosen_by_initiator: true }
  | { readonly decision: string }

/** How many of the asked must agree; `share` is a percentage, 0 < share <= 100. */
export type Mode = 'any' | 'all' | 'sequential' | { readonly share: number }
export type IfEmpty = 'refuse' | 'skip' | 'to_admin' | 'to_manager'
export type OnDue = 'remind' | 'escalate' | 'approve' | 'reject'
export type Verb = 'transfer' | 'add_signer' | 'return'
export type Outcome = 'approved' | 'rejected' | 'cancelled'

interface Named {
  readonly label: Label
}
interface Asking extends Named {
  readonly assignees: readonly Assignee[]
  /** What happens when nobody is found; `refuse` unless told. */
  readonly if_empty?: IfEmpty
  readonly due?: Duration
  /** `remind` unless told. */
  readonly on_due?: OnDue
  /** Task verbs allowed here; all of them unless told. */
  readonly may?: readonly Verb[]
  readonly fields?: readonly string[]
  readonly required?: readonly string[]
  readonly next: NodeId
}
export interface ApprovalNode extends Asking {
  readonly kind: 'approval'
  readonly mode: Mode
  /** Where a rejection leads; without it the process ends rejected. */
  readonly rejected?: NodeId
}
export interface FillNode extends Asking {
  readonly kind: 'fill'
  readonly fields: readonly string[]
}
export interface NotifyNode extends Named {
  readonly kind: 'notify'
  readonly to: readonly Assignee[]
  readonly message?: Label
  readonly next: NodeId
}
export interface ExclusiveNode extends Named {
  readonly kind: 'exclusive'
  /** The first branch that holds is taken. */
  readonly branches: readonly { readonly when: Feel; readonly next: NodeId; readonly label?: Label }[]
  readonly default: NodeId
}
export interface ParallelNode extends Named {
  readonly kind: 'parallel'
  readonly branches: readonly NodeId[]
  readonly join: NodeId
}
export interface JoinNode extends Named {
  readonly kind: 'join'
  readonly next: NodeId
}
export interface WaitNode extends Named {
  readonly kind: 'wait'
  readonly for:
    | { readonly duration: Duration }
    | { readonly until: Feel }
    | { readonly event: string; readonly when?: Feel }
  /** A wait for an event gives up after this long and goes to `timeout_next` (or `next`). */
  readonly timeout?: Duration
  readonly timeout_next?: NodeId
  readonly next: NodeId
}
interface Outside extends Named {
  readonly input?: Readonly<Record<string, Feel>>
  /** Where a failure leads; without it the administrator gets an exception task. */
  readonly failed?: NodeId
  readonly next: NodeId
}
export interface SubprocessNode extends Outside {
  readonly kind: 'subprocess'
  readonly process: string
  readonly rejected?: NodeId
}
export interface ActionNode extends Outside {
  readonly kind: 'action'
  readonly action: string
}
export interface CallNode extends Outside {
  readonly kind: 'call'
  readonly call: { readonly webhook: string } | { readonly job: string }
}
export interface EndNode extends Named {
  readonly kind: 'end'
  readonly outcome: Outcome
}
export type Node =
  | ApprovalNode
  | FillNode
  | NotifyNode
  | ExclusiveNode
  | ParallelNode
  | JoinNode
  | WaitNode
  | SubprocessNode
  | ActionNode
  | CallNode
  | EndNode
export type AskingNode = ApprovalNode | FillNode

export interface Process {
  readonly name: string
  readonly label: Label
  readonly object: string
  /** Nobody edits the record while it is under approval. */
  readonly lock?: boolean
  /** `on` says what starts it by itself; `when` has to hold of the record then. */
  readonly start: { readonly on?: Trigger; readonly when?: Feel; readonly next: NodeId }
  readonly nodes: Readonly<Record<NodeId, Node>>
  /** `always` while running unless told; `undecided` until somebody has decided. */
  readonly withdraw?: 'always' | 'undecided' | 'never'
  /**
   * What becomes of an approval the initiator would give to themselves: asked all the same (unless told), or
   * their manager instead.
   */
  readonly own?: 'ask' | 'to_manager'
  /**
   * Whether somebody who has approved since the last return is asked again at a later node (unless told), or
   * taken as agreed.
   */
  readonly repeated?: 'ask' | 'agreed'
  /**
   * The action of the object by which a record that was returned comes again, as when who must agree follows
   * from what it holds then. The run that was returned waits until that action takes it back and begins
   * another; without one, the person returned to answers the run itself.
   */
  readonly resubmit?: string
  /** Who gets what nobody else can do; `admin` unless told. */
  readonly admin_role?: string
}

/** The place of the initiator: a return "to start" asks them to revise. No node may carry this id. */
export const START = 'start'

/**
 * A process as plain JSON.
 * @example defineProcess('quote_approval', { label: { zh: '报价审批', en: 'Quote approval' }, object: 'quote',
 * lock: true, start: { next: 'head' }, nodes: { ... } })
 */
export const defineProcess = (name: string, body: Omit<Process, 'name'>): Process => ({ name, ...body })

/** The role that is asked where the process does not know whom to ask. */
export const adminRoleOf = ({ admin_role }: Pick<Process, 'admin_role'>): string =>
  admin_role ?? administratorRole
