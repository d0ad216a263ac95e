import { afterAll, beforeAll, expect, test } from 'vitest'
import { bool, defineModule, defineObject, definePipeline, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const access = { sales: { create: true, read: true, update: true, delete: true, actions: true } } as const
const crate = defineObject('crate', {
  label: { zh: '木箱', en: 'Crate' },
  fields: { name: text(), weighed: bool() },
  access,
})
const pallet = defineObject('pallet', {
  label: { zh: '托盘', en: 'Pallet' },
  fields: { name: text(), sound: bool() },
  access,
})
const weighed = {
  code: 'weighed',
  condition: 'weighed = true',
  label: { zh: '已称重', en: 'It is weighed' },
}
const packing = definePipeline('packing', {
  label: { zh: '装箱', en: 'Packing' },
  object: 'crate',
  stages: [
    { name: 'open', label: { zh: '敞开', en: 'Open' }, exit: [weighed] },
    { name: 'full', label: { zh: '装满', en: 'Full' } },
    { name: 'shut', label: { zh: '封好', en: 'Shut' } },
    { name: 'broken', label: { zh: '破损', en: 'Broken' }, ends: 'lost' },
  ],
})

let house: TestHouse, admin: Caller, seller: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      roles: [{ name: 'sales', label: { zh: '销售', en: 'Sales' } }],
      objects: [crate, pallet],
      pipelines: [packing],
    }),
  ])
  admin = await house.person('管', ['admin'])
  seller = await house.person('销', ['sales'])
})
afterAll(() => house?.stop())

const at = '/api/definitions/pipeline/packing'
const without = (...names: readonly string[]) => ({
  stages: packing.stages.filter(({ name }) => !names.includes(name)),
})
const move = (object: string, id: string, to: string) =>
  seller.post(`/api/records/${object}/${id}/move_stage`, { to })
const asShipped = async (moves: object = {}) => {
  await admin.put(at, { stages: packing.stages })
  return admin.post(`${at}/publish`, moves)
}

test('a stage that holds records goes only when it is said where they continue, and says how many stand there', async () => {
  const { id } = await seller.post('/api/records/crate', { name: '一', weighed: true })
  await move('crate', id, 'full')
  await admin.put(at, without('full'))
  expect(await admin.post(`${at}/check`, {})).toMatchObject({
    ok: true,
    homeless: [{ stage: 'full', label: { zh: '装满', en: 'Full' }, records: 1 }],
  })
  expect(await admin.raw({ method: 'POST', url: `${at}/publish` })).toMatchObject({
    status: 409,
    body: {
      code: 'stages_hold_records',
      field: 'packing.stages',
      data: { stages: [{ stage: 'full', records: 1 }], to: ['open', 'shut', 'broken'] },
    },
  })
  expect(await seller.get(`/api/records/crate/${id}`)).toMatchObject({ stage: 'full' })
  expect(await admin.post(`${at}/publish`, { stages: { full: 'gone' } })).toMatchObject({
    code: 'stage_unknown',
  })
  expect(await admin.post(`${at}/publish`, { stages: { full: 'shut' } })).toMatchObject({ moved: 1 })
  expect(await seller.get(`/api/records/crate/${id}`)).toMatchObject({ stage: 'shut' })
  const { items } = await seller.get(`/api/records/crate/${id}/timeline`)
  expect(items.map(({ name }: { name: string }) => name)).toContain('crate.stage_replaced')
  await asShipped()
})

test('records made before their object had stages stand at the first when it is given some', async () => {
  const { id } = await seller.post('/api/records/pallet', { name: '旧' })
  const name = '/api/definitions/pipeline/x_check'
  await admin.put(name, {
    label: { zh: '验收', en: 'Acceptance' },
    object: 'pallet',
    stages: [
      { name: 'new', label: { zh: '新到', en: 'New' } },
      {
        name: 'tried',
        label: { zh: '试过', en: 'Tried' },
        exit: [{ code: 'sound', condition: 'sound = true', label: { zh: '完好', en: 'It is sound' } }],
      },
      { name: 'used', label: { zh: '在用', en: 'In use' } },
    ],
  })
  expect(await admin.post(`${name}/publish`, {})).toMatchObject({ records: 1, moved: 1 })
  expect(await seller.get(`/api/records/pallet/${id}`)).toMatchObject({ stage: 'new', pipeline: 'x_check' })
  // And it passes the gates like any other.
  expect(await move('pallet', id, 'used')).toMatchObject({
    code: 'gate_closed',
    missing: [{ code: 'sound' }],
  })
})

test('what was lost and comes back passes every gate on its way', async () => {
  const { id } = await seller.post('/api/records/crate', { name: '坏' })
  await move('crate', id, 'broken')
  expect(await move('crate', id, 'shut')).toMatchObject({
    code: 'gate_closed',
    missing: [{ code: 'weighed' }],
  })
  expect(await move('crate', id, 'open')).toMatchObject({ stage: 'open' })
})

test('a record that comes back to stages that were changed meanwhile begins anew', async () => {
  const { id } = await seller.post('/api/records/crate', { name: '回', weighed: true })
  await move('crate', id, 'full')
  await seller.del(`/api/records/crate/${id}`)
  await admin.put(at, without('full'))
  expect(await admin.post(`${at}/publish`, {})).toMatchObject({ moved: 0 })
  await seller.post(`/api/records/crate/${id}/restore`, {})
  expect(await seller.get(`/api/records/crate/${id}`)).toMatchObject({ stage: 'open' })
  await asShipped()
})

test('looking at a draft tells its faults by place and changes nothing', async () => {
  const body = { stages: [{ name: 'open', label: { zh: '开' }, to: ['nowhere'] }] }
  expect(await admin.post(`${at}/check`, { body })).toMatchObject({
    ok: false,
    faults: [{ code: 'definition_wrong', field: 'packing.stages.open.to' }],
  })
  expect((await admin.get(at)).draft).toBeNull()
  expect(await seller.post(`${at}/check`, { body })).toMatchObject({ code: 'not_allowed' })
})
