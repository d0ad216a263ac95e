import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  defineAction,
  defineModule,
  defineObject,
  lines,
  money,
  number,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const offer = defineObject('offer', {
  label: { zh: '报价', en: 'Offer' },
  fields: {
    name: text({ required: true, max: 10, label: { zh: '名称', en: 'Name' } }),
    amount: money({ required: true, label: { zh: '金额', en: 'Amount' } }),
    reason: text({ required: true, shown_when: 'amount > 100', label: { zh: '理由', en: 'Reason' } }),
    witness: text({ required: true, shown_when: 'amount > 100', label: { zh: '见证人', en: 'Witness' } }),
    rows: lines('offer_row', 'offer'),
  },
  access: { sales: { create: true, read: 'own', update: 'own', actions: true } },
})
const offerRow = defineObject('offer_row', {
  label: { zh: '行', en: 'Row' },
  fields: {
    offer: reference('offer', { required: true }),
    what: text({ required: true, label: { zh: '品名', en: 'What' } }),
    pieces: number({ required: true, label: { zh: '数量', en: 'Pieces' } }),
  },
  access: { inherit: 'offer' },
})
const decide = defineAction(offer, 'decide', {
  label: { zh: '决定', en: 'Decide' },
  input: {
    price: money({ required: true, label: { zh: '成交价', en: 'Price' } }),
    because: text({ required: true, label: { zh: '原因', en: 'Because' } }),
  },
  run: async () => {},
})

let house: TestHouse, ann: Caller
beforeAll(async () => {
  const module = defineModule({
    name: 'offers',
    label: { zh: '报价', en: 'Offers' },
    objects: [offer, offerRow],
    actions: [decide],
    roles: [{ name: 'sales', label: { zh: '销售', en: 'Sales' } }],
  })
  house = await startTestHouse(testDatabaseUrl(), [module])
  ann = await house.person('安', ['sales'])
})
afterAll(() => house?.stop())

/** Which field is told what. */
const told = (answer: { faults?: unknown }) =>
  ((answer.faults ?? []) as { field: string; detail: string }[]).map(({ field, detail }) => [field, detail])

test('a new record is told of every wrong and every empty field at once, each in its own sentence', async () => {
  const answer = await ann.post('/api/records/offer', { name: '一二三四五六七八九十一', amount: 'viel' })
  expect(answer).toMatchObject({ status: 422, code: 'field_invalid', field: 'name' })
  expect(told(answer).map(([field]) => field)).toEqual(['name', 'amount'])
  expect(told(answer)[1]![1]).toContain('金额')
  const empty = await ann.post('/api/records/offer', { name: '' })
  expect(told(empty)).toEqual([
    ['name', '请填写“名称”'],
    ['amount', '请填写“金额”'],
  ])
})

test('what one answer shows is asked for together, too', async () => {
  const answer = await ann.post('/api/records/offer', { name: '大单', amount: '500' })
  expect(told(answer)).toEqual([
    ['reason', '请填写“理由”'],
    ['witness', '请填写“见证人”'],
  ])
})

test('a change is told of all its faults and of none that it did not touch', async () => {
  const made = await ann.post('/api/records/offer', { name: '小单', amount: '5' })
  const answer = await ann.patch(`/api/records/offer/${made.id}`, { name: null, amount: 'x' })
  expect(told(answer).map(([field]) => field)).toEqual(['amount', 'name'])
  const one = await ann.patch(`/api/records/offer/${made.id}`, { name: null })
  expect(one).toMatchObject({ code: 'field_required', field: 'name' })
  expect(one.faults).toBeUndefined()
})

test('faults inside a row say which row, and an action hears of all its inputs', async () => {
  const rows = [{ what: '法兰', pieces: '3' }, { pieces: 'drei' }]
  const answer = await ann.post('/api/records/offer', { name: '带行', amount: '5', rows })
  expect(told(answer)).toEqual([
    ['rows[1].pieces', expect.stringContaining('第2行：数量')],
    ['rows[1].what', '第2行：请填写“品名”'],
  ])
  const made = await ann.post('/api/records/offer', { name: '小单', amount: '5' })
  const decided = await ann.post(`/api/records/offer/${made.id}/decide`, { price: 'x' })
  expect(told(decided).map(([field]) => field)).toEqual(['price', 'because'])
})
