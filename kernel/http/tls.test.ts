import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { comingBy } from '../testing/atTheDoor.ts'
import { makeCertificate } from '../testing/testCertificate.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { ServerOptions } from './options.ts'
import { makeServer } from './server.ts'
import { followFiles } from './tls.ts'
import { readTrustProxy } from './trustProxy.ts'

const folder = mkdtempSync(join(tmpdir(), 'guantong-tls-'))
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), ocsp: join(folder, 'ocsp.der') }
const live = { onWake() {}, listen: () => () => {}, stop: async () => {} }
const servers: FastifyInstance[] = []
let house: TestHouse, ca: string[]

const write = ({ cert, key }: { cert: string; key: string }) => {
  writeFileSync(files.cert, cert)
  writeFileSync(files.key, key)
}
beforeAll(async () => {
  const first = makeCertificate('first')
  ca = [first.cert]
  write(first)
  writeFileSync(files.ocsp, 'good until tomorrow')
  house = await startTestHouse(testDatabaseUrl(), [])
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await house?.stop()
  rmSync(folder, { recursive: true })
})

async function server(options: Partial<ServerOptions>, requireTls = false) {
  const workspace = Object.create(house.workspace, { requireTls: { value: requireTls } }) as Workspace
  const app = await makeServer({ workspace, live, logLevel: 'silent', ...options })
  servers.push(app)
  return app
}
async function listening(): Promise<{ app: FastifyInstance; port: number }> {
  const app = await server({ tls: files })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, port: (app.server.address() as AddressInfo).port }
}
const shake = (
  port: number,
  options: ConnectionOptions = {},
  look: (socket: TLSSocket) => string = () => '',
) =>
  new Promise<string>((done) => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca, ...options })
    const end = (answer: string) => {
      socket.destroy()
      done(answer)
    }
    socket.on('secureConnect', () => end(look(socket)))
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })

test('the server speaks HTTPS by its own certificate, and tells browsers to come no other way', async () => {
  const { port } = await listening()
  const headers = await new Promise<Record<string, unknown>>((done, fail) =>
    request({ port, host: '127.0.0.1', servername: 'localhost', ca, path: '/healthz' }, (answer) =>
      done(answer.resume().headers),
    )
      .on('error', fail)
      .end(),
  )
  expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  expect(
    await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => 'answered',
      () => 'nothing',
    ),
  ).toBe('nothing')
})

test('TLS 1.2 with forward secrecy and TLS 1.3 are spoken, and nothing older or weaker', async () => {
  const { port } = await listening()
  const version = (socket: TLSSocket) => String(socket.getProtocol())
  expect(await shake(port, {}, version)).toBe('TLSv1.3')
  expect(await shake(port, { maxVersion: 'TLSv1.2' }, version)).toBe('TLSv1.2')
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  expect(await shake(port, old, version)).toMatch(/PROTOCOL_VERSION|HANDSHAKE_FAILURE/)
  const weak = {
    maxVersion: 'TLSv1.2',
    ciphers: 'ECDHE-ECDSA-AES256-SHA:AES128-SHA256:AES256-GCM-SHA384',
  } as const
  expect(await shake(port, weak, version)).toMatch(/HANDSHAKE_FAILURE/)
})

test('a renewed certificate is in force without a restart, and half a renewal changes nothing', async () => {
  const { app, port } = await listening()
  const complaints: unknown[] = []
  const followed = followFiles(app.server as Server, files, (error) => complaints.push(error))
  const name = (socket: TLSSocket) => String(socket.getPeerCertificate().subject.CN)
  expect([followed.look(), await shake(port, {}, name)]).toEqual([false, 'first'])
  const second = makeCertificate('second')
  ca.push(second.cert)
  writeFileSync(files.cert, second.cert)
  expect([followed.look(), followed.look(), await shake(port, {}, name)]).toEqual([false, false, 'first'])
  expect(complaints.map(String).join()).toContain('cannot be used')
  expect(complaints).toHaveLength(1)
  writeFileSync(files.key, second.key)
  expect([followed.look(), await shake(port, {}, name)]).toEqual([true, 'second'])
})

test('the answer of the issuer on revocation goes with the certificate', async () => {
  const { port } = await listening()
  const asking = {
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca,
    requestOCSP: true,
  } satisfies ConnectionOptions & { requestOCSP: boolean }
  const stapled = await new Promise<string>((done, fail) => {
    const socket = connect(asking as ConnectionOptions)
    socket.on('OCSPResponse', (answer: Buffer | null) => {
      socket.destroy()
      done(String(answer))
    })
    socket.on('error', fail)
  })
  expect(stapled).toBe('good until tomorrow')
})

test('a certificate without its key stops the start with the names of the files and nothing of what is in them', async () => {
  const wrong = { ...files, key: join(folder, 'other.pem') }
  writeFileSync(wrong.key, makeCertificate('other').key)
  const said = await server({ tls: wrong }).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(said).toMatch(/cert\.pem and the key .*other\.pem cannot be used/)
  expect(said).not.toContain('BEGIN')
  await expect(server({ tls: { ...files, cert: join(folder, 'nowhere.pem') } })).rejects.toThrow(
    'nowhere.pem cannot be read (ENOENT)',
  )
})

test('where TLS is demanded, whoever comes without it is refused in words, whatever they say of themselves', async () => {
  const app = await server({ trustProxy: readTrustProxy('192.0.2.10') }, true)
  const come = (url: string, from: string, scheme?: string) =>
    comingBy(app)('GET', url, undefined, {
      from,
      headers: scheme ? { 'x-forwarded-proto': scheme } : {},
    }).then(({ status, body }) => body?.code ?? status)
  expect(await come('/api/session', '203.0.113.1')).toBe('tls_needed')
  expect(await come('/metrics', '203.0.113.1', 'https')).toBe('tls_needed')
  expect(await come('/api/session', '192.0.2.10', 'http')).toBe('tls_needed')
  expect(await come('/api/session', '192.0.2.10', 'http, https')).not.toBe('tls_needed')
  expect(await come('/api/session', '192.0.2.10', 'https, http')).toBe('tls_needed')
  expect([await come('/healthz', '203.0.113.1'), await come('/readyz', '203.0.113.1')]).toEqual([200, 200])
  expect((await (await server({})).inject('/api/session')).statusCode).toBe(401)
})
