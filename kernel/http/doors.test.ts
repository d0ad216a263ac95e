import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text, type IntakeDef } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startLive, type Live } from '../live/live.ts'
import { guardedLookup, mayReach } from '../process/outgoing.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { makeServer } from './server.ts'

const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  fields: { text: text() },
  access: { everyone: { read: true } },
})
const intake = (channel: string, open?: IntakeDef['open']): IntakeDef => ({
  channel,
  label: { zh: channel },
  ...(open && { open }),
  run: async (work, body) => work.create(note, { text: String(body.text) } as never),
})

let house: TestHouse, somebody: Caller, admin: Caller, live: Live
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [note],
      intakes: [
        intake('form', { each_minute: 3, all_hour: 5, tells: { text: 'note.text' } }),
        intake('fair'),
        intake('machine'),
      ],
    }),
  ])
  somebody = await house.person('员工', [])
  admin = await house.person('管', ['admin'])
  live = await startLive(house.workspace)
})
afterAll(async () => {
  await live?.stop()
  await house?.stop()
})

const send = async (
  channel: string,
  { from = '198.51.100.1', headers = {}, body = { text: '您好' } as object } = {},
) =>
  house.app.inject({
    method: 'POST',
    url: `/api/intake/${channel}`,
    remoteAddress: from,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })

test('of the channels only the form of the website is open to strangers', async () => {
  for (const channel of ['fair', 'machine'])
    expect((await send(channel)).json(), channel).toMatchObject({ status: 401, code: 'not_signed_in' })
  expect((await somebody.post('/api/intake/fair', { text: '名片' })).text).toBe('名片')
  expect((await send('form')).statusCode).toBe(201)
})

test('a page of another site may send the form and nothing else, whatever cookie it carries', async () => {
  const elsewhere = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
  expect((await send('form', { headers: elsewhere })).statusCode).toBe(201)
  const { status, body } = await somebody.raw({
    method: 'POST',
    url: '/api/intake/fair',
    headers: { ...elsewhere, 'content-type': 'application/json' },
    payload: '{}',
  })
  expect({ status, code: body.code }).toEqual({ status: 403, code: 'foreign_origin' })
})

test('the form takes so many a minute from one address, so many an hour from all, and no books', async () => {
  const statuses = []
  for (const from of ['203.0.113.1', '203.0.113.1', '203.0.113.1', '203.0.113.1', '203.0.113.2'])
    statuses.push((await send('form', { from })).statusCode)
  // Two were taken in before; the fifth of the hour was the last.
  expect(statuses).toEqual([201, 201, 201, 429, 429])
  expect((await send('form', { from: '203.0.113.3', body: { text: '长'.repeat(200_000) } })).statusCode).toBe(
    413,
  )
})

test('an address without a page is not there, and one that has a page is', async () => {
  const webFolder = mkdtempSync(join(tmpdir(), 'guantong-pages-'))
  writeFileSync(join(webFolder, 'index.html'), '<title>贯通</title>')
  writeFileSync(join(webFolder, 'addresses.json'), JSON.stringify(['/', '/o/$object', '/o/$object/$id']))
  const app = await makeServer({ workspace: house.workspace, live, webFolder, logLevel: 'silent' })
  const statusOf = async (url: string) =>
    (await app.inject({ url, headers: { accept: 'text/html' } })).statusCode
  for (const url of ['/', '/o/lead', '/o/lead/new?x=1'])
    expect([url, await statusOf(url)]).toEqual([url, 200])
  for (const url of [
    '/mcp',
    '/manifest.webmanifest',
    '/o',
    '/o/lead/1/2',
    '/admin',
    '/.env',
    '/addresses.json',
    '/api/nothing',
    '/wp-login.php',
  ])
    expect([url, await statusOf(url)]).toEqual([url, 404])
  expect((await app.inject({ url: '/mcp' })).json()).toMatchObject({ code: 'route_unknown' })
  await app.close()
})

test('the log keeps routes, neither conditions nor secrets in addresses', async () => {
  const lines: string[] = []
  const app = await makeServer({
    workspace: house.workspace,
    live,
    logLevel: 'info',
    logTo: { write: (line) => void lines.push(line) },
  })
  await app.inject({ url: '/api/records/note?where=text%20%3D%20%22geheim%22' })
  await app.inject({ method: 'POST', url: '/api/hooks/erp/geheim' })
  await app.inject({
    url: '/nowhere/geheim?geheim=1',
    headers: { authorization: 'Bearer geheim', cookie: 'guantong_session=geheim' },
  })
  await app.close()
  expect(lines.join('')).toContain('/api/records/:object')
  expect(lines.join('')).not.toContain('geheim')
})

test('a place of the company network is opened by an administrator as an address, never as a name, and links of clouds never', async () => {
  const put = (address: string, port?: number) =>
    admin.put('/api/settings/outgoing', { places: [{ address, ...(port && { port }) }] })
  for (const address of [
    'erp.local',
    '192.168.1',
    '10.0.0.0/33',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '0.0.0.0',
  ])
    expect([address, (await put(address)).code]).toEqual([address, 'place_wrong'])
  expect((await put('192.168.1.20', 8080)).places).toEqual([{ address: '192.168.1.20', port: 8080 }])
  expect(await somebody.get('/api/settings/outgoing')).toMatchObject({ code: 'not_allowed' })
  const allowed = await admin.get('/api/settings/outgoing')
  expect(
    [
      ['192.168.1.20', 8080],
      ['192.168.1.20', 80],
      ['192.168.1.21', 8080],
      ['93.184.215.14', 443],
      ['::ffff:192.168.1.20', 8080],
      ['127.0.0.1', 80],
    ].map(([ip, port]) => mayReach(allowed, ip as string, port as number)),
  ).toEqual([true, false, false, true, true, false])
})

test('a name is looked up when the call is made, and each of its addresses must be open', async () => {
  const found = (allowed: { address: string }[], port: number) =>
    new Promise((done) =>
      guardedLookup({ places: allowed, only_listed: false, hosts: [] }, port)(
        'localhost',
        { all: false, family: 4 },
        (error, address) => done((error as { code?: string } | null)?.code ?? address),
      ),
    )
  expect(await found([], 80)).toBe('webhook_private')
  expect(await found([{ address: '127.0.0.0/8' }], 80)).toBe('127.0.0.1')
})
