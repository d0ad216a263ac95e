import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  choice,
  defineAction,
  defineModule,
  defineObject,
  formula,
  lines,
  longText,
  money,
  number,
  reference,
  rollup,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const access = { boss: { create: true, read: true, update: true, actions: true } } as const
const kinds = choice(
  { shop: { zh: '门店', en: 'Shop' }, web: { zh: '网店', en: 'Web' } },
  { required: true, label: { zh: '方式', en: 'Kind' } },
)
const bill = defineObject('bill', {
  label: { zh: '账单', en: 'Bill' },
  fields: {
    name: text({ required: true, max: 20, label: { zh: '名称', en: 'Name' } }),
    kind: kinds,
    note: longText(),
    street: text({ required: true, shown_when: 'kind = "shop"', label: { zh: '地址', en: 'Street' } }),
    rows: lines('bill_row', 'bill'),
    total: rollup('money', 'sum(rows.amount)'),
    more: formula('money', 'total + 1'),
    pieces: rollup('number', 'count(rows)'),
    least: rollup('money', 'min(rows.amount)'),
    currency: text({ max: 3, default: 'CNY' }),
    amount: money({ label: { zh: '金额', en: 'Amount' } }),
    price: money({ scale: 6 }),
    third: formula('money', 'amount / 3'),
  },
  access,
})
const row = defineObject('bill_row', {
  label: { zh: '行', en: 'Row' },
  fields: {
    bill: reference('bill', { required: true, inverse: 'rows' }),
    amount: money(),
    how: kinds,
    shelf: text({ required: true, shown_when: 'how = "shop"', label: { zh: '货架', en: 'Shelf' } }),
    count: number(),
  },
  access: { inherit: 'bill' },
})
const send = defineAction(bill, 'send', {
  label: { zh: '发送', en: 'Send' },
  input: {
    by: kinds,
    door: text({ required: true, shown_when: 'by = "shop"', label: { zh: '门牌', en: 'Door' } }),
  },
  run: async () => ({ sent: true }),
})

let house: TestHouse, boss: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [bill, row],
      actions: [send],
      roles: [{ name: 'boss', label: { zh: '总' } }],
    }),
  ])
  boss = await house.person('总', ['boss'])
})
afterAll(() => house?.stop())

const make = (values: object) => boss.post('/api/records/bill', { name: '甲', kind: 'web', ...values })

test('the sum and the count of no rows are 0, so that they can be reckoned with; the least of nothing is empty', async () => {
  expect(await make({})).toMatchObject({ total: '0.00', more: '1.00', pieces: '0', least: null })
  expect(await make({ rows: [{ amount: '2', how: 'web' }] })).toMatchObject({
    total: '2.00',
    more: '3.00',
    pieces: '1',
    least: '2.00',
  })
})

test('a required field is asked for while it shows, and again once it shows; what is hidden keeps its value', async () => {
  const web = await make({})
  expect(web).toMatchObject({ street: null })
  expect(await make({ kind: 'shop' })).toMatchObject({ code: 'field_required', field: 'street' })
  expect(await boss.patch(`/api/records/bill/${web.id}`, { kind: 'shop' })).toMatchObject({
    code: 'field_required',
    field: 'street',
  })
  expect(await boss.patch(`/api/records/bill/${web.id}`, { kind: 'shop', street: '一路1号' })).toMatchObject({
    street: '一路1号',
  })
  expect(await boss.patch(`/api/records/bill/${web.id}`, { street: null })).toMatchObject({
    code: 'field_required',
  })
  expect(await boss.patch(`/api/records/bill/${web.id}`, { kind: 'web' })).toMatchObject({
    street: '一路1号',
  })
  expect(await boss.patch(`/api/records/bill/${web.id}`, { street: null })).toMatchObject({ street: null })
})

test('the same holds for rows and for what an action asks', async () => {
  expect(await make({ rows: [{ how: 'web' }, { how: 'shop' }] })).toMatchObject({
    code: 'field_required',
    field: 'rows[1].shelf',
  })
  const { id } = await make({})
  expect(await boss.post(`/api/records/bill/${id}/send`, { by: 'web' })).toEqual({ sent: true })
  expect(await boss.post(`/api/records/bill/${id}/send`, { by: 'shop' })).toMatchObject({
    code: 'field_required',
    field: 'door',
  })
})

test('an amount has the places of its currency, a unit price up to six, and a share of yen is whole yen', async () => {
  expect(await make({ currency: 'JPY', amount: '100.5' })).toMatchObject({
    code: 'field_invalid',
    field: 'amount',
  })
  const yen = await make({ currency: 'JPY', amount: '100.00', price: '0.123456' })
  expect(yen).toMatchObject({ amount: '100.00', price: '0.123456', third: '33.00' })
  expect(await make({ amount: '100.55' })).toMatchObject({ amount: '100.55', third: '33.52' })
  const yuan = await make({ amount: '100.55' })
  expect(await boss.patch(`/api/records/bill/${yuan.id}`, { currency: 'JPY' })).toMatchObject({
    code: 'field_invalid',
    field: 'amount',
  })
})

test('text is kept without blanks around it and as it is otherwise, what cannot be seen included; what cannot be read is refused by field and value', async () => {
  expect(await make({ name: '\u3000 甲\t乙\u200b ', note: '\n一\n二 ' })).toMatchObject({
    name: '甲 乙',
    note: '一\n二',
  })
  expect(await make({ name: ' \u3000 ' })).toMatchObject({ code: 'field_required', field: 'name' })
  expect(await make({ name: 'a\u0007b' })).toMatchObject({ name: 'a\u0007b' })
  const refused = await make({ amount: '1,000' })
  expect(refused).toMatchObject({ code: 'field_invalid', field: 'amount' })
  expect(refused.detail).toMatch(/金额.*1234\.50.*1,000/)
})
