import type { Field, ValueOf } from './field.ts'
import type { AnyObject, Row } from './object.ts'
import type { Label } from './refuse.ts'
import type { Work } from './work.ts'

type Inputs = Readonly<Record<string, Field>>
type Input<I> = {
  readonly [K in keyof I as I[K] extends { readonly required: true } ? K : never]: ValueOf<I[K]>
} & {
  readonly [K in keyof I as I[K] extends { readonly required: true } ? never : K]?: ValueOf<I[K]> | null
}

export interface ActionOptions<D, I extends Inputs> {
  readonly label: Label
  /** Roles that may run it, beside those whose grant on the object names it. */
  readonly roles?: readonly string[]
  /** FEEL over the record: the button shows, and the route allows, only while it holds. */
  readonly when?: string
  /** Said when `when` does not hold. */
  readonly because?: Label
  readonly input?: I
  /** Runs without a record, on the object as a whole: `POST /api/records/{object}/{action}`. */
  readonly collective?: boolean
  /** How the screens show it; `hidden` for verbs that a page of its own calls. */
  readonly style?: 'primary' | 'danger' | 'plain' | 'hidden'
  /** The answer of `run` goes to the caller as JSON. Business refusals are thrown. */
  run(work: Work, record: Row<D>, input: Input<I>): Promise<unknown>
}

/**
 * A verb of the business: at once the button, the route, the OpenAPI entry, the automation step and the audit
 * line.
 */
export interface ActionDef {
  readonly object: string
  readonly name: string
  readonly label: Label
  readonly roles?: readonly string[]
  readonly when?: string
  readonly because?: Label
  readonly input?: Inputs
  readonly collective?: boolean
  readonly style?: 'primary' | 'danger' | 'plain' | 'hidden'
  /**
   * `defineAction` types record and input by their definitions; in a list of all actions they can only be
   * any.
   */
  readonly run: (work: Work, record: any, input: any) => Promise<unknown>
}

/**
 * @example
 * export const acceptQuote = defineAction(quote, 'accept', {
 *   label: { zh: '客户接受', en: 'Customer accepted' },
 *   when: 'stage = "sent"',
 *   input: { purchase_order: text({ required: true }) },
 *   async run(work, { id }, { purchase_order }) { await work.change(quote, id, { stage: 'accepted',
 * purchase_order }) }, })
 */
export const defineAction = <D extends AnyObject, const I extends Inputs = {}>(
  object: D,
  name: string,
  action: ActionOptions<D, I>,
): ActionDef => ({
  object: object.name,
  name,
  ...action,
})
