import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  choice,
  defineModule,
  defineObject,
  lines,
  money,
  phone,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const deal = defineObject('deal', {
  label: { zh: '商机', en: 'Deal' },
  title: 'name',
  fields: {
    name: text({ required: true }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    grade: choice({ a: { zh: '甲' }, b: { zh: '乙' } }, { label: { zh: '等级', en: 'Grade' } }),
    amount: money({ index: true, label: { zh: '金额', en: 'Amount' } }),
    margin: money({ label: { zh: '毛利', en: 'Margin' } }),
    rows: lines('deal_row', 'deal'),
  },
  access: {
    sales: { create: true, read: 'own', update: 'own', fields: { margin: 'hidden' } },
    boss: { create: true, read: true, update: true },
  },
})
const dealRow = defineObject('deal_row', {
  label: { zh: '行', en: 'Row' },
  fields: { deal: reference('deal', { required: true }), what: text() },
  access: { inherit: 'deal' },
})

let house: TestHouse, ann: Caller, bob: Caller, boss: Caller, stranger: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'deals',
      label: { zh: '商机', en: 'Deals' },
      objects: [deal, dealRow],
      roles: [
        { name: 'sales', label: { zh: '销售', en: 'Sales' } },
        { name: 'boss', label: { zh: '总监', en: 'Director' }, shares_views: true },
        { name: 'other', label: { zh: '其他', en: 'Other' } },
      ],
    }),
  ])
  ann = await house.person('安', ['sales'])
  bob = await house.person('博', ['sales'])
  boss = await house.person('总', ['boss'])
  stranger = await house.person('外', ['other'])
})
afterAll(() => house?.stop())

const save = (who: Caller, more: object = {}) =>
  who.post('/api/views', { object: 'deal', name: '大单', body: { f: { amount: { from: '100' } } }, ...more })
const names = async (who: Caller) =>
  ((await who.get('/api/views?object=deal')).items as { name: string }[]).map(({ name }) => name)

test('a view that somebody saves is theirs alone, and comes back as it was saved', async () => {
  const body = {
    columns: [{ name: 'name', width: 220, pinned: true }, { name: 'amount' }],
    sort: '-amount',
    f: { grade: { in: ['a'] } },
    where: 'amount > 5',
    group: 'grade',
    sums: ['amount'],
    density: 'work',
  }
  const made = await save(ann, { name: '我的', body })
  expect(made).toMatchObject({ name: '我的', mine: true, may_change: true, version: 1, roles: [], body })
  expect(await names(ann)).toContain('我的')
  expect(await names(bob)).not.toContain('我的')
})

test('a director shares a view with a role, and says for whom the list opens with it', async () => {
  const made = await save(boss, { name: '本周', roles: ['sales'], default_for: ['sales', 'other'] })
  expect(made).toMatchObject({ roles: ['sales'], default_for: ['sales'] })
  const [seen] = (await ann.get('/api/views?object=deal')).items.filter(
    (one: { name: string }) => one.name === '本周',
  )
  expect(seen).toMatchObject({ mine: false, may_change: false, owner_name: '总' })
  const refused = await ann.patch(`/api/views/${made.id}`, { name: 'x' }, { 'if-match': '1' })
  expect(refused).toMatchObject({ status: 403, detail: '“本周”是总共享的视图，您可以另存为自己的' })
  expect((await ann.raw({ method: 'DELETE', url: `/api/views/${made.id}` })).status).toBe(403)
})

test('who has no such role shares nothing, and who may not read the object has no views of it', async () => {
  expect(await save(ann, { roles: ['sales'] })).toMatchObject({ status: 403, code: 'not_allowed' })
  expect(await stranger.get('/api/views?object=deal')).toMatchObject({ status: 403 })
  expect(await save(stranger)).toMatchObject({ status: 403 })
})

test.each([
  [{ columns: [{ name: 'nmae' }] }, 'columns[0]', '没有字段“nmae”'],
  [{ columns: [{ name: 'margin' }] }, 'columns[0]', '或您无权查看'],
  [{ f: { gone: { empty: true } } }, 'f.gone', '没有字段“gone”'],
  [{ sort: '-grade' }, 'sort', '没有索引'],
  [{ group: 'name' }, 'group', '不能按“name”分组'],
  [{ sums: ['name'] }, 'sums[0]', '不是数字'],
  [{ where: 'amount >' }, 'where', ''],
  [{ where: 'margin > 5' }, 'where', 'margin'],
])('a view that does not hold is refused with its place: %j', async (body, field, said) => {
  const answer = await save(ann, { body })
  expect(answer).toMatchObject({ status: 422, code: 'view_wrong', field })
  expect(answer.detail).toContain(said)
})

test('what has not the shape of a view is refused before anything is kept', async () => {
  for (const body of [{ columns: 'all' }, { columns: [{ name: 'name', width: 1e9 }] }, { other: 1 }, null])
    expect((await save(ann, { body })).status).toBe(400)
})

test('no shared view holds a condition on a telephone number; for oneself it may', async () => {
  const body = { f: { phone: { has: '138' } } }
  expect(await save(boss, { body, roles: ['sales'] })).toMatchObject({ status: 422, field: 'f' })
  expect(await save(boss, { body: { where: 'phone = "138"' }, roles: ['sales'] })).toMatchObject({
    status: 422,
  })
  expect(await save(boss, { name: '电话', body })).toMatchObject({ version: 1 })
})

test('two people at one view: the second is told, and nothing is written over', async () => {
  const made = await save(boss, { name: '共用' })
  expect((await boss.patch(`/api/views/${made.id}`, { name: '新名' })).status).toBe(428)
  expect(await boss.patch(`/api/views/${made.id}`, { name: '新名' }, { 'if-match': '1' })).toMatchObject({
    version: 2,
    name: '新名',
  })
  expect(await boss.patch(`/api/views/${made.id}`, { name: '旧名' }, { 'if-match': '1' })).toMatchObject({
    status: 412,
    code: 'view_changed',
    data: { version: 2 },
  })
})

test('a list put together says how many and how much, and no more than its reader may see', async () => {
  for (const [grade, amount] of [
    ['a', '100.10'],
    ['a', '0.20'],
    ['b', '5'],
  ])
    await ann.post('/api/records/deal', { name: 'x', grade, amount })
  await bob.post('/api/records/deal', { name: 'y', grade: 'a', amount: '1000' })
  const asked = { by: 'grade', sums: ['amount'] }
  expect((await ann.post('/api/records/deal/groups', asked)).groups).toEqual([
    { value: 'a', count: 2, sums: { amount: '100.30' } },
    { value: 'b', count: 1, sums: { amount: expect.stringMatching(/^5(\.0+)?$/) } },
  ])
  expect((await boss.post('/api/records/deal/groups', asked)).groups[0]).toMatchObject({ count: 3 })
  expect(
    (await ann.post('/api/records/deal/groups', { sums: ['amount'], where: 'grade = "a"' })).groups,
  ).toEqual([{ value: null, count: 2, sums: { amount: '100.30' } }])
  expect(await ann.post('/api/records/deal/groups', { sums: ['margin'] })).toMatchObject({ status: 422 })
  expect(await ann.post('/api/records/deal/groups', { by: 'phone' })).toMatchObject({
    status: 422,
    field: 'by',
  })
  expect((await stranger.post('/api/records/deal/groups', {})).groups).toEqual([])
})

test('people who own a view see their grouped owners by name', async () => {
  const { titles } = await boss.post('/api/records/deal/groups', { by: 'owner' })
  expect(Object.values(titles as object).sort()).toEqual(['博', '安'])
})
