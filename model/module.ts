import type { ActionDef } from './action.ts'
import type { Decision } from './decision/index.ts'
import type { GuardDef } from './guard.ts'
import type { AnyObject } from './object.ts'
import type { ObligationDef } from './obligation.ts'
import type { PipelineDef } from './pipeline.ts'
import type { Process } from './process/index.ts'
import type { ReactionDef } from './reaction.ts'
import type { Label } from './refuse.ts'
import type { ReportDef } from './report.ts'
import type { TermDef } from './term.ts'
import type { Work } from './work.ts'

/** A door for the outside that needs no login: its work runs as `system:intake.<channel>`. */
export interface IntakeDef {
  readonly channel: string
  readonly label: Label
  /**
   * Open to visitors of a website, within limits: calls a minute from one address, and an hour from all. Any
   * other channel is for callers who are signed in or have a key, as what is told there is believed further
   * than a visitor's word. To an open one comes `consent` to the privacy notice, as `{ version, at }`.
   */
  readonly open?: { readonly each_minute: number; readonly all_hour: number; readonly tells: Tells }
  /** Same `external_id` twice is the same answer. */
  readonly run: (work: Work, body: Readonly<Record<string, unknown>>) => Promise<unknown>
}

/**
 * All that an answer to the outside says, by its names: the field that each comes from (`ticket.number`), or
 * null for what is no field. Nothing else leaves, and a protected field is refused where definitions are
 * checked.
 */
export type Tells = Readonly<Record<string, string | null>>

/** A public page's data by token, e.g. the equipment behind a QR code. */
export interface PublicLinkDef {
  readonly name: string
  readonly tells: Tells
  /** What the holder of the token may see. */
  readonly show: (work: Work, token: string) => Promise<unknown>
  /** What is sent has personal data: `consent` to the privacy notice comes with it, as `{ version, at }`. */
  readonly collects?: boolean
  /** What the holder may send. */
  readonly submit?: (work: Work, token: string, body: Readonly<Record<string, unknown>>) => Promise<unknown>
}

/**
 * Hands a job what it may do: read outside, then write in transactions of its own. A job may run more than
 * once.
 */
export interface Office {
  readFile(id: string): Promise<Uint8Array>
  /** One transaction as `system:<job>`. */
  do<T>(run: (work: Work) => Promise<T>): Promise<T>
}

/**
 * Work that takes seconds or calls the outside, and so must not hold a transaction open. Started by
 * `work.enqueue`.
 */
export interface JobDef {
  readonly name: string
  /**
   * The payload is any because it has been JSON: what `work.enqueue` was given, as only the job's own module
   * knows.
   */
  readonly run: (office: Office, payload: any) => Promise<void>
}

export interface RoleDef {
  readonly name: string
  readonly label: Label
  /** Whoever has the role signs in with a second factor; see docs/security.md. */
  readonly second_factor?: boolean
  /** Whoever has the role may put views of lists before other roles. */
  readonly shares_views?: boolean
}

export interface TemplateDef {
  readonly name: string
  /** Typst source; data arrives as `sys.inputs.data` (JSON). */
  readonly source: string
}

/** What one step of the business contributes. Everything but actions, guards and reactions is data. */
export interface ModuleDef {
  readonly name: string
  readonly label: Label
  readonly objects?: readonly AnyObject[]
  readonly pipelines?: readonly PipelineDef[]
  readonly decisions?: readonly Decision[]
  readonly terms?: readonly TermDef[]
  readonly processes?: readonly Process[]
  readonly actions?: readonly ActionDef[]
  readonly guards?: readonly GuardDef[]
  readonly obligations?: readonly ObligationDef[]
  readonly reactions?: readonly ReactionDef[]
  readonly reports?: readonly ReportDef[]
  readonly intakes?: readonly IntakeDef[]
  readonly links?: readonly PublicLinkDef[]
  readonly roles?: readonly RoleDef[]
  readonly templates?: readonly TemplateDef[]
  readonly jobs?: readonly JobDef[]
}

export const defineModule = (module: ModuleDef): ModuleDef => ({
  ...module,
  objects: module.objects?.map((object) => ({ module: module.name, ...object })),
  terms: module.terms?.map((term) => ({ module: module.name, ...term })),
})
