import { sql } from 'kysely'
import { Refusal } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'

/**
 * Runs a part of a transaction that may be refused: then only this part has not happened. Anything but a
 * refusal goes on as a bug.
 */
export async function attempt(tx: Tx, run: () => Promise<void>): Promise<Refusal | undefined> {
  await sql`savepoint attempt`.execute(tx.db)
  try {
    await run()
    await sql`release savepoint attempt`.execute(tx.db)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await sql`rollback to savepoint attempt`.execute(tx.db)
    return error
  }
}
