import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { addSecret } from './secret.ts'
import { settings } from './settings.ts'

const data = join(mkdtempSync(join(tmpdir(), 'guantong-config-')), 'data')
afterAll(() => rmSync(join(data, '..'), { recursive: true, force: true }))
const read = (env: Record<string, string> = {}) => readConfig({ GUANTONG_DATA: data, ...env })

test('an empty environment is a working one', () => {
  expect(read()).toMatchObject({
    port: 3000,
    data,
    demoPassword: 'guantong',
    publicUrl: 'http://localhost:3000',
    logLevel: 'info',
    databaseUrl: undefined,
  })
})

test('the secret is made once, kept from others, and stays the same', () => {
  const { secret } = read()
  expect(secret.length).toBeGreaterThanOrEqual(43)
  expect(read().secret).toBe(secret)
  expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
})

test('only this machine reaches the house unless an address says otherwise; the name that a shell puts there is no address', () => {
  expect(
    [{}, { HOST: '' }, { HOST: 'workstation' }, { HOST: 'x86_64-conda-linux-gnu' }].map(
      (env) => read(env as Record<string, string>).host,
    ),
  ).toEqual(Array(4).fill('localhost'))
  expect(['0.0.0.0', '::', '10.1.2.3'].map((HOST) => read({ HOST }).host)).toEqual([
    '0.0.0.0',
    '::',
    '10.1.2.3',
  ])
})

test('a misspelt variable stops the start and names the one that was meant', () => {
  expect(() => read({ GUANTONG_DEMO_PASSWROD: 'x' })).toThrow(
    'There is no setting GUANTONG_DEMO_PASSWROD. Did you mean GUANTONG_DEMO_PASSWORD?',
  )
  expect(() => read({ GUANTONG_PORT: '80' })).toThrow('Did you mean PORT?')
})

test('variables of other programs are none of our business', () => {
  expect(read({ PGHOST: 'x', SMTP_HOST: 'y', GUANTONG_REAL_DATA: '/srv/real' }).smtpUrl).toBeUndefined()
})

test.each([
  ['PORT', '80 80', 'not a whole number'],
  ['PORT', '70000', '0 to 65535'],
  ['DATABASE_URL', 'mysql://db', 'postgres:// / postgresql://'],
  ['DATABASE_URL', 'localhost', 'must be an address'],
  ['GUANTONG_PUBLIC_URL', 'crm.example.cn', 'http:// / https://'],
  ['GUANTONG_SECRET', 'short', 'at least 32 characters'],
  ['LOG_LEVEL', 'loud', 'is not one of'],
  ['IMAP_URL', 'imaps://lead:pass@word@', 'it must look like'],
  ['S3_URL', 's3://key:secret@host/', 'the bucket is missing'],
])('a bad %s (%s) is refused in a plain sentence', (name, value, sentence) => {
  expect(() => read({ [name]: value })).toThrow(sentence)
})

const pair = { GUANTONG_TLS_CERT: '/etc/guantong/cert.pem', GUANTONG_TLS_KEY: '/etc/guantong/key.pem' }
const encrypted = { GUANTONG_PUBLIC_URL: 'https://crm.example.cn', GUANTONG_TRUST_PROXY: '10.0.0.2' }

test('a certificate and its key go together, and make the public address one of https', () => {
  expect(() => read({ GUANTONG_TLS_CERT: '/etc/guantong/cert.pem' })).toThrow('go together')
  expect(read(pair)).toMatchObject({
    tls: { cert: '/etc/guantong/cert.pem' },
    publicUrl: 'https://localhost:3000',
    requireTls: true,
  })
})

test('TLS is demanded where people come by https, unless lifted, and wants something that speaks it', () => {
  expect([read().requireTls, read(encrypted).requireTls]).toEqual([false, true])
  expect(read({ ...encrypted, GUANTONG_REQUIRE_TLS: '0' }).requireTls).toBe(false)
  expect(() => read({ GUANTONG_REQUIRE_TLS: 'yes' })).toThrow('is neither 0 nor 1')
  expect(() => read({ GUANTONG_PUBLIC_URL: 'https://crm.example.cn' })).toThrow(
    'neither a certificate nor a trusted proxy',
  )
  expect(() => read({ GUANTONG_REQUIRE_TLS: '1' })).toThrow('neither a certificate nor a trusted proxy')
})

test('an address in a file is held to the same demand', () => {
  const file = mount('database', 'postgres://u:geheim@db/g\n')
  expect(() => read({ ...encrypted, DATABASE_URL_FILE: file })).toThrow('sslmode=verify-full')
})

test.each([
  ['DATABASE_URL', 'postgres://u:geheim@db/g', 'postgres://u:geheim@db/g?sslmode=verify-full'],
  ['DATABASE_URL', 'postgres://u:geheim@db/g?sslmode=no-verify', 'postgres://u:geheim@127.0.0.1/g'],
  [
    'DATABASE_DIRECT_URL',
    'postgres://u:geheim@db/g?sslmode=require',
    'postgres:///g?host=/var/run/postgresql',
  ],
  ['SMTP_URL', 'smtp://u:geheim@mail:587', 'smtp://u:geheim@mail:587?requireTLS=true'],
  ['SMTP_URL', 'smtp://u:geheim@mail:25', 'smtps://u:geheim@mail:465'],
  ['IMAP_URL', 'imap://u:geheim@mail/INBOX', 'imaps://u:geheim@mail/INBOX'],
  ['S3_URL', 's3://key:geheim@store/bucket?tls=false', 's3://key:geheim@store/bucket'],
  ['GUANTONG_LOG_TO', 'syslog://logs.example.cn:601', 'syslog+tls://logs.example.cn:6514'],
  ['S3_URL', 'http://key:geheim@store/bucket', 'http://key:geheim@localhost:9000/bucket'],
])('where TLS is demanded, a %s without it stops the start', (name, plain, good) => {
  const said = () => read({ ...encrypted, [name]: plain })
  expect(said).toThrow(`${name} connects without it`)
  expect(said).not.toThrow('geheim')
  expect(read({ ...encrypted, [name]: good })).toBeDefined()
  expect(read({ [name]: plain })).toBeDefined()
})

test('the direct connection is the ordinary one unless told', () => {
  expect(read({ DATABASE_URL: 'postgres://a/b' }).databaseDirectUrl).toBe('postgres://a/b')
  expect(
    read({ DATABASE_URL: 'postgres://a/b', DATABASE_DIRECT_URL: 'postgres://c/d' }).databaseDirectUrl,
  ).toBe('postgres://c/d')
})

test('docs/configuration.md lists every setting with its default and both sentences, and nothing else', () => {
  const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows).toEqual(
    Object.entries(settings).map(
      ([name, { initial, label }]) =>
        `| \`${name}\` | ${initial ? `\`${initial}\`` : ''} | ${label.zh} | ${label.en} |`,
    ),
  )
})

const mount = (name: string, content: string) => {
  const file = join(data, '..', name)
  writeFileSync(file, content)
  return file
}
const keys = ['n'.repeat(32), 'o'.repeat(32), 'p'.repeat(32)] as const

test('a secret lies in a file that a vault mounts, the newest key in the first line, older ones still known', () => {
  const GUANTONG_SECRET_FILE = mount('keys', `${keys[0]}\n${keys[1]}\n`)
  expect(read({ GUANTONG_SECRET_FILE })).toMatchObject({ secret: keys[0], oldSecrets: [keys[1]] })
  expect(read({ GUANTONG_SECRET: keys[0], GUANTONG_SECRET_OLD: `${keys[1]},${keys[2]}` })).toMatchObject({
    secret: keys[0],
    oldSecrets: keys.slice(1),
  })
  expect(read({ GUANTONG_METRICS_TOKEN_FILE: mount('token', `${keys[2]}\n`) }).metricsToken).toBe(keys[2])
  expect(() => read({ GUANTONG_SECRET_FILE, GUANTONG_SECRET: keys[0] })).toThrow(
    'Set either GUANTONG_SECRET or GUANTONG_SECRET_FILE, not both',
  )
  expect(() => read({ GUANTONG_SECRET_FILE: mount('keys', `${keys[0]}\nshort`) })).toThrow(
    'at least 32 characters',
  )
  expect(() => read({ GUANTONG_SECRET_FILE: '/nowhere' })).toThrow(
    '/nowhere that GUANTONG_SECRET_FILE names cannot be read (ENOENT)',
  )
  expect(() => read({ GUANTONG_PUBLIC_URL_FILE: '/nowhere' })).toThrow(
    'There is no setting GUANTONG_PUBLIC_URL_FILE',
  )
})

test('an address with a password in a file is looked at when the server starts and kept as the place where it lies', () => {
  const file = mount('database', 'postgres://a:b@db/c\n')
  expect(read({ DATABASE_URL_FILE: file }).databaseUrl).toBe(`file://${file}`)
  expect(() => read({ DATABASE_URL_FILE: mount('database', 'mysql://db') })).toThrow(
    'postgres:// / postgresql://',
  )
})

test('a new key goes above those of the data folder, which stay known', () => {
  const { secret } = read()
  addSecret(data)
  const renewed = read()
  expect(renewed.secret).not.toBe(secret)
  expect(renewed.oldSecrets).toEqual([secret])
  expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
})
