import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { makeServer } from '../http/server.ts'
import { codeOf, comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { knownDevice, rememberDevice } from './device.ts'
import { rotateSecrets, sealedColumns } from './rotateSecrets.ts'
import { openSecret, sealSecret } from './secrets.ts'

const [first, second] = [
  'the first key of the house, long enough',
  'the second key of the house, long enough',
]
const password = 'drei Schrauben 7'

let house: TestHouse
beforeAll(async () => void (house = await startTestHouse(testDatabaseUrl(), [])))
afterAll(() => house?.stop())

/** The same house as a process that was started with these keys. */
const withKeys = (secret: string, ...oldSecrets: string[]): Workspace => ({
  ...house.workspace,
  secret,
  oldSecrets,
})
const serving = (workspace: Workspace) =>
  makeServer({ workspace, live: { onWake: () => () => {} } as never, logLevel: 'silent' })

/** What a version sealed that did not name the key. */
function sealUnmarked(secret: string, plain: string): string {
  const nonce = randomBytes(12)
  const key = createHash('sha256').update(`at rest ${secret}`).digest()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

test('a person keeps the second factor through a change of the key, and the old key can be thrown away', async () => {
  const { login, id } = await house.enrol('甲', [], password)
  const before = await serving(withKeys(first))
  const come = comingBy(before)
  const { cookie } = await come('POST', '/api/session', { login, password })
  const { body: offer } = await come('POST', '/api/session/totp', { password }, { cookie })
  await come('POST', '/api/session/totp/confirm', { code: codeOf(offer.secret, -1) }, { cookie })
  await before.close()
  // Left by an earlier version, under a proposal that nobody confirmed.
  await sql`
    update ${table(house.workspace, '_credential')} set totp_proposed = ${sealUnmarked(first, 'PROPOSED')}
    where person = ${id}`.execute(house.workspace.db)

  expect(await rotateSecrets(withKeys(second, first))).toEqual({ renewed: 2, newest: 0, unreadable: 0 })
  expect(await rotateSecrets(withKeys(second, first))).toEqual({ renewed: 0, newest: 2, unreadable: 0 })

  const after = await serving(withKeys(second))
  const signed = await comingBy(after)('POST', '/api/session', {
    login,
    password,
    code: codeOf(offer.secret),
  })
  expect(signed).toMatchObject({ status: 200, body: { user: { second_factor: true } } })
  await after.close()
  const { rows } = await sql<{ sealed: string }>`
    select totp_proposed as sealed from ${table(house.workspace, '_credential')} where person = ${id}`.execute(
    house.workspace.db,
  )
  expect(openSecret({ secret: second }, rows[0]!.sealed)).toBe('PROPOSED')
})

test('what no key of ours opens stays as it is, is counted, and is refused in words that name the key', async () => {
  const { id } = await house.enrol('乙', [], password)
  const lost = sealSecret({ secret: 'a key that nobody has any more, alas' }, 'LOST')
  await sql`update ${table(house.workspace, '_credential')} set totp_secret = ${lost} where person = ${id}`.execute(
    house.workspace.db,
  )
  expect(await rotateSecrets(withKeys(second))).toMatchObject({ renewed: 0, unreadable: 1 })
  const { rows } =
    await sql`select totp_secret from ${table(house.workspace, '_credential')} where person = ${id}`.execute(
      house.workspace.db,
    )
  expect(rows).toEqual([{ totp_secret: lost }])
  expect(() => openSecret({ secret: second }, lost)).toThrow(/sealed under key [0-9a-f]{8}/)
})

test('another cipher takes over without a new key, and both open; a text that was touched opens never', () => {
  const [usual, other] = [{ secret: first }, { secret: first, cipher: 'chacha20-poly1305' as const }]
  const [a, b] = [sealSecret(usual, 'x'), sealSecret(other, 'x')]
  expect([a[0], b[0]]).toEqual(['1', '2'])
  expect([openSecret(other, a), openSecret(usual, b)]).toEqual(['x', 'x'])
  // Neither the text nor what it says of its cipher can be changed.
  expect(() => openSecret(usual, `2${a.slice(1)}`)).toThrow('unable to authenticate')
  const at = a.length - 4
  expect(() => openSecret(usual, a.slice(0, at) + (a[at] === 'A' ? 'B' : 'A') + a.slice(at + 1))).toThrow(
    'unable to authenticate',
  )
})

test('a device that was known before the change of the key still is, until the old key goes', () => {
  const cookie = rememberDevice(withKeys(first), 'a@b.example', undefined)
  expect(knownDevice(withKeys(second, first), 'a@b.example', cookie)).not.toBeNull()
  expect(knownDevice(withKeys(second), 'a@b.example', cookie)).toBeNull()
})

test('every column that could hold a sealed text is one that a change of the key reaches', async () => {
  const { rows } = await sql<{ at: string }>`
    select table_name || '.' || column_name as at from information_schema.columns
    where table_schema = ${house.workspace.name} and table_name like '\\_%' and column_name ~ '(totp|secret|sealed|private)'
      and column_name !~ '(hash|_at|_last)$' order by 1`.execute(house.workspace.db)
  expect(rows.map((row) => row.at)).toEqual(
    sealedColumns.map(({ table: name, column }) => `${name}.${column}`).sort(),
  )
})
