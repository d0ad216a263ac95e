import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { localStore } from '../files/localStore.ts'
import { comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { count, takeCounts, type Counted } from '../workspace/counts.ts'
import { closeWorkspace, openWorkspace, table, type Workspace } from '../workspace/workspace.ts'
import { addUpCounts } from './alerts.ts'

const note = defineObject('note', {
  label: { zh: '便签', en: 'Note' },
  fields: { text: text({ label: { zh: '内容', en: 'Text' } }) },
  access: { clerk: { create: true, read: 'all', delete: 'all', export: true } },
})
let house: TestHouse, admin: Caller, clerk: Caller, login: string

beforeAll(async () => {
  const notes = defineModule({
    name: 'notes',
    label: { zh: '便签' },
    objects: [note],
    roles: [{ name: 'clerk', label: { zh: '文员' } }],
  })
  house = await startTestHouse(testDatabaseUrl(), [notes])
  admin = await house.person('管', ['admin'])
  const enrolled = await house.enrol('文', ['clerk'], 'drei Schrauben 7')
  clerk = enrolled
  login = enrolled.login
})
afterAll(() => house?.stop())
beforeEach(async () => {
  await addUpCounts(house.workspace)
  await sql`update ${table(house.workspace, '_workspace')} set settings = settings - 'watch'`.execute(
    house.workspace.db,
  )
  await sql`delete from ${table(house.workspace, '_watch')}`.execute(house.workspace.db)
  await sql`delete from ${table(house.workspace, '_notification')}`.execute(house.workspace.db)
})

const rule = (kind: Counted, max: number, more: object = {}) =>
  admin.put('/api/settings/watch', { rules: { [kind]: { on: true, max, minutes: 1440, ...more } } })
const told = async (person = admin) =>
  (await person.get('/api/notifications')).items
    .map(({ title }: { title: { en: string } }) => title.en)
    .filter((title: string) => title.startsWith('Unusual use'))
const alerts = async () =>
  (await admin.get('/api/settings/watch')).alerts as { kind: string; who: string | null; count: number }[]

test('guessing at passwords tells administrators once in a window, and nobody else', async () => {
  await rule('sign_in_refused', 3)
  const guess = (from: string) =>
    comingBy(house.app)('POST', '/api/session', { login, password: 'guess' }, { from })
  for (const from of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) await guess(from)
  expect([await addUpCounts(house.workspace), await told()]).toEqual([0, []])
  await guess('203.0.113.4')
  expect(await addUpCounts(house.workspace)).toBe(1)
  await guess('203.0.113.5')
  expect(await addUpCounts(house.workspace)).toBe(0)
  expect(await told()).toEqual(['Unusual use: Refused sign-ins and proofs: 4 in 1440 minutes, more than 3'])
  expect(await told(clerk)).toEqual([])
  expect(await alerts()).toMatchObject([{ kind: 'sign_in_refused', who: null, count: 5 }])
})

test('what several servers count is added up, and told of by one of them', async () => {
  await rule('throttled', 9)
  const other: Workspace = await openWorkspace({
    name: house.workspace.name,
    url: testDatabaseUrl(),
    modules: house.workspace.modules,
    files: await localStore(house.workspace.files.temporary),
    secret: 'a secret of the tests',
  })
  for (const workspace of [house.workspace, other]) count(workspace, 'throttled', null, 5)
  const given = await Promise.all([addUpCounts(house.workspace), addUpCounts(other)])
  expect(given.sort()).toEqual([0, 1])
  expect(await told()).toHaveLength(1)
  await closeWorkspace(other)
})

test('who reads, exports or removes very much is named, each by their own count', async () => {
  for (let i = 0; i < 4; i++) await clerk.post('/api/records/note', { text: `${i}` })
  await Promise.all([rule('records_read', 7), rule('rows_exported', 3), rule('records_removed', 1)])
  takeCounts(house.workspace)
  const { items } = await clerk.get('/api/records/note')
  for (const { id } of items) await clerk.get(`/api/records/note/${id}`)
  await clerk.raw({ method: 'GET', url: '/api/records/note/export?format=csv' })
  for (const { id } of items.slice(0, 2)) await clerk.del(`/api/records/note/${id}`)
  await admin.get('/api/records/user')
  await addUpCounts(house.workspace)
  expect((await alerts()).map(({ kind, who, count: n }) => [kind, who, n]).sort()).toEqual([
    // An export looks at one row before it begins.
    ['records_read', '文', 4 + 4 + 5],
    ['records_removed', '文', 2],
    ['rows_exported', '文', 4],
  ])
  const [notice] = (await admin.get('/api/notifications')).items.filter(
    ({ object }: { object: string | null }) => object === 'user',
  )
  expect(notice.record).toBe(clerk.id)
})

test('refused rights, wrong keys, foreign pages and hooks are counted', async () => {
  takeCounts(house.workspace)
  const at = comingBy(house.app)
  await clerk.get('/api/settings/watch')
  await at('GET', '/api/session', undefined, { key: 'gk_wrong' })
  await at('POST', '/api/records/note', {}, { headers: { 'sec-fetch-site': 'cross-site' } })
  await at('POST', '/api/hooks/erp', {}, { headers: { 'x-hook-secret': 'wrong' } })
  expect(takeCounts(house.workspace)).toEqual([
    { kind: 'access_refused', subject: clerk.id, n: 1 },
    { kind: 'key_refused', subject: '', n: 1 },
    { kind: 'foreign_origin', subject: '', n: 1 },
    { kind: 'access_refused', subject: '', n: 1 },
    { kind: 'hook_refused', subject: '', n: 1 },
  ])
})

test('a key that is used from a further address is told of, once for each; the first is its own', async () => {
  const key = await house.key(clerk)
  const use = async (from: string) => {
    await comingBy(house.app)('GET', '/api/records/note', undefined, { from, key })
    return addUpCounts(house.workspace)
  }
  expect([
    await use('203.0.113.1'),
    await use('203.0.113.1'),
    await use('198.51.100.7'),
    await use('198.51.100.7'),
  ]).toEqual([0, 0, 1, 0])
  expect(await told()).toEqual([
    'Unusual use: API key used from a new address (tests): 1 in 1440 minutes, more than 0',
  ])
})

test('a rule that is off counts nothing, numbers have bounds, and every change is told to administrators', async () => {
  await rule('throttled', 0, { on: false })
  count(house.workspace, 'throttled', null, 5)
  expect([await addUpCounts(house.workspace), await alerts()]).toEqual([0, []])
  expect(await rule('throttled', -1)).toMatchObject({ code: 'field_invalid', field: 'throttled.max' })
  expect(await rule('throttled', 1, { minutes: 1441 })).toMatchObject({
    code: 'field_invalid',
    field: 'throttled.minutes',
  })
  expect(await clerk.put('/api/settings/watch', { rules: {} })).toMatchObject({ code: 'not_allowed' })
  const shown = (await admin.get('/api/settings/watch')).rules.find(
    ({ kind }: { kind: string }) => kind === 'throttled',
  )
  expect(shown).toMatchObject({ on: false, max: 0, label: { zh: '因过于频繁被拒的请求' } })
  expect((await admin.get('/api/notifications')).items.map(({ title }: any) => title.zh)).toContain(
    '管更改了异常提醒的规则',
  )
})

test('what cannot be added up now is added up later', async () => {
  await rule('throttled', 4)
  count(house.workspace, 'throttled', null, 5)
  const away = Object.create(house.workspace, {
    db: {
      value: {
        getExecutor: () => {
          throw new Error('away')
        },
      },
    },
  }) as Workspace
  await expect(addUpCounts(away)).rejects.toThrow('away')
  expect(await addUpCounts(house.workspace)).toBe(1)
})
