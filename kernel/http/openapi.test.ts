import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'

const thing = defineObject('thing', {
  label: { zh: '东西', en: 'Thing' },
  title: 'name',
  fields: { name: text({ required: true }) },
  access: { maker: { create: true, read: true, update: true } },
})

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [thing],
      roles: [{ name: 'maker', label: { zh: '制作' } }],
    }),
  ])
})
afterAll(() => house?.stop())

test('the description is kept until a definition is published, and then names what the company made', async () => {
  const maker = await house.person('作', ['maker'])
  const ask = (headers: Record<string, string> = {}) =>
    maker.raw({ method: 'GET', url: '/api/openapi.json', headers })
  const first = await ask()
  const tag = String(first.headers.etag)
  expect(first.body.components.schemas.thing.properties.name.title).toBe('name')
  expect((await ask({ 'if-none-match': tag })).status).toBe(304)
  expect((await ask({ 'if-none-match': tag, 'accept-language': 'en' })).status).toBe(200)

  const admin = await house.person('管', ['admin'])
  await admin.put('/api/definitions/object/thing', {
    fields: { x_colour: { type: 'text', label: { zh: '颜色' } } },
  })
  await admin.post('/api/definitions/object/thing/publish')
  const second = await ask({ 'if-none-match': tag })
  expect(second.status).toBe(200)
  expect(second.body.components.schemas.thing_draft.properties.x_colour.title).toBe('颜色')
  expect((await admin.get('/api/openapi.json')).components.schemas).not.toHaveProperty('thing')
})
