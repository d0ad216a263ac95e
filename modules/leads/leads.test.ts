import { afterAll, beforeAll, expect, test } from 'vitest'
import { dwell } from '../../kernel/pipeline/dwell.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { sayRows } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { leads } from './index.ts'
import { routedSentences } from './whyRouted.ts'

let house: TestHouse, sales: Caller, sales2: Caller, director: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [dwell, leads, customers, pipeline])
  for (const group of ['销售一组', '销售二组']) await house.department(group, '销售部')
  sales = await house.person('林晓', ['sales'], '销售一组')
  sales2 = await house.person('周予安', ['sales'], '销售二组')
  director = await house.person('沈岚', ['sales_director'], '销售部')
})
afterAll(() => house?.stop())

const send = async (body: Record<string, unknown>, channel = 'website') => {
  const response = await house.app.inject({ method: 'POST', url: `/api/intake/${channel}`, payload: body })
  return { status: response.statusCode, body: response.json() as any }
}
const inquiry = (external_id: string, more: Record<string, unknown> = {}) => ({
  external_id,
  company: `杭州${external_id}环保科技有限公司`,
  contact: '王工',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  product_line: 'environmental',
  budget: '500000',
  message: '需要脱硫设备',
  ...more,
})

test('the same external id twice is one lead, also when both arrive at once', async () => {
  const answers = await Promise.all([send(inquiry('甲')), send(inquiry('甲')), send(inquiry('甲'))])
  expect(new Set(answers.map((answer) => answer.body.lead)).size).toBe(1)
  await house.settle()
  expect(await director.get(`/api/records/lead/${answers[0]!.body.lead}`)).toMatchObject({
    province: '浙江',
    sales_region: '华东',
    phone_key: '+8613800138000',
    owner: sales.id,
    stage: 'assigned',
    source: 'website',
  })
  const { items } = await director.get(`/api/records/lead/${answers[0]!.body.lead}/timeline`)
  expect(items.map((item: any) => item.name)).toEqual(
    expect.arrayContaining(['lead.created', 'lead.checked', 'lead.routed']),
  )
  expect((await sales.get('/api/notifications')).items[0].title.zh).toContain('杭州甲环保科技')
})

test('a likeness of a known company is shown with its score', async () => {
  const first = await send(inquiry('乙', { company: '宁波远大机械（集团）有限公司', phone: '13900000001' }))
  await house.settle()
  const second = await send(inquiry('乙二', { company: '宁波远大机械集团有限公司', phone: '13900000002' }))
  await house.settle()
  const shown = await director.get(`/api/records/lead/${second.body.lead}`)
  expect(shown.possible_duplicate).toBe(true)
  const matches = await director.get(
    `/api/records/duplicate_match?where=${encodeURIComponent(`lead = "${second.body.lead}"`)}`,
  )
  expect(matches.items).toMatchObject([{ match_record: first.body.lead, match_object: 'lead' }])
  expect(Number(matches.items[0].score)).toBeGreaterThanOrEqual(0.8)
})

test('with more than 5 open leads the next goes to the second group, and why is written down', async () => {
  for (let i = 0; i < 8; i++)
    await send(inquiry(`满${i}`, { company: `绍兴第${i}号水处理有限公司`, phone: `1370000${1000 + i}` }))
  await house.settle()
  const held = async (caller: Caller) =>
    (
      await director.get(
        `/api/records/lead?count=exact&where=${encodeURIComponent(`owner = "${caller.id}" and stage != "converted"`)}`,
      )
    ).count
  expect(await held(sales)).toBe(6)
  expect(await held(sales2)).toBeGreaterThan(0)
  const [last] = (
    await director.get(`/api/records/lead?limit=1&where=${encodeURIComponent(`owner = "${sales2.id}"`)}`)
  ).items
  expect(last.routing).toMatch(/^规则“[^a-z]*归一组.*”→ 销售二组；销售一组在手线索超过5条，顺延$/)
  expect(sayRows(last.routed, routedSentences).map((one) => one.en)).toEqual([
    expect.stringMatching(/^Rule "[^_]*group 1.*" → 销售二组$/),
    '销售一组: more than 5 open leads, passed on',
  ])
})

test('nobody called within 30 minutes: marked late, owner and director told; a logged call stops the clock', async () => {
  const late = (await send(inquiry('迟', { company: '湖州迟到电机有限公司', phone: '13700009999' }))).body
    .lead
  const early = (await send(inquiry('早', { company: '嘉兴早到阀门有限公司', phone: '13700008888' }))).body
    .lead
  await house.settle()
  const { owner } = await director.get(`/api/records/lead/${early}`)
  const seller = owner === sales.id ? sales : sales2
  expect(
    await seller.post(`/api/records/lead/${early}/log_touch`, { content: '已电话沟通需求', intent: 'high' }),
  ).toMatchObject({ first: true })
  await house.forward({ minutes: 31 })
  expect(await director.get(`/api/records/lead/${late}`)).toMatchObject({ response_breached: true })
  expect(await director.get(`/api/records/lead/${early}`)).toMatchObject({
    response_breached: false,
    stage: 'contacted',
    intent: 'high',
  })
  expect((await director.get('/api/notifications')).items.map((item: any) => item.title.zh)).toContain(
    '线索超时未响应：湖州迟到电机有限公司',
  )
})

test('a lead becomes customer, contact and opportunity at once, linked both ways, with its history', async () => {
  const id = (
    await send(inquiry('转', { company: '苏州转化机械有限公司', province: '江苏', phone: '13600000000' }))
  ).body.lead
  await house.settle()
  const { owner } = await director.get(`/api/records/lead/${id}`)
  const seller = owner === sales.id ? sales : sales2
  expect((await seller.post(`/api/records/lead/${id}/convert`)).code).toBe('action_not_now')
  await seller.post(`/api/records/lead/${id}/log_touch`, { content: '首次沟通', kind: 'call' })
  const made = await seller.post(`/api/records/lead/${id}/convert`)
  expect(made).toEqual({
    customer: expect.any(String),
    contact: expect.any(String),
    opportunity: expect.any(String),
  })
  expect(await seller.get(`/api/records/lead/${id}`)).toMatchObject({
    stage: 'converted',
    customer: made.customer,
    opportunity: made.opportunity,
  })
  expect(await seller.get(`/api/records/opportunity/${made.opportunity}`)).toMatchObject({
    lead: id,
    customer: made.customer,
    amount: '500000.00',
    stage: 'first_contact',
  })
  expect(
    (
      await seller.get(
        `/api/records/activity?where=${encodeURIComponent(`opportunity = "${made.opportunity}"`)}`,
      )
    ).items,
  ).toMatchObject([{ content: '首次沟通' }])
})

test('bad intake gets a plain sentence and leaves nothing behind', async () => {
  const before = (await director.get('/api/records/lead?count=exact')).count
  expect((await send({ company: '' })).status).toBe(422)
  expect((await send(inquiry('坏', { budget: 'many' }))).body).toMatchObject({
    code: 'field_invalid',
    field: 'budget',
  })
  expect((await send(inquiry('坏', { surprise: 1 }))).body).toMatchObject({
    code: 'field_unknown',
    field: 'surprise',
  })
  expect((await send(inquiry('坏'), 'nowhere')).status).toBe(404)
  expect((await director.get('/api/records/lead?count=exact')).count).toBe(before)
})

test('a released lead lies in the public pool until somebody claims it', async () => {
  const { id } = await sales.post('/api/records/lead', { company: '公海测试有限公司', source: 'phone' })
  await house.settle()
  await sales.post(`/api/records/lead/${id}/release`, { reason: '不对口' })
  expect(await sales2.post(`/api/records/lead/${id}/claim`)).toMatchObject({ owner: sales2.id })
  expect((await sales.raw({ method: 'GET', url: `/api/records/lead/${id}` })).status).toBe(404)
})

test('a customer who was called under one lead is not waited for under the one it was merged into', async () => {
  const [called, kept] = [(await send(inquiry('并一'))).body.lead, (await send(inquiry('并二'))).body.lead]
  await house.settle()
  await director.post(`/api/records/lead/${called}/log_touch`, { content: '已电话沟通' })
  const { first_touch_at } = await director.get(`/api/records/lead/${called}`)
  expect(await director.post(`/api/records/lead/${kept}/merge`, { other: called })).toMatchObject({
    stage: 'contacted',
    first_touch_at,
  })
  await house.forward({ minutes: 31 })
  expect(await director.get(`/api/records/lead/${kept}`)).toMatchObject({
    response_breached: false,
    stage: 'contacted',
  })
})

test('consent that came with an inquiry is kept with the version of the notice, and an inquiry without one says so', async () => {
  const { body } = await send(inquiry('同意', { consent: true, phone: '13800138077' }))
  const { body: silent } = await send(inquiry('未说', { phone: '13800138078' }))
  expect(await director.get(`/api/records/lead/${body.lead}`)).toMatchObject({
    consent_version: '1',
    consent_at: expect.stringMatching(/Z$/),
  })
  expect(await director.get(`/api/records/lead/${silent.lead}`)).toMatchObject({
    consent_version: null,
    consent_at: null,
  })
})
