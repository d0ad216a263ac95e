import type { AnyObject, AnyRow, Row } from './object.ts'
import type { Work } from './work.ts'

/**
 * What must be true of a record whoever writes it: a screen, the API, an import, an action or a reaction.
 * Runs in the corridor once the record and its roll-ups are written, in the same transaction: a refusal takes
 * all of it back. `before` is null for a record that is new or brought back.
 */
export interface GuardDef {
  readonly object: string
  /** `invoice_within_order`: says what holds. */
  readonly name: string
  readonly run: (work: Work, after: AnyRow, before: AnyRow | null) => Promise<void>
}

/**
 * @example
 * export const invoiceWithinOrder = defineGuard(invoice, 'invoice_within_order', async (work, after, before)
 * => { ... })
 */
export function defineGuard<D extends AnyObject>(
  object: D,
  name: string,
  run: (work: Work, after: Row<D>, before: Row<D> | null) => Promise<void>,
): GuardDef {
  return { object: object.name, name, run: run as unknown as GuardDef['run'] }
}
