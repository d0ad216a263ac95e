import { sql } from 'kysely'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { makeChallenge, takeChallenge } from './passkeyChallenge.ts'

/**
 * Under which name and from which page the house is called; what a passkey belongs to. Null where it is
 * called by an address, which has none.
 */
export interface Place {
  readonly rpId: string
  readonly origin: string
}

export type PasskeyAnswer = AuthenticationResponseJSON

interface Passkey {
  readonly id: string
  readonly person: string
  readonly credential: string
  readonly public_key: Buffer
  readonly counter: string
  readonly transports: string[]
  readonly place: string
}

/** Half a second of reading that a start without passkeys does not wait for. */
const library = () => import('@simplewebauthn/server')

const named = (place: Place | null): Place => {
  if (place) return place
  throw refuse(
    'passkeys_need_name',
    {
      zh: '通行密钥不能用于 IP 地址：请用域名（或在本机用 localhost）打开系统',
      en: 'A passkey needs a name, not an address: open the system by its name (or as localhost on the machine itself)',
    },
    { status: 409 },
  )
}

/**
 * What the browser needs to make a passkey; counts for some minutes and once. The caller has made sure who
 * asks.
 */
export async function proposePasskey(
  workspace: Workspace,
  person: { readonly id: string; readonly login: string; readonly name: string },
  at: Place | null,
) {
  const { rpId } = named(at)
  const { generateRegistrationOptions } = await library()
  return generateRegistrationOptions({
    rpName: 'Guantong',
    rpID: rpId,
    userID: Uint8Array.from(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    userName: person.login,
    userDisplayName: person.name,
    challenge: await makeChallenge(workspace, { purpose: 'register', person: person.id }),
    excludeCredentials: (await held(workspace, person.id, rpId)).map(describe),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

/** Keeps a passkey that the browser made. @throws Refusal `passkey_over`, `passkey_wrong`, `passkey_known` */
export async function registerPasskey(
  workspace: Workspace,
  person: string,
  { name, response, at }: { readonly name: string; readonly response: unknown; readonly at: Place | null },
): Promise<void> {
  const { rpId, origin } = named(at)
  const answer = response as RegistrationResponseJSON
  const expectedChallenge = await takeChallenge(workspace, answer, { purpose: 'register', person })
  const { verifyRegistrationResponse } = await library()
  const { registrationInfo: made } = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: false,
  }).catch(() => ({ registrationInfo: undefined }))
  if (!made) throw wrong()
  const { id, publicKey, counter, transports = [] } = made.credential
  const { rows } = await sql`
    insert into ${table(workspace, '_passkey')} (person, credential, public_key, counter, transports, place, name)
    values (${person}, ${id}, ${Buffer.from(publicKey)}, ${counter}, ${transports}::text[], ${rpId}, ${name})
    on conflict (credential) do nothing returning 1`.execute(workspace.db)
  if (rows.length > 0) return
  throw refuse(
    'passkey_known',
    { zh: '这个通行密钥已经登记过', en: 'This passkey is registered already' },
    { status: 409 },
  )
}

/**
 * What the browser asks a passkey for: any of this place for who is yet to say who they are; for a second
 * factor those of the person, null where there is none here.
 */
export async function askForPasskey(workspace: Workspace, at: Place | null, person: string | null) {
  if (!at && person) return null
  const { rpId } = named(at)
  const own = person ? await held(workspace, person, rpId) : null
  if (own?.length === 0) return null
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge: await makeChallenge(workspace, { purpose: own ? 'second' : 'sign_in', person }),
    userVerification: own ? 'preferred' : 'required',
    ...(own && { allowCredentials: own.map(describe) }),
  })
}

/**
 * Checks what a passkey answered, and answers whose it is. Instead of the password (`person` null) its holder
 * must have shown themselves to it, by finger, face or PIN, so that it is two factors at once; as a second
 * factor it must be one of the person's.
 * @throws Refusal `passkey_over`, `passkey_unknown`, `passkey_wrong`
 */
export async function checkPasskey(
  workspace: Workspace,
  answer: PasskeyAnswer,
  { at, person }: { readonly at: Place | null; readonly person: string | null },
): Promise<string> {
  const { rpId, origin } = named(at)
  const expectedChallenge = await takeChallenge(workspace, answer, {
    purpose: person ? 'second' : 'sign_in',
    person,
  })
  const { rows } = await sql<Passkey>`
    select p.* from ${table(workspace, '_passkey')} p join ${table(workspace, 'user')} u on u.id = p.person and u.active and u.deleted_at is null
    where p.credential = ${String(answer.id)} and p.place = ${rpId} and (${person}::uuid is null or p.person = ${person}::uuid)`.execute(
    workspace.db,
  )
  const found = rows[0]
  if (!found) throw unknown()
  const { verifyAuthenticationResponse } = await library()
  const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: person === null,
    credential: {
      id: found.credential,
      publicKey: Uint8Array.from(found.public_key),
      counter: Number(found.counter),
    },
  }).catch(() => ({ verified: false, authenticationInfo: undefined }))
  if (!verified || !info || !(await noteUse(workspace, found.id, info.newCounter))) throw wrong()
  return found.person
}

/**
 * Counters only rise: of two copies of one passkey the one behind is refused. Passkeys that are kept in an
 * account count nothing, and stay at nought.
 */
async function noteUse(workspace: Workspace, id: string, counter: number): Promise<boolean> {
  const { rows } = await sql`
    update ${table(workspace, '_passkey')} set counter = ${counter}, used_at = now()
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0)) returning 1`.execute(
    workspace.db,
  )
  return rows.length > 0
}

export interface PasskeyShown {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly created_at: Date
  readonly used_at: Date | null
}

/** The passkeys of a person, oldest first, without their keys. */
export async function passkeysOf(workspace: Workspace, person: string): Promise<readonly PasskeyShown[]> {
  const { rows } = await sql<PasskeyShown>`
    select id, name, place, created_at, used_at from ${table(workspace, '_passkey')} where person = ${person} order by created_at, id`.execute(
    workspace.db,
  )
  return rows
}

/** Takes one passkey of a person away, or all of them for null; answers their names. */
export async function removePasskeys(
  workspace: Workspace,
  person: string,
  id: string | null,
): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    delete from ${table(workspace, '_passkey')} where person = ${person} and (${id}::text is null or id::text = ${id}) returning name`.execute(
    workspace.db,
  )
  return rows.map((row) => row.name)
}

async function held(workspace: Workspace, person: string, rpId: string): Promise<readonly Passkey[]> {
  const { rows } = await sql<Passkey>`
    select * from ${table(workspace, '_passkey')} where person = ${person} and place = ${rpId} order by created_at`.execute(
    workspace.db,
  )
  return rows
}

const describe = ({ credential, transports }: Passkey) => ({ id: credential, transports })

const unknown = () =>
  refuse(
    'passkey_unknown',
    {
      zh: '这个通行密钥没有登记，或已被移除：请用密码登录',
      en: 'This passkey is not registered, or was removed: sign in with the password',
    },
    { status: 401 },
  )

const wrong = () =>
  refuse(
    'passkey_wrong',
    {
      zh: '通行密钥验证未通过，请重试；仍不行请用密码登录',
      en: 'The passkey did not pass: try again, or sign in with the password',
    },
    { status: 401 },
  )
