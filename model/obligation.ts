import type { AnyObject, AnyRow, Row } from './object.ts'
import type { Label } from './refuse.ts'
import type { Work } from './work.ts'

/** Why what is held of a person must stay for now, said by the step of the business that needs it. */
export interface ObligationDef {
  readonly object: string
  readonly name: string
  /** The reason in words, with what it is about; null where nothing stands in the way. */
  readonly find: (work: Work, record: AnyRow) => Promise<Required<Label> | null>
}

/**
 * @example
 * export const openOrder = defineObligation(contact, 'open_order', async (work, { customer }) => ...)
 */
export const defineObligation = <D extends AnyObject>(
  object: D,
  name: string,
  find: (work: Work, record: Row<D>) => Promise<Required<Label> | null>,
): ObligationDef => ({ object: object.name, name, find: find as unknown as ObligationDef['find'] })
