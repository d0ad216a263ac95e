import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

const lengthMin = 8

/** Long enough, not one character over and over, not the login. Length counts more than variety (NIST SP 800-63B, 5.1.1.2). */
export function checkPolicy(password: unknown, login = ''): string {
  const weak = typeof password !== 'string' || [...password].length < lengthMin || new Set(password).size < 4 || (login !== '' && password.toLowerCase().includes(login.toLowerCase().split('@')[0]!))
  if (weak) throw refuse('password_weak', { zh: `密码至少${lengthMin}位，不能过于简单，也不能包含登录名`, en: `A password has at least ${lengthMin} characters, is not too simple and does not contain the login` }, { field: 'password' })
  if ((password as string).length > 200) throw refuse('password_long', { zh: '密码最长200位', en: 'A password has at most 200 characters' }, { field: 'password' })
  return password as string
}

/** Stores a new password; every session of the person ends. */
export async function setPassword(tx: Tx, person: string, password: string): Promise<void> {
  const hashed = await hash(password)
  await sql`
    insert into ${table(tx.workspace, '_credential')} (person, password_hash, changed_at) values (${person}, ${hashed}, ${tx.now})
    on conflict (person) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at`.execute(tx.db)
  await sql`delete from ${table(tx.workspace, '_session')} where person = ${person}`.execute(tx.db)
  tx.afterCommit.push(() => tx.workspace.signal.tell('rights'))
}

let decoy: Promise<string> | undefined

/** Takes the same time whether or not the person exists. */
export async function passwordMatches(stored: string | null, given: string): Promise<boolean> {
  decoy ??= hash('a password that nobody has')
  const matches = await verify(stored ?? (await decoy), given.slice(0, 200)).catch(() => false)
  return matches && stored !== null
}
