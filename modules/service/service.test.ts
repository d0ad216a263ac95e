import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { companyCalendar } from '../../kernel/calendar/company.ts'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { makeWork } from '../../kernel/work/makeWork.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import { addDays, addMonths } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { receivables } from '../receivables/index.ts'
import { earlierSteps } from '../receivables/testEarlierSteps.ts'
import { service } from './index.ts'

let house: TestHouse, boss: Caller, seller: Caller, engineer: Caller, second: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    leads,
    customers,
    pipeline,
    earlierSteps,
    receivables,
    service,
  ])
  boss = await house.person('总', ['manager'])
  seller = await house.person('林晓', ['sales'], '销售部')
  engineer = await house.person('唐维', ['service_engineer'], '服务部')
  second = await house.person('韩工', ['service_engineer'], '服务部')
})
afterAll(() => house?.stop())

const where = (text: string) => encodeURIComponent(text)
const listOf = async (object: string, condition: string): Promise<any[]> =>
  (await boss.get(`/api/records/${object}?where=${where(condition)}&limit=500`)).items
const today = () =>
  new Date(Date.now() + house.workspace.clockOffsetMs + 8 * 3_600_000).toISOString().slice(0, 10)
const shipped = async (order: string, lines: object[]) => {
  await transact(house.workspace, systemActor('tests'), async (tx) =>
    makeWork(tx).emit('order.shipped', { object: 'order', record: order, order, lines }),
  )
  await house.settle()
}
/** Anybody with a phone: no session, no key. */
const stranger = async (method: 'GET' | 'POST', url: string, payload?: object) => {
  const response = await house.app.inject({ method, url, ...(payload ? { payload } : {}) })
  return { status: response.statusCode, body: response.json() as any }
}

async function makeUnits(quantity: string, warranty_months?: string) {
  const customer = await boss.post('/api/records/customer', {
    name: `苏州宏远机械有限公司${Math.random()}`,
    short_name: '宏远',
    owner: seller.id,
  })
  const item = await boss.post('/api/records/item', {
    name: '数控钻铣床',
    ...(warranty_months ? { warranty_months } : {}),
  })
  const order = await boss.post('/api/records/order', {
    customer: customer.id,
    owner: seller.id,
    lines: [{ item: item.id, name: '数控钻铣床', quantity }],
  })
  const {
    lines: [line],
  } = await boss.get(`/api/records/order/${order.id}`)
  return { customer, item, order, line }
}
async function makeUnit() {
  const made = await makeUnits('1')
  await shipped(made.order.id, [{ line: made.line.id, item: made.item.id, quantity: '1' }])
  const [unit] = await listOf('equipment', `order = "${made.order.id}"`)
  return { ...made, unit }
}
async function sign(who: Caller): Promise<string> {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const payload = Buffer.concat([
    Buffer.from(
      '--edge\r\ncontent-disposition: form-data; name="file"; filename="sign.png"\r\ncontent-type: image/png\r\n\r\n',
    ),
    png,
    Buffer.from('\r\n--edge--\r\n'),
  ])
  return (
    await who.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': 'multipart/form-data; boundary=edge' },
    })
  ).body.id
}

test('every unit shipped gets its own file with serial and warranty, and telling it again adds none', async () => {
  const { item, order, line } = await makeUnits('3', '18')
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '2' }])
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '1' }])
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '3' }])
  const units = await listOf('equipment', `order = "${order.id}"`)
  expect(units.map((unit) => unit.serial).sort()).toEqual(
    ['001', '002', '003'].map((n) => `${order.number}-1-${n}`),
  )
  expect(new Set(units.map((unit) => unit.token)).size).toBe(3)
  expect(units[0]).toMatchObject({
    warranty_from: today(),
    warranty_to: addMonths(today(), 18),
    quantity: '1',
    state: 'in_use',
  })
})

test('parts by the lot share one file', async () => {
  const { item, order, line } = await makeUnits('501')
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '501' }])
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '501' }])
  expect(await listOf('equipment', `order = "${order.id}"`)).toMatchObject([{ quantity: '501' }])
})

test('a stranger with the code sees the machine and its warranty and nothing more; the last day counts', async () => {
  const { unit } = await makeUnit()
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).body).toEqual({
    name: '数控钻铣床',
    serial: unit.serial,
    customer: '宏远',
    warranty: 'in_warranty',
  })
  await boss.patch(`/api/records/equipment/${unit.id}`, { warranty_to: today() })
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).body.warranty).toBe('in_warranty')
  await boss.patch(`/api/records/equipment/${unit.id}`, { warranty_to: '2020-01-01' })
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).body.warranty).toBe('expired')
  expect((await stranger('GET', '/api/public/repair/not-a-code-of-ours')).status).toBe(404)
  expect(
    (await stranger('POST', `/api/public/repair/${unit.token}`, { contact: '王', phone: '13800138000' })).body
      .code,
  ).toBe('field_required')
})

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

test('two hours without an answer: the ticket is marked late and the manager has it', async () => {
  const { unit } = await makeUnit()
  await stranger('POST', `/api/public/repair/${unit.token}`, {
    contact: '李',
    phone: '13900139000',
    description: '漏油',
  })
  await house.settle()
  const [ticket] = await listOf('ticket', `equipment = "${unit.id}"`)
  await house.forward({ minutes: 119 })
  expect((await boss.get(`/api/records/ticket/${ticket.id}`)).response_breached).toBe(false)
  await house.forward({ minutes: 1 })
  expect((await boss.get(`/api/records/ticket/${ticket.id}`)).response_breached).toBe(true)
  expect((await boss.get('/api/tasks')).items.filter((one: any) => one.record === ticket.id)).toMatchObject([
    { kind: 'escalation' },
  ])
})

test('an answer in time stops the clock', async () => {
  const { unit, customer } = await makeUnit()
  const { id } = await engineer.post('/api/records/ticket', {
    equipment: unit.id,
    customer: customer.id,
    description: '电话报修',
  })
  await house.settle()
  expect(await engineer.post(`/api/records/ticket/${id}/respond`, {})).toMatchObject({
    owner: engineer.id,
    first_response_at: expect.any(String),
  })
  await house.forward({ hours: 3 })
  expect((await boss.get(`/api/records/ticket/${id}`)).response_breached).toBe(false)
})

test('maintenance comes due as a dispatched ticket, and the plan moves on', async () => {
  const { unit } = await makeUnit()
  const plan = await engineer.post('/api/records/maintenance_plan', {
    equipment: unit.id,
    name: '半年保养',
    interval_days: '30',
    next_on: addMonths(today(), 1),
  })
  await house.settle()
  await house.forward({ days: 32 })
  expect(await listOf('ticket', `equipment = "${unit.id}" and kind = "maintenance"`)).toMatchObject([
    { stage: 'dispatched' },
  ])
  expect((await boss.get(`/api/records/maintenance_plan/${plan.id}`)).next_on > today()).toBe(true)
})

test('a replaced unit hands its warranty on and its code no longer answers', async () => {
  const { unit } = await makeUnit()
  const { equipment } = await engineer.post(`/api/records/equipment/${unit.id}/replace`, {
    serial: `NEW-${unit.serial}`,
    reason: '主板损坏',
  })
  expect(await boss.get(`/api/records/equipment/${equipment}`)).toMatchObject({
    replaces: unit.id,
    warranty_to: unit.warranty_to,
  })
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).status).toBe(404)
})

test('a unit that is exchanged during a visit stays exchanged when the ticket is resolved, and its maintenance goes on with the new one', async () => {
  const { unit, customer } = await makeUnit()
  const plan = await engineer.post('/api/records/maintenance_plan', {
    equipment: unit.id,
    name: '更换滤芯',
    interval_days: '90',
    next_on: addDays(today(), 3),
  })
  const call = await engineer.post('/api/records/ticket', {
    equipment: unit.id,
    customer: customer.id,
    description: '主轴异响',
  })
  await house.settle()
  await engineer.post(`/api/records/ticket/${call.id}/check_in`, {})
  const { equipment } = await engineer.post(`/api/records/equipment/${unit.id}/replace`, {
    serial: `EX-${unit.serial}`,
    reason: '主轴报废',
  })
  await engineer.post(`/api/records/ticket/${call.id}/resolve`, {
    solution: '整机更换',
    signature: await sign(engineer),
  })
  expect(await boss.get(`/api/records/equipment/${unit.id}`)).toMatchObject({ state: 'replaced' })
  expect(await boss.get(`/api/records/maintenance_plan/${plan.id}`)).toMatchObject({ equipment })
  await house.forward({ days: 4 })
  expect(await listOf('ticket', `equipment = "${equipment}"`)).toMatchObject([
    { kind: 'maintenance', source: 'plan' },
  ])
})

/**
 * The clock goes to a moment of the company's day, the next Friday that is worked with a working Monday after
 * it.
 */
async function toFriday(clock: string) {
  const calendar = companyCalendar('Asia/Shanghai')
  const now = Date.now() + house.workspace.clockOffsetMs
  const day = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
  let at = now + 86_400_000
  while (
    new Date(day(at)).getUTCDay() !== 5 ||
    ![at, at + 3 * 86_400_000].every((ms) => calendar.isWorkingDay(day(ms))) ||
    calendar.isWorkingDay(day(at + 86_400_000))
  )
    at += 86_400_000
  await house.forward({ minutes: (Date.parse(`${day(at)}T${clock}:00+08:00`) - now) / 60_000 })
}

test('minutes to respond count as the minutes that were promised: the night and the weekend only where the promise runs through them', async () => {
  const { unit, customer } = await makeUnit()
  const answered = async () => {
    const { id } = await engineer.post('/api/records/ticket', {
      equipment: unit.id,
      customer: customer.id,
      description: '电话报修',
    })
    await house.settle()
    const opened = await boss.get(`/api/records/ticket/${id}`)
    // From Friday 17:00 to Monday 09:00: half an hour on each side of it is worked.
    await house.forward({ hours: 64 })
    return { opened, row: await engineer.post(`/api/records/ticket/${id}/respond`, {}) }
  }
  await toFriday('17:00')
  expect((await answered()).row).toMatchObject({
    response_minutes: String(64 * 60),
    response_clock: 'round_the_clock',
  })
  // As the company would publish it; this house lacks the steps before, whose absence a publication would
  // refuse.
  const body = JSON.stringify({ rules: [{ id: 'two_hours', when: ['-', '-'], then: ['120', 'false'] }] })
  await sql`insert into ${sql.id(house.workspace.name, '_definition')} (kind, name, version, status, body, created_at) values ('decision', 'ticket_sla', 1, 'published', ${body}::jsonb, now())`.execute(
    house.workspace.db,
  )
  await sql`update ${sql.id(house.workspace.name, '_workspace')} set definitions_version = definitions_version + 1`.execute(
    house.workspace.db,
  )
  await toFriday('17:00')
  const { opened, row } = await answered()
  expect(row).toMatchObject({
    response_minutes: '60',
    response_clock: 'working_time',
    response_breached: false,
  })
  // Two hours of work from Friday 17:00 end on Monday at 10:00.
  expect(Math.round((Date.parse(opened.response_due_at) - Date.parse(opened.created_at)) / 3_600_000)).toBe(
    65,
  )
})
