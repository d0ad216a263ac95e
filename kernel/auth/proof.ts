import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { addressKey } from './device.ts'
import { checkFactor, type Factor } from './factor.ts'
import { hasPasskeys } from './factorDuty.ts'
import { passwordMatches } from './password.ts'
import type { Place } from './passkeys.ts'
import { rulesOf } from './rules.ts'
import { tokenHash } from './session.ts'
import { countingFailures } from './throttle.ts'

/** What somebody gives to show that it is them who sit at the session. */
export interface Proof {
  readonly password?: string
  readonly code?: string
  readonly passkey?: unknown
}

export interface Prover {
  readonly person: string
  readonly token: string
  readonly address: string
  readonly at: Place | null
}

export interface ProofOptions {
  /**
   * What counts instead of the password: that it was repeated some minutes ago (`proof_minutes`) in this
   * session, or also that this session began so lately, or nothing, for a change of the password itself.
   */
  readonly insteadOf?: 'repeat' | 'sign_in' | 'nothing'
  /** The field that a wrong password is said of. */
  readonly field?: string
}

/**
 * Makes sure that whoever changes how one signs in knows the password and has the second factor, where one is
 * in force: a session left open or borrowed is not enough. Wrong ones are counted by account and address, and
 * by account.
 * @throws Refusal `proof_required`, `password_wrong`, `totp_required`, `totp_wrong`, `too_many_requests`
 */
export async function prove(
  workspace: Workspace,
  { person, token, address, at }: Prover,
  given: Proof,
  { insteadOf = 'repeat', field = 'password' }: ProofOptions = {},
): Promise<void> {
  const rules = await rulesOf(workspace)
  const { rows } = await sql<Factor & { hash: string | null; repeated: boolean; fresh: boolean }>`
    select c.password_hash as hash, c.totp_secret as secret, c.totp_last as last, ${hasPasskeys(workspace)} as passkeys,
      coalesce(s.proved_at > now() - make_interval(mins => ${rules.proof_minutes}), false) as repeated,
      s.created_at > now() - make_interval(mins => ${rules.proof_minutes}) as fresh
    from ${table(workspace, '_session')} s join ${table(workspace, 'user')} u on u.id = s.person left join ${table(workspace, '_credential')} c on c.person = s.person
    where s.token_hash = ${tokenHash(token)} and s.person = ${person}`.execute(workspace.db)
  const held = rows[0]
  const enough = insteadOf !== 'nothing' && (held?.repeated || (insteadOf === 'sign_in' && held?.fresh))
  if (given.password === undefined) {
    if (enough) return
    throw refuse(
      'proof_required',
      { zh: '请再次输入您的密码，以确认是您本人', en: 'Enter your password again to confirm that it is you' },
      {
        status: 403,
        field,
        data: { second_factor: Boolean(held?.secret || held?.passkeys), totp: Boolean(held?.secret) },
      },
    )
  }
  const password = given.password
  await countingFailures(
    workspace,
    [
      { key: `prove ${person} from ${addressKey(address)}`, max: rules.wrong_tries_max, seconds: 900 },
      { key: `prove ${person}`, max: rules.wrong_tries_hour_max, seconds: 3600 },
    ],
    async () => {
      if (!(await passwordMatches(held?.hash ?? null, password)))
        throw refuse('password_wrong', { zh: '密码不正确', en: 'The password is wrong' }, { field })
      // A factor that was shown with the last repeat is not asked for twice: its code counts once in half a
      // minute.
      if (!(held!.repeated && given.code === undefined && given.passkey === undefined))
        await checkFactor(workspace, person, held!, { code: given.code, passkey: given.passkey, at })
    },
  )
  await sql`update ${table(workspace, '_session')} set proved_at = now() where token_hash = ${tokenHash(token)}`.execute(
    workspace.db,
  )
}
