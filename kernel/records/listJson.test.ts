import { afterAll, beforeAll, expect, test } from 'vitest'
import { address, bool, date, datetime, defineModule, defineObject, duration, formula, geo, json, money, multiChoice, number, percent, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const thing = defineObject('thing', {
  label: { zh: '物', en: 'Thing' }, title: 'name',
  fields: {
    name: text(), amount: money(), fine: money({ scale: 4 }), count: number(), share: percent(), on: date(), at: datetime(), took: duration(), yes: bool(), tags: multiChoice({ a: { zh: '甲' }, b: { zh: '乙' } }),
    where_it_is: geo(), home: address(), free: json(), doubled: formula('number', 'count * 2'), later: formula('datetime', 'at'),
  },
  access: { everyone: { create: true, read: true } },
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [defineModule({ name: 'tests', label: { zh: '测试' }, objects: [thing] })])
  ann = await house.person('安', [])
})
afterAll(() => house?.stop())

test('a list written straight from the texts of the database says exactly what a record read by us says, for every kind of field', async () => {
  const full = { name: '引号"和\\与\n换行\u2028', amount: '12', fine: '0.1', count: '12.500', share: '5.01', on: '2026-02-28', at: '2026-11-23T08:00:00.5+08:00', took: 'PT26H0M5S', yes: false, tags: ['b', 'a'], where_it_is: { latitude: 31.2, longitude: 121.5 }, home: { city: '苏州' }, free: { a: [1, null, '二'] } }
  for (const draft of [full, { name: '空' }, { name: '零', took: 'PT0S', count: '0', amount: '-0.50' }]) await ann.post('/api/records/thing', draft)
  const fast = (await ann.get('/api/records/thing')).items
  const slow = (await ann.get('/api/records/thing?titles=true')).items
  expect(fast).toEqual(slow)
  expect(fast.at(-1)).toMatchObject({ amount: '12.00', fine: '0.1000', count: '12.5', took: 'P1DT2H5S', at: '2026-11-23T00:00:00.500Z', doubled: '25', tags: ['b', 'a'], free: { a: [1, null, '二'] } })
  expect(Object.keys((await ann.get('/api/records/thing?fields=name')).items[0]).sort()).toEqual(['id', 'name', 'version'])
})
