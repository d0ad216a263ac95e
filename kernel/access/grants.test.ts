import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, reference, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'

const source = defineObject('source', { label: { zh: '线人', en: 'Source' }, title: 'name', fields: { name: text() }, access: { admin: { read: true, create: true } } })
const tip = defineObject('tip', {
  label: { zh: '线报', en: 'Tip' }, title: 'name', fields: { name: text({ search: true }), source: reference('source') }, list: { columns: ['name', 'source'] },
  access: { clerk: { create: true, read: 'department', update: 'department', export: true } },
})

let house: TestHouse, newcomer: Caller, clerk: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [defineModule({ name: 'tests', label: { zh: '测试' }, objects: [source, tip], roles: [{ name: 'clerk', label: { zh: '文员' } }] })])
  clerk = await house.person('文', ['clerk'], '市场部')
  newcomer = await house.person('新', ['clerk'], '市场部')
  await transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, 'user', newcomer.id, { department: null }))
  await transact(house.workspace, systemActor('tests'), (tx) => createRecord(tx, 'tip', { name: '无主' }))
  await clerk.post('/api/records/tip', { name: '市场部的' })
})
afterAll(() => house?.stop())

test('somebody who belongs to no department has no department whose records they see', async () => {
  expect((await newcomer.get('/api/records/tip')).items).toEqual([])
  expect((await clerk.get('/api/records/tip')).items.map((one: { name: string }) => one.name)).toEqual(['市场部的'])
})

test('the id of a record in an object that is closed to the caller stands in no answer and cannot be asked for', async () => {
  const { id } = await transact(house.workspace, systemActor('tests'), (tx) => createRecord(tx, 'source', { name: '线人甲' }))
  const [known] = (await clerk.get('/api/records/tip')).items
  await transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, 'tip', known.id, { source: id }))
  const answers = ['', '?titles=true', `/${known.id}`, `/${known.id}/timeline`, '/export?format=csv'].map((end) => clerk.raw({ url: `/api/records/tip${end}` }))
  for (const { status, text: told } of await Promise.all(answers)) {
    expect(status).toBe(200)
    expect(told).not.toContain(id)
  }
  expect(await clerk.get('/api/records/tip?fields=name,source')).toMatchObject({ code: 'field_unknown' })
  expect(await clerk.get(`/api/records/tip?where=${encodeURIComponent(`source = "${id}"`)}`)).toMatchObject({ status: 422 })
  expect(await clerk.patch(`/api/records/tip/${known.id}`, { source: id })).toMatchObject({ code: 'field_unknown' })
  expect((await clerk.get('/api/definitions')).objects.tip.list.columns).toEqual(['name'])
})
