import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

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
