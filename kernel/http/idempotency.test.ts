import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { claimed, once } from './idempotency.ts'

const note = defineObject('note', {
  label: { zh: '便条', en: 'Note' },
  fields: { name: text() },
  access: { sales: { create: true, read: 'own', update: 'own' } },
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [note],
      roles: [{ name: 'sales', label: { zh: '销售' } }],
    }),
  ])
  ann = await house.person('安', ['sales'])
})
afterAll(() => house?.stop())

test('many records sent again under the same key are made once', async () => {
  const send = () =>
    ann.post(
      '/api/records/note/bulk',
      { create: [{ name: '一' }, { name: '二' }] },
      { 'idempotency-key': 'bulk-1' },
    )
  const first = await send()
  expect(await send()).toEqual(first)
  expect((await ann.get('/api/records/note?count=true')).count).toBe(2)
})

test('a key belongs to one body and one address, while the first is under way and after it was cut off', async () => {
  const key = { 'idempotency-key': 'one-1' }
  const asked = (name: string) =>
    ({
      headers: key,
      method: 'POST',
      url: '/api/records/note',
      body: { name },
      actor: ann.actor,
    }) as unknown as FastifyRequest
  let [meanwhile, other]: unknown[] = []
  const refused = (error: { code: string }) => error.code
  const first = await once(house.workspace, asked('一'), (note) =>
    transact(
      house.workspace,
      ann.actor,
      note.whole(async () => {
        meanwhile = (await ann.post('/api/records/note', { name: '二' }, key)).code
        other = await once(house.workspace, asked('一'), (again) =>
          transact(
            house.workspace,
            ann.actor,
            again.whole(async () => 'twice'),
          ),
        ).catch(refused)
        return { done: 1 }
      }),
    ),
  )
  expect([meanwhile, other, first]).toEqual(['idempotency_reused', 'idempotency_running', { done: 1 }])
  expect(await ann.post('/api/records/note', { name: '一' }, key)).toEqual({ done: 1 })
  // Claimed by a process that was killed before it could do anything.
  await claimed(house.workspace, {
    ...asked('三'),
    headers: { 'idempotency-key': 'cut-1' },
  } as FastifyRequest)
  expect((await ann.post('/api/records/note', { name: '四' }, { 'idempotency-key': 'cut-1' })).code).toBe(
    'idempotency_reused',
  )
  expect(await ann.post('/api/records/note', { name: '三' }, { 'idempotency-key': 'cut-1' })).toMatchObject({
    name: '三',
    version: 1,
  })
})

test('what was refused may be put right under the same key, and a key of another person is another key', async () => {
  const key = { 'idempotency-key': 'right-1' }
  expect((await ann.post('/api/records/note', { nothing: 1 }, key)).code).toBe('field_unknown')
  const made = await ann.post('/api/records/note', { name: '改好' }, key)
  expect(made.name).toBe('改好')
  const bob = await house.person('白', ['sales'])
  expect((await bob.post('/api/records/note', { name: '白的' }, key)).name).toBe('白的')
  expect(
    (await ann.post('/api/records/note', { name: '长' }, { 'idempotency-key': 'k'.repeat(201) })).code,
  ).toBe('request_invalid')
})

test('what takes many transactions is not begun a second time meanwhile', async () => {
  const asked = {
    headers: { 'idempotency-key': 'long-1' },
    method: 'POST',
    url: '/api/records/note/import',
    body: {},
    actor: ann.actor,
  } as unknown as FastifyRequest
  const ask = (run: () => Promise<unknown>) =>
    once(house.workspace, asked, async (note) => note.end(await run()), { long: true })
  let meanwhile: unknown
  const first = await ask(async () => {
    meanwhile = await ask(async () => 'twice').catch((error: { code: string }) => error.code)
    return { rows: 100_000 }
  })
  expect([meanwhile, first]).toEqual(['idempotency_running', { rows: 100_000 }])
  expect(await ask(async () => 'twice')).toEqual({ rows: 100_000 })
})
