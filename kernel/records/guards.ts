import type { AnyRow, Work } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'

let toolsFor: ((tx: Tx) => Work) | null = null

/**
 * The tools write records themselves, so they come to the corridor by hand and not by import: called once,
 * where they are made.
 */
export const handTools = (make: (tx: Tx) => Work): void => {
  toolsFor = make
}

/**
 * Whether a business step holds something true of an object; then a write of it is never a lone statement.
 */
export const isGuarded = (tx: Pick<Tx, 'definitions'>, object: string): boolean =>
  tx.definitions.guards[object] !== undefined

/**
 * Asks every guard of the object about a record as it stands after the write (`model/guard.ts`); the first
 * refusal ends the transaction.
 */
export async function askGuards(tx: Tx, object: string, after: AnyRow, before: AnyRow | null): Promise<void> {
  for (const guard of tx.definitions.guards[object] ?? []) await guard.run(toolsFor!(tx), after, before)
}
