import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'

const tip = defineObject('tip', {
  label: { zh: '线报', en: 'Tip' }, title: 'name', fields: { name: text({ search: true }) },
  access: { clerk: { create: true, read: 'department', update: 'department' } },
})

let house: TestHouse, newcomer: Caller, clerk: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [defineModule({ name: 'tests', label: { zh: '测试' }, objects: [tip], roles: [{ name: 'clerk', label: { zh: '文员' } }] })])
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
