import { sql } from 'kysely'
import type { Definitions } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { signInRules } from './rules.ts'

/** Whether one of the roles wants a second factor of whoever has it. */
export const wantsFactor = (definitions: Definitions, roles: readonly string[]): boolean =>
  roles.some((role) => definitions.roles[role]?.second_factor === true)

/** SQL over `user u`: whether the person has passkeys. */
export const hasPasskeys = (workspace: Pick<Workspace, 'name'>) =>
  sql`exists (select from ${table(workspace, '_passkey')} p where p.person = u.id)`

/** SQL over `user u` and `_credential c`: whether a second factor is in force. */
export const hasFactor = (workspace: Pick<Workspace, 'name'>) =>
  sql`(c.totp_secret is not null or ${hasPasskeys(workspace)})`

/**
 * SQL over `_credential c` and `_workspace w`: until when somebody whose role wants a second factor may still
 * work without one; null before the first sign-in.
 */
export const factorDue = sql`
  (c.factor_asked_at + make_interval(days => coalesce((w.settings #>> '{sign_in,factor_grace_days}')::int, ${sql.lit(signInRules.factor_grace_days.initial)})))`

/** The days of grace begin with the first sign-in of somebody whose role wants a second factor. */
export async function askForFactor(workspace: Workspace, person: string): Promise<void> {
  const { rows } = await sql<{ roles: string[] | null }>`
    select u.roles from ${table(workspace, 'user')} u left join ${table(workspace, '_credential')} c on c.person = u.id
    where u.id = ${person} and c.factor_asked_at is null`.execute(workspace.db)
  if (!rows[0] || !wantsFactor(workspace.definitions, rows[0].roles ?? [])) return
  await sql`update ${table(workspace, '_credential')} set factor_asked_at = now() where person = ${person} and factor_asked_at is null`.execute(
    workspace.db,
  )
}
