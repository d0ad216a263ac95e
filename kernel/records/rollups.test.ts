import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, lines, number, reference, rollup, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const access = { sales: { create: true, read: true, update: true, delete: true } } as const
const part = defineObject('part', { label: { zh: '零件', en: 'Part' }, fields: { name: text(), wanted: rollup('number', 'sum(wanted_rows.quantity)') }, access })
const wish = defineObject('wish', { label: { zh: '需求单', en: 'Wish' }, fields: { name: text(), rows: lines('wish_row', 'wish') }, access })
const wishRow = defineObject('wish_row', {
  label: { zh: '需求行', en: 'Wish row' },
  fields: { wish: reference('wish', { required: true }), part: reference('part', { inverse: 'wanted_rows' }), quantity: number() }, access: { inherit: 'wish' },
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [defineModule({ name: 'tests', label: { zh: '测试' }, objects: [part, wish, wishRow], roles: [{ name: 'sales', label: { zh: '销售' } }] })])
  ann = await house.person('安', ['sales'])
})
afterAll(() => house?.stop())

test('what the rows of a removed record counted for elsewhere no longer counts, until it is restored', async () => {
  const { id } = await ann.post('/api/records/part', { name: '轴承' })
  const wanted = async () => (await ann.get(`/api/records/part/${id}`)).wanted
  const first = await ann.post('/api/records/wish', { name: '一', rows: [{ part: id, quantity: '3' }] })
  await ann.post('/api/records/wish', { name: '二', rows: [{ part: id, quantity: '4' }] })
  expect(await wanted()).toBe('7')
  await ann.del(`/api/records/wish/${first.id}`)
  expect(await wanted()).toBe('4')
  await ann.post(`/api/records/wish/${first.id}/restore`)
  expect(await wanted()).toBe('7')
})
