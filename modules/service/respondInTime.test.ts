import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { companyCalendar } from '../../kernel/calendar/company.ts'
import { openService, type Service } from './testService.ts'

let { house, boss, engineer, listOf, makeUnit, stranger } = {} as Service
beforeAll(async () => {
  ;({ house, boss, engineer, listOf, makeUnit, stranger } = await openService())
})
afterAll(() => house?.stop())

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
