import type { Label } from '../refuse.ts'
import type { Feel, Process } from './definition.ts'

/** A time by the wall clock, `HH:MM`, 00:00 to 23:59. */
export type ClockTime = string
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

/**
 * When something happens again and again, as an administrator says it; in the company's zone unless `zone`
 * names another (IANA).
 */
export type Schedule = { readonly time: ClockTime; readonly zone?: string } & (
  | { readonly kind: 'daily' }
  /** By the company's calendar: no holidays, but make-up days. */
  | { readonly kind: 'working_day' }
  | { readonly kind: 'weekly'; readonly weekdays: readonly Weekday[] }
  /**
   * A day 1 to 31 (a month too short has its last), or one by name; every month unless `months` (1 to 12)
   * says which.
   */
  | {
      readonly kind: 'monthly'
      readonly day: number | 'last' | 'first_working' | 'last_working'
      readonly months?: readonly number[]
    }
)

/** How far from a date: days of the calendar, working days, or hours of the clock. */
export type Span = { readonly days: number } | { readonly working_days: number } | { readonly hours: number }

/**
 * Starts at a distance from a date of the record; on the day itself where neither `before` nor `after` is
 * said.
 */
export interface DateStart {
  readonly date_field: string
  readonly before?: Span
  readonly after?: Span
  /** At this time of that day. Without it a moment keeps its own time, and a day begins at midnight. */
  readonly at?: ClockTime
}

/**
 * `records` is a FEEL condition: one run for each record it holds of. Without it there is one run, on no
 * record.
 */
export interface ScheduleStart {
  readonly schedule: Schedule
  readonly records?: Feel
}

/**
 * Which record something from outside is about: the one whose `field` is what `is` says of it, e.g.
 * `process.event.order_no`.
 */
export interface RecordKey {
  readonly field: string
  readonly is: Feel
}

/**
 * Takes a call of `POST /api/hooks/{webhook}`; what was sent is `process.event`. `id` says where the sender's
 * own id stands in it.
 */
export interface WebhookStart {
  readonly webhook: string
  readonly id?: Feel
  /**
   * For a sender that can be given an address and no header: the secret may end it. Addresses are written
   * down on the way, by proxies and by senders.
   */
  readonly secret_in_address?: boolean
  readonly record?: RecordKey
}

/** Takes mail that was sent to this address; the mail is `process.event`. */
export interface MailStart {
  readonly mail: string
  readonly record?: RecordKey
}

/**
 * A button on the record, shown while `start.when` holds, to whoever may change the record; to these roles
 * and grants alone where `roles` is said.
 */
export interface ButtonStart {
  readonly button: Label
  readonly roles?: readonly string[]
}

/** What makes the caller start an instance. The process itself only knows `next`. */
export type Trigger =
  { readonly event: string } | ScheduleStart | DateStart | ButtonStart | WebhookStart | MailStart

/** A mail as whoever fetches it hands it over. */
export interface IncomingMail {
  /** Its Message-ID: the same mail starts a process once. */
  readonly id: string
  readonly from: string
  readonly from_name?: string
  /** Every address it was sent to, copies included. */
  readonly to: readonly string[]
  readonly subject: string
  /** The text without markup. */
  readonly text: string
  readonly at: string
  /** Ids of the attachments, stored already. */
  readonly files?: readonly string[]
}

/**
 * What starts a process by itself. A change that a company made to a process which is shipped no longer has
 * neither start nor nodes.
 */
export const startOf = (process: Process | undefined): Trigger | undefined =>
  (process as Partial<Process> | undefined)?.start?.on ?? undefined

/** Whether runs of this process have no record: then its expressions name only `process` and the caller. */
export const runsAlone = ({ start }: Pick<Process, 'start'>): boolean => {
  const { on } = start
  if (typeof on !== 'object' || on === null) return false
  if ('schedule' in on) return on.records === undefined
  return ('webhook' in on || 'mail' in on) && on.record === undefined
}
