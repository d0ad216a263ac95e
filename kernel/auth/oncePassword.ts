import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { rulesOf } from './rules.ts'
import { endAllSessions, tokenHash } from './session.ts'

/**
 * A one-time password as `_credential` holds it; null where there is none, or where the own password followed
 * it.
 */
export interface OncePassword {
  readonly once_hash: Buffer | null
}

/**
 * Letters and figures that are not taken for each other, read out or copied by hand. Source: D. Crockford,
 * Base 32.
 */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Gives a person a random password (80 bits) that opens one session, within the hours that the company set,
 * in which nothing is answered before an own password is chosen. The old password and all sessions end. Told
 * this once, only its hash is kept.
 */
export async function giveOncePassword(
  tx: Tx,
  person: string,
): Promise<{ readonly password: string; readonly ends_at: string }> {
  const { once_hours: hours } = await rulesOf(tx.workspace, tx.db)
  const signs = [...randomBytes(16)].map((byte) => letters[byte % 32]!).join('')
  const { rows } = await sql<{ once_until: Date }>`
    insert into ${table(tx.workspace, '_credential')} (person, changed_at, once_hash, once_until)
    values (${person}, ${tx.now}, ${tokenHash(signs)}, now() + make_interval(hours => ${hours}))
    on conflict (person) do update set password_hash = null, changed_at = excluded.changed_at, once_hash = excluded.once_hash, once_until = excluded.once_until
    returning once_until`.execute(tx.db)
  await endAllSessions(tx, person)
  return { password: signs.match(/.{4}/g)!.join('-'), ends_at: rows[0]!.once_until.toISOString() }
}

/** Whether that is the one-time password, with or without its dashes, in large letters or small. */
export function isOncePassword({ once_hash: hash }: OncePassword, given: string): boolean {
  const signs = given
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
  return hash !== null && timingSafeEqual(hash, tokenHash(signs))
}

/** Uses it up: of two who bring it at once, one is let in. */
export async function spendOncePassword(workspace: Workspace, person: string, hash: Buffer): Promise<void> {
  const { rows } = await sql`
    update ${table(workspace, '_credential')} set once_until = null
    where person = ${person} and once_hash = ${hash} and once_until > now() returning 1`.execute(workspace.db)
  if (rows.length === 0)
    throw refuse(
      'once_over',
      {
        zh: '这个一次性密码已使用或已过期，请向管理员再要一个',
        en: 'This one-time password was used or has run out: ask an administrator for another',
      },
      { status: 401, field: 'password' },
    )
}

/** Refuses the one-time password as the own one that follows it. */
export async function refuseOncePassword(tx: Tx, person: string, password: string): Promise<void> {
  const { rows } = await sql<OncePassword>`
    select once_hash from ${table(tx.workspace, '_credential')} where person = ${person}`.execute(tx.db)
  if (!rows[0] || !isOncePassword(rows[0], password)) return
  throw refuse(
    'password_weak',
    {
      zh: '一次性密码不能再用，请另选一个自己的密码',
      en: 'The one-time password does not stay: choose one of your own',
    },
    { field: 'new', data: { rule: 'once' } },
  )
}
