import { afterAll, beforeAll, expect, test } from 'vitest'
import { openService, sign, type Service } from './testService.ts'

let { house, boss, seller, engineer, second, listOf, makeUnit, stranger } = {} as Service
beforeAll(async () => {
  ;({ house, boss, seller, engineer, second, listOf, makeUnit, stranger } = await openService())
})
afterAll(() => house?.stop())

test('consent to the privacy notice that came with a call for help is kept on the ticket', async () => {
  const { unit } = await makeUnit()
  const { body } = await stranger('POST', `/api/public/repair/${unit.token}`, {
    contact: '何',
    phone: '13800138009',
    description: '漏水',
    consent: 1,
  })
  const [ticket] = await listOf('ticket', `number = "${body.ticket}"`)
  expect(ticket).toMatchObject({ consent_version: '1', consent_at: expect.stringMatching(/Z$/) })
})

test('scan, dispatch, sign, and the next deal goes to whose customer it is', async () => {
  const { unit, customer } = await makeUnit()
  const report = {
    contact: '王师傅',
    phone: '13800138000',
    description: '主轴异响，停机',
    photos: [
      {
        name: 'a.png',
        content: `data:image/png;base64,${Buffer.from('\u0089PNG', 'latin1').toString('base64')}`,
      },
    ],
  }
  const sent = await stranger('POST', `/api/public/repair/${unit.token}`, report)
  expect(sent).toMatchObject({ status: 201, body: { ticket: expect.stringMatching(/^FW/) } })
  expect((await stranger('POST', `/api/public/repair/${unit.token}`, report)).body).toEqual(sent.body)
  await house.settle()
  const [ticket] = await listOf('ticket', `equipment = "${unit.id}"`)
  expect(ticket).toMatchObject({
    stage: 'dispatched',
    customer: customer.id,
    source: 'scan',
    in_warranty: true,
    photos: [expect.any(String)],
    routing: expect.stringMatching(/^规则“全部由服务部承接”；服务部在手 \d+ 单$/),
  })
  const holder = ticket.owner === engineer.id ? engineer : second
  expect((await holder.get('/api/notifications')).items[0]).toMatchObject({ record: ticket.id })
  await holder.post(`/api/records/ticket/${ticket.id}/check_in`, {
    place: { latitude: 31.3, longitude: 120.6 },
  })
  expect((await holder.post(`/api/records/ticket/${ticket.id}/resolve`, { solution: '更换轴承' })).code).toBe(
    'field_required',
  )
  expect((await boss.get(`/api/records/ticket/${ticket.id}`)).stage).toBe('on_site')
  const solved = await holder.post(`/api/records/ticket/${ticket.id}/resolve`, {
    solution: '更换轴承',
    signature: await sign(holder),
    parts: [{ name: '角接触轴承', quantity: 2 }],
  })
  expect(solved).toMatchObject({ stage: 'resolved', response_minutes: expect.any(String) })
  const raised = await holder.post(`/api/records/ticket/${ticket.id}/raise_opportunity`, {
    title: '设备升级：换高速主轴',
    amount: '86000',
  })
  expect(await seller.get(`/api/records/opportunity/${raised.opportunity}`)).toMatchObject({
    owner: seller.id,
    source: 'service',
    raised_by_ticket: ticket.id,
    customer: customer.id,
    amount: '86000.00',
  })
  expect(
    (await seller.get('/api/notifications')).items.some((one: any) => one.record === raised.opportunity),
  ).toBe(true)
  expect(
    (await holder.post(`/api/records/ticket/${ticket.id}/raise_opportunity`, { title: '再来一次' })).code,
  ).toBe('action_not_now')
  expect((await listOf('service_record', `equipment = "${unit.id}"`)).map((one) => one.kind).sort()).toEqual([
    'part',
    'reported',
    'resolved',
    'visit',
  ])
  expect((await stranger('POST', `/api/public/survey/${solved.survey_token}`, { score: 6 })).body.code).toBe(
    'field_invalid',
  )
  expect(
    (await stranger('POST', `/api/public/survey/${solved.survey_token}`, { score: 5, comment: '很及时' }))
      .status,
  ).toBe(201)
  expect((await stranger('POST', `/api/public/survey/${solved.survey_token}`, { score: 1 })).status).toBe(409)
  expect((await boss.post('/api/reports/customer_satisfaction/run')).totals).toMatchObject({
    surveys: 1,
    score: '5.0000',
  })
})
