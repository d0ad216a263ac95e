import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { passwordMatches } from './password.ts'
import { openSession } from './session.ts'
import { forgetThrottle, throttle } from './throttle.ts'
import { openSecret, sealSecret } from './secrets.ts'

export interface SignIn {
  readonly login: string
  readonly password: string
  readonly code?: string
}

/** Checks login, password and second factor; answers the token of a new session. Ten tries a quarter of an hour for a login, 100 for an address. */
export async function signIn(workspace: Workspace, { login, password, code }: SignIn, from: { readonly address: string; readonly agent: string }): Promise<string> {
  const name = login.trim().toLowerCase()
  await throttle(workspace, `login ${name}`, { max: 10, seconds: 900 })
  await throttle(workspace, `address ${from.address}`, { max: 100, seconds: 900 })
  const { rows } = await sql<{ id: string; password_hash: string | null; totp_secret: string | null; totp_confirmed: boolean; totp_last: string | null }>`
    select u.id, c.password_hash, c.totp_secret, c.totp_confirmed, c.totp_last from ${table(workspace, 'user')} u
    left join ${table(workspace, '_credential')} c on c.person = u.id
    where lower(u.login) = ${name} and u.active and u.deleted_at is null`.execute(workspace.db)
  const found = rows[0]
  if (!(await passwordMatches(found?.password_hash ?? null, password)) || !found)
    throw refuse('login_failed', { zh: '登录名或密码不正确', en: 'Login or password is wrong' }, { status: 401 })
  if (found.totp_secret && found.totp_confirmed) await checkCode(workspace, found.id, openSecret(workspace, found.totp_secret), found.totp_last, code)
  await forgetThrottle(workspace, `login ${name}`)
  return openSession(workspace, found.id, from)
}

/** A new second factor, which counts once a code of it was given. One that is in force is replaced only with a code of it, so that a borrowed session cannot take it away. */
export async function proposeTotp(workspace: Workspace, person: string, label: string, code?: string) {
  const { rows } = await sql<{ totp_secret: string | null; totp_confirmed: boolean; totp_last: string | null }>`
    select totp_secret, totp_confirmed, totp_last from ${table(workspace, '_credential')} where person = ${person}`.execute(workspace.db)
  if (rows[0]?.totp_secret && rows[0].totp_confirmed) await checkCode(workspace, person, openSecret(workspace, rows[0].totp_secret), rows[0].totp_last, code)
  const secret = new Secret({ size: 20 })
  await sql`
    insert into ${table(workspace, '_credential')} (person, changed_at, totp_secret) values (${person}, now(), ${sealSecret(workspace, secret.base32)})
    on conflict (person) do update set totp_secret = excluded.totp_secret, totp_confirmed = false`.execute(workspace.db)
  return { secret: secret.base32, url: new TOTP({ issuer: 'Guantong', label, secret }).toString() }
}

/** Puts the proposed second factor into force, so that a badly scanned key locks nobody out. Refuses `totp_not_proposed`, or as at sign-in when the code is wrong. */
export async function confirmTotp(workspace: Workspace, person: string, code: string): Promise<void> {
  const { rows } = await sql<{ totp_secret: string | null }>`select totp_secret from ${table(workspace, '_credential')} where person = ${person}`.execute(workspace.db)
  if (!rows[0]?.totp_secret) throw refuse('totp_not_proposed', { zh: '请先获取二次验证密钥', en: 'Ask for a second factor first' }, { status: 409 })
  await checkCode(workspace, person, openSecret(workspace, rows[0].totp_secret), null, code)
  await sql`update ${table(workspace, '_credential')} set totp_confirmed = true where person = ${person}`.execute(workspace.db)
}

/** RFC 6238 with one step of tolerance; each code opens one session only. */
async function checkCode(workspace: Workspace, person: string, secret: string, last: string | null, code: string | undefined): Promise<void> {
  if (!code) throw refuse('totp_required', { zh: '请输入动态验证码', en: 'Enter the code of your second factor' }, { status: 401, field: 'code' })
  const delta = new TOTP({ secret: Secret.fromBase32(secret) }).validate({ token: code.trim(), window: 1 })
  const step = delta === null ? null : Math.floor(Date.now() / 30_000) + delta
  if (step === null || (last !== null && step <= Number(last))) throw refuse('totp_wrong', { zh: '动态验证码不正确或已使用', en: 'The code is wrong or already used' }, { status: 401, field: 'code' })
  const { rows } = await sql`update ${table(workspace, '_credential')} set totp_last = ${step} where person = ${person} and (totp_last is null or totp_last < ${step}) returning 1`.execute(workspace.db)
  if (rows.length === 0) throw refuse('totp_wrong', { zh: '动态验证码已使用', en: 'The code was used already' }, { status: 401, field: 'code' })
}
