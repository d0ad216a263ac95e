import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  date,
  datetime,
  defineModule,
  defineObject,
  formula,
  localDate,
  reference,
  text,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { moveClock } from '../deadlines/deadlines.ts'
import { listRecords } from '../records/list.ts'
import { reading, transact } from '../workspace/transact.ts'
import { now, systemActor, type Workspace } from '../workspace/workspace.ts'

const source = defineObject('source', {
  label: { zh: '线人', en: 'Source' },
  title: 'name',
  fields: { name: text() },
  access: { admin: { read: true, create: true } },
})
const tip = defineObject('tip', {
  label: { zh: '线报', en: 'Tip' },
  title: 'name',
  fields: { name: text({ search: true }), source: reference('source') },
  list: { columns: ['name', 'source'] },
  access: { clerk: { create: true, read: 'department', update: 'department', export: true } },
})

const offer = defineObject('special_offer', {
  label: { zh: '特价', en: 'Special offer' },
  title: 'name',
  fields: { name: text(), from: date(), until: datetime(), opened: formula('bool', 'from <= today()') },
  access: {
    planner: { create: true, read: true, update: true },
    clerk: { read: 'from <= today()', update: 'now() < until' },
  },
})

let house: TestHouse, newcomer: Caller, clerk: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [source, tip, offer],
      roles: [
        { name: 'clerk', label: { zh: '文员' } },
        { name: 'planner', label: { zh: '企划' } },
      ],
    }),
  ])
  clerk = await house.person('文', ['clerk'], '市场部')
  newcomer = await house.person('新', ['clerk'], '市场部')
  await transact(house.workspace, systemActor('tests'), (tx) =>
    changeRecord(tx, 'user', newcomer.id, { department: null }),
  )
  await transact(house.workspace, systemActor('tests'), (tx) => createRecord(tx, 'tip', { name: '无主' }))
  await clerk.post('/api/records/tip', { name: '市场部的' })
})
afterAll(() => house?.stop())

test('somebody who belongs to no department has no department whose records they see', async () => {
  expect((await newcomer.get('/api/records/tip')).items).toEqual([])
  expect((await clerk.get('/api/records/tip')).items.map((one: { name: string }) => one.name)).toEqual([
    '市场部的',
  ])
})

test('the id of a record in an object that is closed to the caller stands in no answer and cannot be asked for', async () => {
  const { id } = await transact(house.workspace, systemActor('tests'), (tx) =>
    createRecord(tx, 'source', { name: '线人甲' }),
  )
  const [known] = (await clerk.get('/api/records/tip')).items
  await transact(house.workspace, systemActor('tests'), (tx) =>
    changeRecord(tx, 'tip', known.id, { source: id }),
  )
  const answers = ['', '?titles=true', `/${known.id}`, `/${known.id}/timeline`, '/export?format=csv'].map(
    (end) => clerk.raw({ url: `/api/records/tip${end}` }),
  )
  for (const { status, text: told } of await Promise.all(answers)) {
    expect(status).toBe(200)
    expect(told).not.toContain(id)
  }
  expect(await clerk.get('/api/records/tip?fields=name,source')).toMatchObject({ code: 'field_unknown' })
  expect(await clerk.get(`/api/records/tip?where=${encodeURIComponent(`source = "${id}"`)}`)).toMatchObject({
    status: 422,
  })
  expect(await clerk.patch(`/api/records/tip/${known.id}`, { source: id })).toMatchObject({
    code: 'field_unknown',
  })
  expect((await clerk.get('/api/definitions')).objects.tip.list.columns).toEqual(['name'])
})

test('a grant by the day goes by the clock and the zone of the company, and so do conditions and formulas', async () => {
  const planner = await house.person('划', ['planner'])
  await moveClock(house.workspace, 40 * 86_400_000)
  // It is never the same day in these two.
  const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].map(
    (zone) => Object.create(house.workspace, { zone: { value: zone } }) as Workspace,
  )
  const day = localDate(now(house.workspace), east!.zone)
  const made = await transact(east!, planner.actor, (tx) =>
    createRecord(tx, 'special_offer', {
      name: '今天起',
      from: day,
      until: new Date(now(house.workspace).getTime() + 3_600_000).toISOString(),
    }),
  )
  expect(made.opened).toBe(true)
  const names = async (workspace: Workspace, who: Caller, where?: string) =>
    (await listRecords(reading(workspace, who.actor), 'special_offer', { where })).items.map(
      (one) => one.name,
    )
  expect([await names(east!, clerk), await names(west!, clerk)]).toEqual([['今天起'], []])
  expect([
    await names(east!, planner, 'from = today()'),
    await names(west!, planner, 'from = today()'),
  ]).toEqual([['今天起'], []])
  const change = (workspace: Workspace) =>
    transact(workspace, clerk.actor, (tx) =>
      changeRecord(tx, 'special_offer', made.id, { name: '改' }),
    ).catch((error: { code: string }) => error.code)
  expect(await change(east!)).toMatchObject({ name: '改' })
  await moveClock(house.workspace, 2 * 3_600_000)
  expect(await change(east!)).toBe('not_allowed')
})
