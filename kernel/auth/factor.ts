import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { refuse, Refusal } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { askForPasskey, checkPasskey, type PasskeyAnswer, type Place } from './passkeys.ts'
import { openSecret, sealSecret } from './secrets.ts'

/** What somebody shows besides the password: a code, or what a passkey answered. */
export interface ShownFactor {
  readonly code?: string
  readonly passkey?: unknown
}

/** A second factor as it is kept; `secret` is sealed, and null where no authenticator is in force. */
export interface Factor {
  readonly passkeys: boolean
  readonly secret: string | null
  /** The last time step whose code was used. */
  readonly last: string | null
}

/** A proposal that is not confirmed within so many minutes has lapsed. */
const proposalMinutes = 15

/**
 * A new second factor, which counts once a code of it was given; the one in force stays in force until then.
 * The caller has made sure who asks.
 */
export async function proposeFactor(
  workspace: Workspace,
  person: string,
  label: string,
): Promise<{ readonly secret: string; readonly url: string }> {
  const secret = new Secret({ size: 20 })
  await sql`
    insert into ${table(workspace, '_credential')} (person, changed_at, totp_proposed, totp_proposed_at) values (${person}, now(), ${sealSecret(workspace, secret.base32)}, now())
    on conflict (person) do update set totp_proposed = excluded.totp_proposed, totp_proposed_at = excluded.totp_proposed_at`.execute(
    workspace.db,
  )
  return { secret: secret.base32, url: new TOTP({ issuer: 'Guantong', label, secret }).toString() }
}

/**
 * Puts the proposed second factor into force, so that a badly scanned key locks nobody out. Refuses
 * `totp_not_proposed`, or as at sign-in when the code is wrong.
 */
export async function confirmFactor(workspace: Workspace, person: string, code: string): Promise<void> {
  const { rows } = await sql<{ proposed: string | null }>`
    select totp_proposed as proposed from ${table(workspace, '_credential')} where person = ${person} and totp_proposed_at > now() - make_interval(mins => ${proposalMinutes})`.execute(
    workspace.db,
  )
  const proposed = rows[0]?.proposed
  if (!proposed)
    throw refuse(
      'totp_not_proposed',
      { zh: '请先获取两步验证密钥', en: 'Ask for a second factor first' },
      { status: 409 },
    )
  const step = stepOf(openSecret(workspace, proposed), code)
  if (step === null) throw wrongCode()
  await sql`
    update ${table(workspace, '_credential')} set totp_secret = totp_proposed, totp_last = ${step}, totp_proposed = null, totp_proposed_at = null
    where person = ${person} and totp_proposed = ${proposed}`.execute(workspace.db)
}

/** Takes a second factor away, and what was proposed; answers whether one was in force. */
export async function removeFactor(workspace: Workspace, person: string): Promise<boolean> {
  const { rows } = await sql`
    with was as (select person from ${table(workspace, '_credential')} where person = ${person} and totp_secret is not null for update),
      gone as (update ${table(workspace, '_credential')} set totp_secret = null, totp_last = null, totp_proposed = null, totp_proposed_at = null where person = ${person})
    select 1 from was`.execute(workspace.db)
  return rows.length > 0
}

/** Checks what is shown of the factors in force, where there are any: a passkey of the person, or a code. */
export async function checkFactor(
  workspace: Workspace,
  person: string,
  { secret, last, passkeys }: Factor,
  { code, passkey, at }: ShownFactor & { readonly at: Place | null },
): Promise<void> {
  if (!secret && !passkeys) return
  if (passkey !== undefined && passkeys)
    return void (await checkPasskey(workspace, passkey as PasskeyAnswer, { at, person }))
  if (!code || !secret) throw await missing(workspace, person, { secret, passkeys, at })
  await checkCode(workspace, person, { secret, last, code })
}

/** Says what is missing; `data.passkey` is what a browser asks a passkey for. */
async function missing(
  workspace: Workspace,
  person: string,
  { secret, passkeys, at }: Pick<Factor, 'secret' | 'passkeys'> & { readonly at: Place | null },
): Promise<Refusal> {
  const passkey = passkeys ? await askForPasskey(workspace, at, person) : null
  if (secret)
    return refuse(
      'totp_required',
      { zh: '请输入动态验证码', en: 'Enter the code of your second factor' },
      { status: 401, field: 'code', data: { passkey } },
    )
  if (passkey)
    return refuse(
      'passkey_required',
      { zh: '请用您的通行密钥确认', en: 'Confirm with your passkey' },
      { status: 401, data: { passkey } },
    )
  return refuse(
    'passkey_elsewhere',
    {
      zh: '您的通行密钥登记在另一个网址上：请用登记时的网址打开系统',
      en: 'Your passkey belongs to another address of the system: open the one that you registered it at',
    },
    { status: 401 },
  )
}

/** RFC 6238 with one step of tolerance; each code counts once. */
async function checkCode(
  workspace: Workspace,
  person: string,
  { secret, last, code }: { readonly secret: string; readonly last: string | null; readonly code: string },
): Promise<void> {
  const step = stepOf(openSecret(workspace, secret), code)
  if (step === null) throw wrongCode()
  if (last !== null && step <= Number(last)) throw new CodeUsedAgain(person)
  const { rows } =
    await sql`update ${table(workspace, '_credential')} set totp_last = ${step} where person = ${person} and (totp_last is null or totp_last < ${step}) returning 1`.execute(
      workspace.db,
    )
  if (rows.length === 0) throw new CodeUsedAgain(person)
}

const wrong = [
  'totp_wrong',
  {
    zh: '动态验证码不正确或已使用，请等下一个验证码',
    en: 'The code is wrong or already used: wait for the next one',
  },
  { status: 401, field: 'code' },
] as const

const wrongCode = () => refuse(...wrong)

/**
 * A code that was right and used before: refused in the words of a wrong one, and its holder is told, for
 * somebody may have looked on.
 */
export class CodeUsedAgain extends Refusal {
  readonly person: string
  constructor(person: string) {
    super(...wrong)
    this.person = person
  }
}

/** The time step that a code belongs to; null for a wrong one. */
function stepOf(secret: string, code: string): number | null {
  const delta = new TOTP({ secret: Secret.fromBase32(secret) }).validate({ token: code.trim(), window: 1 })
  return delta === null ? null : Math.floor(Date.now() / 30_000) + delta
}
