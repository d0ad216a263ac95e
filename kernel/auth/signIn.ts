import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { hereOnly, shippedPassword } from './demoPassword.ts'
import { addressKey, knownDevice, loginKey, rememberDevice } from './device.ts'
import { checkFactor, type Factor } from './factor.ts'
import { askForFactor, hasPasskeys } from './factorDuty.ts'
import { isOncePassword, spendOncePassword, type OncePassword } from './oncePassword.ts'
import { passwordMatches, renewHash } from './password.ts'
import { checkPasskey, type PasskeyAnswer, type Place } from './passkeys.ts'
import { rulesOf } from './rules.ts'
import { openSession, type Origin } from './session.ts'
import { countingFailures, type Limit } from './throttle.ts'

export interface SignIn {
  readonly login: string
  readonly password: string
  readonly code?: string
  /** What a passkey answered, as a second factor. */
  readonly passkey?: unknown
}

export interface From extends Origin {
  /** The cookie of a device that signed in before. */
  readonly device?: string
  /** Under which name they call the house; null for an address. */
  readonly at: Place | null
  /** Whether they sit at this very machine. */
  readonly here: boolean
  /** The token of the session that the browser carried until now. */
  readonly session?: string
}

export interface SignedIn {
  readonly person: string
  readonly token: string
  readonly device: string
}

const quarterS = 900
const hourS = 3600

/**
 * Checks login, password and second factor; answers the token of a new session and the cookie by which this
 * device will be known.
 */
export async function signIn(
  workspace: Workspace,
  { login, password, code, passkey }: SignIn,
  from: From,
): Promise<SignedIn> {
  const name = login.trim().toLowerCase()
  const { id, owesPassword } = await countingFailures(
    workspace,
    await limitsOf(workspace, name, from),
    async () => {
      const { rows } = await sql<Factor & OncePassword & { id: string; hash: string | null }>`
      select u.id, c.password_hash as hash, c.totp_secret as secret, c.totp_last as last, c.once_hash, ${hasPasskeys(workspace)} as passkeys from ${table(workspace, 'user')} u
      left join ${table(workspace, '_credential')} c on c.person = u.id
      where lower(u.login) = ${name} and u.active and u.deleted_at is null`.execute(workspace.db)
      const found = rows[0]
      const own = await passwordMatches(found?.hash ?? null, password)
      if (!found || !(own || isOncePassword(found, password)))
        throw refuse(
          'login_failed',
          { zh: '登录名或密码不正确', en: 'Login or password is wrong' },
          { status: 401 },
        )
      if (password === shippedPassword && !from.here) throw hereOnly()
      await checkFactor(workspace, found.id, found, { code, passkey, at: from.at })
      if (own) await renewHash(workspace, found.id, found.hash!, password)
      else await spendOncePassword(workspace, found.id, found.once_hash!)
      return { id: found.id, owesPassword: !own }
    },
  )
  // Whoever shows the demonstration around is asked for nothing: its password counts on this machine only.
  if (password !== shippedPassword) await askForFactor(workspace, id)
  return comeIn(workspace, { id, login: name, owesPassword }, from)
}

/** Signs in by a passkey alone, which is two factors at once: the thing, and finger, face or PIN. */
export async function signInByPasskey(
  workspace: Workspace,
  answer: PasskeyAnswer,
  from: From,
): Promise<SignedIn> {
  const { address_tries_max: max } = await rulesOf(workspace)
  const limit = { key: `sign in from ${addressKey(from.address)}`, max, seconds: quarterS }
  const id = await countingFailures(workspace, [limit], () =>
    checkPasskey(workspace, answer, { at: from.at, person: null }),
  )
  const { rows } = await sql<{ login: string }>`
    select lower(coalesce(login, '')) as login from ${table(workspace, 'user')} where id = ${id}`.execute(
    workspace.db,
  )
  return comeIn(workspace, { id, login: rows[0]!.login, owesPassword: false }, from)
}

/** A session for who was made sure of, at a device that will be known. */
async function comeIn(
  workspace: Workspace,
  {
    id,
    login,
    owesPassword,
  }: { readonly id: string; readonly login: string; readonly owesPassword: boolean },
  from: From,
): Promise<SignedIn> {
  await sql`update ${table(workspace, '_credential')} set signed_in_at = now() where person = ${id}`.execute(
    workspace.db,
  )
  return {
    person: id,
    token: await openSession(workspace, id, from, { replaces: from.session, owesPassword }),
    device: rememberDevice(workspace, login, from.device),
  }
}

/**
 * What a wrong try is counted against. From a device that signed in as this login before, against that device
 * alone: no stranger can hold its owner up. From any other, against the address at this login, the address at
 * all logins, and this login from all unknown devices together, so that many addresses do not help. Source:
 * OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
async function limitsOf(
  workspace: Workspace,
  login: string,
  { address, device }: From,
): Promise<readonly Limit[]> {
  const rules = await rulesOf(workspace)
  const [at, by] = [loginKey(login), addressKey(address)]
  const known = knownDevice(workspace, login, device)
  if (known) return [{ key: `sign in ${at} device ${known}`, max: rules.wrong_tries_max, seconds: quarterS }]
  return [
    { key: `sign in ${at} from ${by}`, max: rules.wrong_tries_max, seconds: quarterS },
    { key: `sign in from ${by}`, max: rules.address_tries_max, seconds: quarterS },
    { key: `sign in ${at}`, max: rules.wrong_tries_hour_max, seconds: hourS },
  ]
}
