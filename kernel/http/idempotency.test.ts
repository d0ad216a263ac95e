import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { once } from './idempotency.ts'

const note = defineObject('note', { label: { zh: '便条', en: 'Note' }, fields: { name: text() }, access: { sales: { create: true, read: 'own', update: 'own' } } })

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [defineModule({ name: 'tests', label: { zh: '测试' }, objects: [note], roles: [{ name: 'sales', label: { zh: '销售' } }] })])
  ann = await house.person('安', ['sales'])
})
afterAll(() => house?.stop())

test('many records sent again under the same key are made once', async () => {
  const send = () => ann.post('/api/records/note/bulk', { create: [{ name: '一' }, { name: '二' }] }, { 'idempotency-key': 'bulk-1' })
  const first = await send()
  expect(await send()).toEqual(first)
  expect((await ann.get('/api/records/note?count=true')).count).toBe(2)
})

test('what takes longer than a claim may be silent is not begun a second time meanwhile', async () => {
  const asked = { headers: { 'idempotency-key': 'long-1' }, url: '/api/records/note/import', body: {}, actor: ann.actor } as unknown as FastifyRequest
  let begun = 0
  const work = async () => {
    begun++
    await new Promise((resume) => setTimeout(resume, 2000))
    return { rows: 100_000 }
  }
  const ask = () => once(house.workspace, asked, work, 600)
  const first = ask()
  await new Promise((resume) => setTimeout(resume, 1200))
  await expect(ask()).rejects.toMatchObject({ code: 'idempotency_running' })
  expect(await first).toEqual({ rows: 100_000 })
  expect(await ask()).toEqual({ rows: 100_000 })
  expect(begun).toBe(1)
})
