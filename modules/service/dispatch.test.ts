import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type Caller, type TestHouse } from '../../kernel/testing/testHouse.ts'
import { changeRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { now, systemActor } from '../../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { receivables } from '../receivables/index.ts'
import { earlierSteps } from '../receivables/testEarlierSteps.ts'
import { service } from './index.ts'

let house: TestHouse, boss: Caller, first: Caller, second: Caller
beforeAll(async () => {
  const steps = [leads, customers, pipeline, earlierSteps, receivables, service]
  house = await startTestHouse(testDatabaseUrl(), steps)
  boss = await house.person('总', ['manager'])
  first = await house.person('唐维', ['service_engineer'], '服务部')
  second = await house.person('韩工', ['service_engineer'], '服务部')
})
afterAll(() => house?.stop())

const away = (person: Caller, days: number | null) =>
  transact(house.workspace, systemActor('tests'), (tx) =>
    changeRecord(tx, 'user', person.id, {
      away_until:
        days === null ? null : new Date(now(house.workspace).getTime() + days * 86_400_000).toISOString(),
    }),
  )
async function call(description: string): Promise<string> {
  const customer = await boss.post('/api/records/customer', { name: `无锡${description}有限公司` })
  const { id } = await boss.post('/api/records/ticket', { customer: customer.id, description })
  await house.settle()
  return id
}
const shown = (id: string) => boss.get(`/api/records/ticket/${id}`)
const dispatch = (id: string, body: object = {}) => boss.post(`/api/records/ticket/${id}/dispatch`, body)

test('whoever is away gets no ticket, and the next goes to who has fewer in hand', async () => {
  await away(first, 3)
  const one = await shown(await call('主轴异响'))
  expect(one).toMatchObject({ stage: 'dispatched', owner: second.id })
  await away(first, null)
  expect(await shown(await call('刀库卡住'))).toMatchObject({ owner: first.id })
})

test('a ticket is sent to whom the dispatcher names; sent by rule, who has it keeps it, unless away', async () => {
  const id = await call('冷却液渗漏')
  expect(await dispatch(id, { to: second.id })).toMatchObject({ owner: second.id, stage: 'dispatched' })
  expect(await dispatch(id)).toMatchObject({ owner: second.id })
  await away(second, 1)
  expect(await dispatch(id)).toMatchObject({ owner: first.id })
  await away(second, null)
})

test('a company that gives repairs to another role says so at the role, and no code changes', async () => {
  const fitter = await house.person('装配工', ['worker'], '服务部')
  // As the company would publish it; this house lacks the steps before, whose absence a publication would
  // refuse.
  const answersFor = async (role: string, answers_for: readonly string[]) => {
    const schema = house.workspace.name
    await sql`insert into ${sql.id(schema, '_definition')} (kind, name, version, status, body, created_at) values ('role', ${role}, 1, 'published', ${JSON.stringify({ answers_for })}::jsonb, now())`.execute(
      house.workspace.db,
    )
    await sql`update ${sql.id(schema, '_workspace')} set definitions_version = definitions_version + 1`.execute(
      house.workspace.db,
    )
  }
  await answersFor('worker', ['repairs'])
  await answersFor('service_engineer', [])
  expect(await shown(await call('换装配工'))).toMatchObject({ owner: fitter.id })
})
