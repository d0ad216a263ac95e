import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const crate = defineObject('crate', {
  label: { zh: '木箱', en: 'Crate' },
  fields: { name: text() },
  access: { everyone: { read: true } },
})

let house: TestHouse, admin: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [crate] }),
  ])
  admin = await house.person('管', ['admin'])
})
afterAll(() => house?.stop())

const at = '/api/definitions/object/crate'
const withField = (name: string) => ({ fields: { [name]: { type: 'text', label: { zh: name } } } })

test('a draft that is published twice at once is published', async () => {
  await admin.put(at, withField('x_one'))
  await admin.post(`${at}/publish`)
  await admin.put(at, withField('x_two'))
  const answers = await Promise.all([
    admin.raw({ method: 'POST', url: `${at}/publish` }),
    admin.raw({ method: 'POST', url: `${at}/publish` }),
  ])
  expect((await admin.get(at)).overlay).toMatchObject(withField('x_two'))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
})
