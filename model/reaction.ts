import type { Definitions } from './resolve.ts'
import type { EventRow, Work } from './work.ts'

/**
 * What the house does by itself when something happened. Runs after the commit, once in effect, retried until
 * it succeeds or is shown as failed.
 */
export interface ReactionDef {
  /** `quoting.open_follow_up`: the actor in the timeline is `system:` and this. */
  readonly name: string
  /** Event names; `lead.*` takes every event of an object, `*.stage_changed` one event of every object. */
  readonly on: readonly string[]
  /**
   * Where the definitions say which events concern it: asked of those in `on`, or of all where `on` is empty.
   */
  readonly hears?: (definitions: Definitions, event: string) => boolean
  /** FEEL over the record of the event. */
  readonly when?: string
  readonly run: (work: Work, event: EventRow) => Promise<void>
}

/**
 * @example
 * export const onLeadConverted = defineReaction('pipeline.welcome', {
 *   on: ['lead.converted'], async run(work, event) { ... },
 * })
 */
export const defineReaction = (name: string, reaction: Omit<ReactionDef, 'name'>): ReactionDef => ({
  name,
  ...reaction,
})
