import { sql } from 'kysely'
import { transact } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { emitEvents } from '../events/emit.ts'
import { newestMark, openSecret, sealSecret } from './secrets.ts'

/**
 * Everything that is sealed. What is sealed elsewhere one day is named here, or a thrown away key takes it
 * along.
 */
export const sealedColumns = [
  { table: '_credential', key: 'person', column: 'totp_secret' },
  { table: '_credential', key: 'person', column: 'totp_proposed' },
] as const

export interface Rotation {
  /** Sealed anew under the newest key and cipher. */
  readonly renewed: number
  /** Were so already. */
  readonly newest: number
  /** Whose key is not among ours; they stay as they are. */
  readonly unreadable: number
}

/**
 * Seals everything anew under the newest key, in one transaction; afterwards the older keys may be thrown
 * away where nothing was unreadable. Servers may run meanwhile, as long as they know the newest key.
 */
export const rotateSecrets = (workspace: Workspace): Promise<Rotation> =>
  transact(workspace, systemActor('command.secret'), async (tx) => {
    const done = { renewed: 0, newest: 0, unreadable: 0 }
    for (const { table: name, key, column } of sealedColumns) {
      const [at, id] = [sql.id(column), sql.id(key)]
      const { rows } = await sql<{ id: string; sealed: string }>`
        select ${id} as id, ${at} as sealed from ${table(workspace, name)} where ${at} is not null for update`.execute(
        tx.db,
      )
      for (const row of rows) {
        const verdict = renew(workspace, row.sealed)
        done[verdict.is]++
        if (verdict.is === 'renewed')
          await sql`update ${table(workspace, name)} set ${at} = ${verdict.sealed} where ${id} = ${row.id}`.execute(
            tx.db,
          )
      }
    }
    await emitEvents(tx, [{ name: 'secrets.rotated', payload: { ...done } }])
    return done
  })

function renew(
  workspace: Workspace,
  sealed: string,
): { is: 'renewed'; sealed: string } | { is: 'newest' | 'unreadable' } {
  if (sealed.startsWith(newestMark(workspace))) return { is: 'newest' }
  try {
    return { is: 'renewed', sealed: sealSecret(workspace, openSecret(workspace, sealed)) }
  } catch {
    return { is: 'unreadable' }
  }
}
