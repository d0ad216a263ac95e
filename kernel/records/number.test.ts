import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, lines, reference, rollup, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const parcel = defineObject('parcel', {
  label: { zh: '包裹', en: 'Parcel' },
  number: 'BG-{0000}',
  fields: { name: text(), rows: lines('parcel_row', 'parcel'), pieces: rollup('number', 'count(rows)') },
  access: { sales: { create: true, read: 'own' } },
})
const row = defineObject('parcel_row', {
  label: { zh: '包裹行' },
  fields: { parcel: reference('parcel', { required: true }), what: text() },
  access: { inherit: 'parcel' },
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [parcel, row],
      roles: [{ name: 'sales', label: { zh: '销售' } }],
    }),
  ])
  ann = await house.person('安', ['sales'])
})
afterAll(() => house?.stop())

test('more records with child rows at once than there are connections all get a number of their own', async () => {
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      ann.post('/api/records/parcel', { name: `${i}`, rows: [{ what: '螺栓' }] }),
    ),
  )
  expect(new Set(made.map((one) => one.number)).size).toBe(40)
  expect(made.every((one) => one.pieces === '1')).toBe(true)
})
