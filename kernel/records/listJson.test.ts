import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  address,
  bool,
  date,
  datetime,
  defineModule,
  defineObject,
  duration,
  formula,
  geo,
  json,
  money,
  multiChoice,
  number,
  percent,
  reference,
  references,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { reading } from '../workspace/transact.ts'
import { listRecords } from './list.ts'
import { titlesFor } from './titles.ts'

const thing = defineObject('thing', {
  label: { zh: '物', en: 'Thing' },
  title: 'name',
  fields: {
    name: text(),
    amount: money(),
    fine: money({ scale: 4 }),
    count: number(),
    share: percent(),
    on: date(),
    at: datetime(),
    took: duration(),
    yes: bool(),
    tags: multiChoice({ a: { zh: '甲' }, b: { zh: '乙' } }),
    where_it_is: geo(),
    home: address(),
    free: json(),
    doubled: formula('number', 'count * 2'),
    later: formula('datetime', 'at'),
  },
  access: { everyone: { create: true, read: true } },
})

const firm = defineObject('firm', {
  label: { zh: '公司', en: 'Firm' },
  title: 'name',
  fields: { name: text(), limit_: money() },
  access: { boss: { create: true, read: true }, clerk: { read: 'own', fields: { limit_: 'hidden' } } },
})
const deal = defineObject('deal', {
  label: { zh: '生意', en: 'Deal' },
  fields: { firm: reference('firm'), firms: references('firm'), secret: reference('firm') },
  access: { boss: { create: true, read: true }, clerk: { read: true, fields: { secret: 'hidden' } } },
})

let house: TestHouse, ann: Caller
/** As somebody reads without HTTP, and what HTTP would make of it. */
const readerOf = ({ actor }: Caller) => reading(house.workspace, actor)
const asSent = (what: unknown) => JSON.parse(JSON.stringify(what))
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [thing, firm, deal],
      roles: [
        { name: 'boss', label: { zh: '老板' } },
        { name: 'clerk', label: { zh: '文员' } },
      ],
    }),
  ])
  ann = await house.person('安', [])
})
afterAll(() => house?.stop())

test('a list written straight from the texts of the database says exactly what a record read by us says, for every kind of field', async () => {
  const full = {
    name: '引号"和\\与\n换行\u2028',
    amount: '12',
    fine: '0.1',
    count: '12.500',
    share: '5.01',
    on: '2026-02-28',
    at: '2026-11-23T08:00:00.5+08:00',
    took: 'PT26H0M5S',
    yes: false,
    tags: ['b', 'a'],
    where_it_is: { latitude: 31.2, longitude: 121.5 },
    home: { city: '苏州' },
    free: { a: [1, null, '二'] },
  }
  for (const draft of [full, { name: '空' }, { name: '零', took: 'PT0S', count: '0', amount: '-0.50' }])
    await ann.post('/api/records/thing', draft)
  const fast = (await ann.get('/api/records/thing')).items
  const slow = asSent((await listRecords(readerOf(ann), 'thing')).items)
  expect(fast).toEqual(slow)
  expect(fast.at(-1)).toMatchObject({
    amount: '12.00',
    fine: '0.1000',
    count: '12.5',
    took: 'P1DT2H5S',
    at: '2026-11-23T00:00:00.500Z',
    doubled: '25',
    tags: ['b', 'a'],
    free: { a: [1, null, '二'] },
  })
  expect(Object.keys((await ann.get('/api/records/thing?fields=name')).items[0]).sort()).toEqual([
    'id',
    'name',
    'version',
  ])
})

test('a list gives fields of the record that a reference points at, as far as the caller may read them, and names a field it does not know', async () => {
  const boss = await house.person('老板', ['boss'])
  const clerk = await house.person('小王', ['clerk'])
  const firm = await boss.post('/api/records/firm', { name: '苏州精工', limit_: '100', owner: boss.id })
  const mine = await boss.post('/api/records/firm', { name: '杭州泵业', limit_: '200.5', owner: clerk.id })
  for (const to of [firm.id, mine.id, null])
    await boss.post('/api/records/deal', { firm: to, owner: boss.id })
  const list = async (who: Caller, fields: string, more = '') =>
    (await who.get(`/api/records/deal?sort=created_at&fields=${fields}${more}`)).items.map(
      ({ id: _, version: __, ...row }: Record<string, unknown>) => row,
    )

  expect(await list(boss, 'firm.name,firm.limit_,firm.version,owner.name,department.name')).toEqual([
    {
      'firm.name': '苏州精工',
      'firm.limit_': '100.00',
      'firm.version': 1,
      'owner.name': '老板',
      'department.name': '总部',
    },
    {
      'firm.name': '杭州泵业',
      'firm.limit_': '200.50',
      'firm.version': 1,
      'owner.name': '老板',
      'department.name': '总部',
    },
    {
      'firm.name': null,
      'firm.limit_': null,
      'firm.version': null,
      'owner.name': '老板',
      'department.name': '总部',
    },
  ])
  // Not his firm, and no limit even of his own; of colleagues the name, not the login.
  expect(await list(clerk, 'firm.name,firm.limit_,owner.name,owner.login')).toEqual([
    { 'firm.name': null, 'firm.limit_': null, 'owner.name': '老板', 'owner.login': null },
    { 'firm.name': '杭州泵业', 'firm.limit_': null, 'owner.name': '老板', 'owner.login': null },
    { 'firm.name': null, 'firm.limit_': null, 'owner.name': '老板', 'owner.login': null },
  ])
  expect(await list(clerk, 'firm.name', '&titles=true')).toEqual(await list(clerk, 'firm.name'))
  for (const name of [
    'nothing',
    'secret',
    'secret.name',
    'firm.nothing',
    'firm.owner.name',
    'firms.name',
    'nothing.name',
    '__proto__',
    'firm.constructor',
    'firm.',
  ]) {
    for (const more of ['', '&titles=true']) {
      const { status, body } = await clerk.raw({
        method: 'GET',
        url: `/api/records/deal?fields=${name}${more}`,
      })
      expect([name, status, body.code, body.field, body.detail.includes(`“${name}”`)]).toEqual([
        name,
        400,
        'field_unknown',
        'fields',
        true,
      ])
    }
  }
})

test('a page with its count and the names of all it points at, as our screens ask it, says what records read one by one say, and is two statements', async () => {
  const boss = await house.person('钱总', ['boss'])
  const clerk = await house.person('小李', ['clerk'])
  const [one, two, mine] = await Promise.all(
    ['一厂', '二厂"\\', '自家'].map((name) =>
      boss.post('/api/records/firm', { name, owner: name === '自家' ? clerk.id : boss.id }),
    ),
  )
  await boss.post('/api/records/deal', { firm: one.id, firms: [two.id, mine.id], secret: two.id })
  await boss.post('/api/records/deal', { firm: mine.id, firms: [] })
  await boss.post('/api/records/deal', {})
  for (const who of [boss, clerk])
    for (const where of ['true', 'firm = null', 'number = "none"']) {
      const query = { where, count: true, limit: 2 } as const
      const said = await listRecords(readerOf(who), 'deal', query)
      const page = await who.post('/api/records/deal/query', { ...query, titles: true })
      expect(page.titles).toEqual(await titlesFor(readerOf(who), deal, said.items))
      const { items: _, ...rest } = asSent(said)
      expect(page).toMatchObject(rest)
      const few = await who.post('/api/records/deal/query', { ...query, titles: true, fields: ['firms'] })
      expect(few.titles).toEqual(
        await titlesFor(
          readerOf(who),
          deal,
          said.items.map(({ id, version, firms }) => ({ id, version, firms }) as never),
        ),
      )
    }
  await house.settle()
  const asked = vi.spyOn(pg.Client.prototype, 'query')
  const { count, titles } = await boss.get('/api/records/deal?count=true&titles=true')
  const texts = asked.mock.calls.map(([first]) => String((first as { text?: string })?.text ?? first))
  asked.mockRestore()
  expect([count >= 3, titles[two.id]]).toEqual([true, '二厂"\\'])
  expect(texts.filter((text) => /"(deal|firm)"/.test(text))).toHaveLength(2)
})
