import { afterAll, beforeAll, expect, test } from 'vitest'
import { dwell } from '../../kernel/pipeline/dwell.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { createRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from './index.ts'

let house: TestHouse, seller: Caller, director: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [dwell, leads, customers, pipeline])
  await house.department('销售一组', '销售部')
  seller = await house.person('林晓', ['sales'], '销售一组')
  director = await house.person('沈岚', ['sales_director'], '销售部')
})
afterAll(() => house?.stop())

const deal = async (more: Record<string, unknown> = {}) => {
  const { id: customer } = await seller.post('/api/records/customer', { name: `客户${Math.random()}` })
  return seller.post('/api/records/opportunity', { name: '脱硫塔项目', customer, amount: '100000', ...more })
}
const attach = async (record: string, purpose: string, content = '%PDF-1.4 evidence') => {
  const boundary = 'x'.repeat(20)
  const part = (name: string, value: string, file = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  const payload =
    part('object', 'opportunity') +
    part('record', record) +
    part('purpose', purpose) +
    part('file', content, '; filename="证据.pdf"') +
    `--${boundary}--\r\n`
  return (
    await seller.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
  ).body as any
}
const move = (id: string, to: string) => seller.post(`/api/records/opportunity/${id}/move_stage`, { to })
const missingOf = (answer: any) => (answer.missing ?? []).map((one: any) => one.code)
const ready = {
  technical_parameters: '功率 5 kW',
  application_scenario: '车间',
  budget_range: '10-20万',
  timetable: '三个月',
  intent: 'high',
}

test('OPP-13: recording, need form and intent, and with any one missing the move is refused naming it', async () => {
  const { id } = await deal()
  expect(missingOf(await move(id, 'requirement'))).toEqual(['call_recording', 'need_form', 'intent'])
  await seller.patch(`/api/records/opportunity/${id}`, ready)
  expect(missingOf(await move(id, 'requirement'))).toEqual(['call_recording'])
  await attach(id, 'call_recording')
  expect(await move(id, 'requirement')).toMatchObject({ stage: 'requirement' })
})

test('OPP-09: a meeting of exactly 60 minutes with the technical director does not open the stage, 61 do; a stamped confirmation does, too', async () => {
  const { id, customer } = await deal(ready)
  await attach(id, 'call_recording')
  await move(id, 'requirement')
  const person = await seller.post('/api/records/contact', {
    customer,
    name: '总工',
    job_function: 'technical_director',
  })
  const meet = (minutes: string, contact = person.id) =>
    seller.post('/api/records/activity', {
      kind: 'meeting',
      content: '技术交流',
      minutes,
      contact,
      customer,
      opportunity: id,
    })
  await meet('60')
  const refused = await move(id, 'proposal')

  expect(refused).toMatchObject({ code: 'gate_closed', status: 409 })
  expect(missingOf(refused)).toEqual(['requirement_confirmed'])
  const buyer = await seller.post('/api/records/contact', {
    customer,
    name: '采购',
    job_function: 'purchasing',
  })
  await meet('90', buyer.id)
  expect(missingOf(await move(id, 'proposal'))).toEqual(['requirement_confirmed'])
  await meet('61')
  expect(await move(id, 'proposal')).toMatchObject({ stage: 'proposal' })

  const other = await deal(ready)
  await attach(other.id, 'call_recording')
  await move(other.id, 'requirement')
  await attach(other.id, 'stamped_confirmation')
  expect(await move(other.id, 'proposal')).toMatchObject({ stage: 'proposal' })
})

test('OPP-10: sample passed and written confirmation, both', async () => {
  const { id } = await deal(ready)
  for (const purpose of ['call_recording', 'stamped_confirmation']) await attach(id, purpose)
  for (const to of ['requirement', 'proposal']) await move(id, to)
  expect(missingOf(await move(id, 'negotiation'))).toEqual(['sample_passed', 'written_confirmation'])
  await seller.patch(`/api/records/opportunity/${id}`, { sample_test: 'pass' })
  expect(missingOf(await move(id, 'negotiation'))).toEqual(['written_confirmation'])
  await attach(id, 'written_confirmation')
  expect(await move(id, 'negotiation')).toMatchObject({ stage: 'negotiation' })
})

test('a stage cannot be jumped over, and losing needs a reason', async () => {
  const { id } = await deal()
  expect((await move(id, 'won')).code).toBe('stage_not_next')
  expect(missingOf(await move(id, 'lost'))).toEqual(['lost_reason'])
  expect((await seller.post(`/api/records/opportunity/${id}/lose`, { reason: 'other' })).code).toBe(
    'gate_closed',
  )
  expect(await seller.post(`/api/records/opportunity/${id}/lose`, { reason: 'price' })).toMatchObject({
    stage: 'lost',
  })
})

test('ALR-01: on day 30 in 需求确认 nobody is told, on day 31 the sales director, once', async () => {
  const { id } = await deal({ ...ready, name: '停滞项目' })
  await attach(id, 'call_recording')
  await move(id, 'requirement')
  await house.settle()
  const told = async () =>
    (await director.get('/api/notifications')).items.filter(
      (item: any) => item.title.zh === '停滞项目在“需求确认”已超过30天',
    ).length
  await house.forward({ days: 29, hours: 23 })
  expect(await told()).toBe(0)
  expect((await seller.get('/api/notifications')).items.map((item: any) => item.title.zh)).toContain(
    '停滞项目在“需求确认”已超过10天',
  )
  await house.forward({ hours: 2 })
  expect(await told()).toBe(1)
  await house.forward({ days: 5 })
  expect(await told()).toBe(1)
})

test('the funnel counts what the asker may see, and each figure opens exactly its rows', async () => {
  const result = await director.post('/api/reports/sales_funnel/run')
  for (const row of result.rows) {
    const list = await director.get(
      `/api/records/opportunity?count=exact&where=${encodeURIComponent(row.where)}`,
    )
    expect(list.count).toBe(row.values.deals)
  }
  expect(result.rows.length).toBeGreaterThan(2)
  const stranger = await house.person('外人', ['sales'], '其他')
  expect((await stranger.post('/api/reports/sales_funnel/run')).rows).toEqual([])
})

test('a deal brought in as won counts in the month in which it was won', async () => {
  const { id: customer } = await seller.post('/api/records/customer', { name: '老客户' })
  const bring = (stage: string, stage_since: string) =>
    transact(house.workspace, systemActor('tests'), (tx) =>
      createRecord(
        tx,
        'opportunity',
        { name: '历史订单', customer, amount: '1054', owner: seller.id },
        { history: { stage, stage_since, created_at: '2016-10-20T00:00:00.000Z' } },
      ),
    )
  expect(await bring('won', '2017-05-31T16:00:00.000Z')).toMatchObject({
    won_at: '2017-05-31T16:00:00.000Z',
    won_amount: '1054.00',
  })
  await bring('won', '2017-05-31T15:59:59.000Z')
  expect(await bring('lost', '2017-06-02T00:00:00.000Z')).toMatchObject({ won_at: null, won_amount: null })
  const june = await seller.post('/api/reports/won_in_month/run', {
    parameters: { p_from: '2017-06-01', p_to: '2017-07-01' },
  })
  expect(june).toMatchObject({ count: 1, totals: { amount: '1054.00' } })
})

test('a lost deal stands as it was lost: nobody edits or moves it or its rows, its owner may change, and reopened it starts at the first stage', async () => {
  const { id } = await deal()
  const { id: rival } = await seller.post('/api/records/competitor', { opportunity: id, name: '对手' })
  await seller.post(`/api/records/opportunity/${id}/lose`, { reason: 'price' })
  const closed = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code]
  const attempts = await Promise.all(
    [seller, director].flatMap((who) => [
      who.raw({ method: 'PATCH', url: `/api/records/opportunity/${id}`, payload: { amount: '1' } }),
      who.raw({ method: 'PATCH', url: `/api/records/competitor/${rival}`, payload: { price: '1' } }),
      who.raw({ method: 'DELETE', url: `/api/records/competitor/${rival}` }),
      who.raw({
        method: 'POST',
        url: '/api/records/competitor',
        payload: { opportunity: id, name: '又一家' },
      }),
      who.raw({
        method: 'POST',
        url: `/api/records/opportunity/${id}/move_stage`,
        payload: { to: 'negotiation' },
      }),
      who.raw({
        method: 'POST',
        url: `/api/records/opportunity/${id}/move_stage`,
        payload: { to: 'first_contact' },
      }),
    ]),
  )
  expect(attempts.map(closed)).toEqual(attempts.map(() => [409, 'record_closed']))
  const bulk = await director.post('/api/records/opportunity/bulk', { update: [{ id, amount: '1' }] })
  expect(bulk.results).toMatchObject([{ ok: false, problem: { code: 'record_closed' } }])
  expect(await seller.get(`/api/records/opportunity/${id}`)).toMatchObject({
    amount: '100000.00',
    _may: { update: false },
    _gate: { next: [] },
  })
  expect((await director.patch(`/api/records/opportunity/${id}`, { owner: director.id })).owner).toBe(
    director.id,
  )
  expect(
    await director.post(`/api/records/opportunity/${id}/reopen`, { reason: '客户又来了' }),
  ).toMatchObject({ stage: 'first_contact', lost_reason: null })
  expect((await director.patch(`/api/records/opportunity/${id}`, { amount: '90000' })).amount).toBe(
    '90000.00',
  )
})
