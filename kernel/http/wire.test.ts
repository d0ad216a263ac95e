import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
// @ts-expect-error Plain JavaScript: it runs before anything is installed.
import { shrinkFiles } from '../../server/build/shrink.mjs'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { makeServer } from './server.ts'

const thing = defineObject('thing', {
  label: { zh: '东西', en: 'Thing' },
  title: 'name',
  fields: { name: text({ max: 500 }) },
  access: { maker: { create: true, read: true, export: true }, reader: { read: true } },
})

let house: TestHouse, maker: Caller, reader: Caller, pages: FastifyInstance
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [thing],
      roles: ['maker', 'reader'].map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  maker = await house.person('作', ['maker'])
  reader = await house.person('读', ['reader'])
  for (let i = 0; i < 30; i++)
    await maker.post('/api/records/thing', { name: `第${i}件 ${'名字'.repeat(20)}` })
  const webFolder = mkdtempSync(join(tmpdir(), 'guantong-web-'))
  mkdirSync(join(webFolder, 'assets'))
  writeFileSync(join(webFolder, 'index.html'), `<!doctype html>${'<p>页面</p>'.repeat(300)}`)
  writeFileSync(join(webFolder, 'addresses.json'), JSON.stringify(['/', '/o/$object']))
  writeFileSync(join(webFolder, 'assets', 'page-abc123.js'), 'export const a = 1\n'.repeat(300))
  shrinkFiles(webFolder)
  pages = await makeServer({ workspace: house.workspace, live: {} as never, webFolder, logLevel: 'silent' })
  await pages.ready()
})
afterAll(async () => {
  await pages?.close()
  await house?.stop()
})

const sent = (who: Caller, url: string, headers: Record<string, string> = {}, more = {}) =>
  who.raw({ method: 'GET', url, headers, ...more })
const browser = { 'accept-encoding': 'gzip, deflate, br' }

test('a list is sent smaller to whoever takes it so, as it is to everybody else, and says that it varies', async () => {
  const list = '/api/records/thing?count=true&titles=true'
  const [plain, small] = [await sent(maker, list), await sent(maker, list, browser)]
  expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([undefined, 'gzip'])
  expect(gunzipSync(small.bytes).toString()).toBe(plain.bytes.toString())
  expect(small.bytes.length).toBeLessThan(plain.bytes.length / 4)
  expect(small.headers['content-length']).toBe(String(small.bytes.length))
  for (const { headers } of [plain, small]) expect(headers.vary).toMatch(/accept-encoding/)
  expect((await sent(maker, list, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBe(
    undefined,
  )
  const asked = await sent(maker, '/api/records/thing/query', browser, { method: 'POST', payload: {} })
  expect(asked.headers['content-encoding']).toBe('gzip')
})

test('an answer to what changes something is never squeezed: it may hold a secret beside what somebody wrote', async () => {
  const payload = { name: 'a'.repeat(490) }
  for (let i = 0; i < 3; i++) {
    const made = await sent(maker, '/api/records/thing', browser, { method: 'POST', payload })
    expect([made.status, made.headers['content-encoding']]).toEqual([201, undefined])
  }
})

test('how long a squeezed answer is says little of what stands in it: the same is sent in many lengths', async () => {
  const lengths = new Set<number>()
  for (let i = 0; i < 12; i++) lengths.add((await sent(maker, '/api/records/thing', browser)).bytes.length)
  expect(lengths.size).toBeGreaterThan(3)
})

test('a sheet is squeezed while it streams', async () => {
  const sheet = '/api/records/thing/export?format=csv'
  const [plain, small] = [await sent(maker, sheet), await sent(maker, sheet, browser)]
  expect([plain.status, small.headers['content-encoding']]).toEqual([200, 'gzip'])
  expect(gunzipSync(small.bytes).toString()).toBe(plain.bytes.toString())
})

test('definitions and the description of the API are sent once: squeezed, with a mark of what they say, by rights and language', async () => {
  for (const url of ['/api/definitions', '/api/openapi.json']) {
    const plain = await sent(maker, url)
    const small = await sent(maker, url, browser)
    expect(small.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(small.bytes).toString()).toBe(plain.bytes.toString())
    const tag = String(plain.headers.etag)
    expect([small.headers.etag, small.headers['cache-control']]).toEqual([tag, 'private, no-cache'])
    for (const known of [tag, tag.replace('W/', ''), `"other", ${tag}`]) {
      const again = await sent(maker, url, { ...browser, 'if-none-match': known })
      expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, tag])
    }
    // Who may less is told less, whatever they say they have.
    const less = await sent(reader, url, { 'if-none-match': tag })
    expect([less.status, less.headers.etag === tag]).toEqual([200, false])
  }
  const [zh, en] = [
    await sent(maker, '/api/openapi.json', { 'accept-language': 'zh' }),
    await sent(maker, '/api/openapi.json', { 'accept-language': 'en' }),
  ]
  expect(en.headers.etag).not.toBe(zh.headers.etag)
})

test('another build that describes the house differently is not taken for the one that a browser knows', async () => {
  const headers = { authorization: `Bearer ${await house.key(maker)}` }
  const ask = (app: FastifyInstance, known?: string) =>
    app.inject({
      method: 'GET',
      url: '/api/definitions',
      headers: { ...headers, ...(known && { 'if-none-match': known }) },
    })
  const tag = String((await ask(house.app)).headers.etag)
  expect((await ask(house.app, tag)).statusCode).toBe(304)
  const { definitions } = house.workspace
  const again = await makeServer({ workspace: house.workspace, live: {} as never, logLevel: 'silent' })
  // The same version of what the company made, resolved by code that labels an object otherwise.
  house.workspace.definitions = {
    ...definitions,
    objects: {
      ...definitions.objects,
      thing: { ...definitions.objects.thing!, label: { zh: '物件', en: 'Item' } },
    },
  }
  const after = await ask(again, tag)
  house.workspace.definitions = definitions
  await again.close()
  expect([after.statusCode, after.json().objects.thing.label.zh]).toEqual([200, '物件'])
})

test('a file that is named for what it holds is kept by browsers for good, the page is asked for again; both come squeezed', async () => {
  const take = (url: string, encoding?: string) =>
    pages.inject({ method: 'GET', url, headers: encoding ? { 'accept-encoding': encoding } : {} })
  for (const [url, kept] of [
    ['/assets/page-abc123.js', 'public, max-age=31536000, immutable'],
    ['/', 'no-cache'],
    ['/o/lead', 'no-cache'],
  ] as const) {
    const plain = await take(url)
    const [br, gz] = [await take(url, 'gzip, br'), await take(url, 'gzip')]
    for (const one of [plain, br, gz])
      expect([one.statusCode, one.headers['cache-control']]).toEqual([200, kept])
    expect([br.headers['content-encoding'], gz.headers['content-encoding']]).toEqual(['br', 'gzip'])
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.payload)
    expect(gunzipSync(gz.rawPayload).toString()).toBe(plain.payload)
    expect(br.headers['content-type']).toBe(plain.headers['content-type'])
    expect(br.headers.vary).toMatch(/accept-encoding/)
  }
  expect((await take('/assets/page-abc123.js.br')).statusCode).toBe(404)
  expect((await take('/addresses.json')).statusCode).toBe(404)
})
