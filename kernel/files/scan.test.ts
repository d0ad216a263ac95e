import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { makeServer } from '../http/server.ts'
import { takeMail } from '../mail/takeMail.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { takeCounts } from '../workspace/counts.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { clamd, readScannerAddress } from './clamd.ts'
import { eicar, startStubScanner, type StubScanner } from './testScanner.ts'

let house: TestHouse, li: Caller, stub: StubScanner, key: string
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  li = await house.person('李', [])
  key = await house.key(li, { verbs: ['read', 'create'] })
  stub = await startStubScanner()
})
afterAll(async () => {
  await stub?.stop()
  await house?.stop()
})

/** The same house with a scanner at an address. */
const scannedBy = (address: string, takeUnscanned = false) =>
  Object.create(house.workspace, {
    scanner: { value: clamd(address) },
    takeUnscanned: { value: takeUnscanned },
  }) as Workspace

async function upload(workspace: Workspace, content: string) {
  const app = await makeServer({
    workspace,
    live: { onWake() {}, listen: () => () => {}, stop: async () => {} },
    logLevel: 'silent',
  })
  const body = `--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${content}\r\n--b--\r\n`
  const answer = await app.inject({
    method: 'POST',
    url: '/api/files',
    payload: body,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=b' },
  })
  await app.close()
  return { status: answer.statusCode, body: answer.json() as { code?: string; detail?: string } }
}
const left = async () => [
  (
    await sql<{ n: number }>`select count(*)::int as n from ${table(house.workspace, '_file')}`.execute(
      house.workspace.db,
    )
  ).rows[0]!.n,
  (await readdir(house.workspace.files.temporary)).length,
]
const nobodyThere = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return `127.0.0.1:${port}`
}

test('a harmful file is refused in words with what was found, leaves nothing, and is counted; a harmless one is kept', async () => {
  takeCounts(house.workspace)
  const workspace = scannedBy(stub.address)
  expect(await upload(workspace, `vor ${eicar} nach`)).toMatchObject({
    status: 422,
    body: { code: 'file_infected', detail: expect.stringContaining('Eicar-Test-Signature') },
  })
  expect(await left()).toEqual([0, 0])
  expect(takeCounts(house.workspace)).toContainEqual({ kind: 'file_infected', subject: li.id, n: 1 })
  const before = stub.seen()
  expect((await upload(workspace, 'x'.repeat(300_000))).status).toBe(201)
  expect(stub.seen() - before).toBe(300_000)
})

test('while the scanner is away, and for what it does not take, files are refused, unless the operator takes them unseen', async () => {
  const away = await nobodyThere()
  expect(await upload(scannedBy(away), 'harmless')).toMatchObject({
    status: 503,
    body: { code: 'scanner_unavailable' },
  })
  expect((await upload(scannedBy(away, true), 'harmless')).status).toBe(201)
  expect((await upload(scannedBy(stub.address), 'x'.repeat(2 * 1024 * 1024))).body.code).toBe(
    'scanner_unavailable',
  )
  expect((await left())[1]).toBe(0)
})

test('of a mail the harmful attachment is left out and the rest is taken in', async () => {
  const mail = (id: string) => ({
    id,
    from: 'a@b.cn',
    from_name: '',
    to: [],
    subject: '',
    text: '',
    html: false,
    automatic: false,
    at: new Date().toISOString(),
    left_out: [],
    attachments: [
      { name: 'bad.txt', content: Buffer.from(eicar) },
      { name: 'good.txt', content: Buffer.from('gut') },
    ],
  })
  await takeMail(scannedBy(stub.address), mail('m1') as never)
  const { rows } = await sql<{
    name: string
  }>`select name from ${table(house.workspace, '_file')} where purpose = 'mail'`.execute(house.workspace.db)
  expect(rows.map(({ name }) => name)).toEqual(['good.txt'])
  await expect(takeMail(scannedBy(await nobodyThere()), mail('m2') as never)).rejects.toMatchObject({
    code: 'scanner_unavailable',
  })
})

test('the address of a scanner is a host with a port, or a socket', () => {
  expect([
    readScannerAddress('clamav:3310'),
    readScannerAddress('[::1]:3310'),
    readScannerAddress('/run/clamav/clamd.ctl'),
  ]).toEqual([{ host: 'clamav', port: 3310 }, { host: '::1', port: 3310 }, { path: '/run/clamav/clamd.ctl' }])
  for (const wrong of ['clamav', 'clamav:0', 'run/clamd.ctl'])
    expect(() => readScannerAddress(wrong)).toThrow('host:port')
})
