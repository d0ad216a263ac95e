import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { endAllSessions } from './session.ts'

/** Argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const costText = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`

/** Stores a new password, which has passed `checkPassword`; every session of the person ends. */
export async function setPassword(tx: Tx, person: string, password: string): Promise<void> {
  const hashed = await hash(password, cost)
  await sql`
    insert into ${table(tx.workspace, '_credential')} (person, password_hash, changed_at) values (${person}, ${hashed}, ${tx.now})
    on conflict (person) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at, once_hash = null, once_until = null`.execute(
    tx.db,
  )
  await endAllSessions(tx, person)
}

let decoy: Promise<string> | undefined

/** Takes the same time whether or not the person exists. */
export async function passwordMatches(stored: string | null, given: string): Promise<boolean> {
  decoy ??= hash('a password that nobody has', cost)
  const matches = await verify(stored ?? (await decoy), given).catch(() => false)
  return matches && stored !== null
}

/** Brings a hash of an older, cheaper kind up to the present cost, at a moment when the password is known. */
export async function renewHash(
  workspace: Workspace,
  person: string,
  stored: string,
  password: string,
): Promise<void> {
  if (stored.startsWith(costText)) return
  const renewed = await hash(password, cost)
  await sql`update ${table(workspace, '_credential')} set password_hash = ${renewed} where person = ${person} and password_hash = ${stored}`.execute(
    workspace.db,
  )
}
