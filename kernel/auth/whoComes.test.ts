import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { closeWorkspace, openWorkspace, type Workspace } from '../workspace/workspace.ts'
import { openSession } from './session.ts'
import { actorByToken } from './whoComes.ts'

/** With one connection, so that what is prepared is prepared there. */
let house: TestHouse, workspace: Workspace
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  const { name, url, modules, files, secret } = house.workspace
  workspace = await openWorkspace({ name, url, modules, files, secret, poolSize: 1 })
})
afterAll(async () => {
  await closeWorkspace(workspace)
  await house?.stop()
})

const comeBySession = async (name: string) => {
  const { id } = await house.enrol(name, ['everyone'], 'drei Schrauben 7')
  return { id, token: await openSession(workspace, id, { address: '192.0.2.1', agent: 'test' }) }
}

/**
 * How often PostgreSQL went by the plan that it keeps, for statements that read this table by several tokens
 * at once or by one.
 */
async function keptPlans(door: string): Promise<number> {
  const { rows } = await workspace.pool.query<{ n: number }>(
    `select coalesce(sum(generic_plans), 0)::int as n from pg_prepared_statements where strpos(statement, $1) > 0 and statement like '%select a.place%'`,
    [door],
  )
  return rows[0]!.n
}

test('asking who comes by a session or a key goes by a plan that is kept, for one and for many', async () => {
  const person = await comeBySession('甲')
  const key = await house.key(await house.enrol('乙', ['everyone'], 'drei Schrauben 7'))
  for (let i = 0; i < 15; i++) {
    expect(await actorByToken(workspace, 'session', person.token)).toMatchObject({ id: person.id })
    expect(await actorByToken(workspace, 'key', key)).not.toBeNull()
  }
  expect(await keptPlans('_api_key')).toBeGreaterThan(3)
  const alone = await keptPlans('_session')
  expect(alone).toBeGreaterThan(3)
  for (let i = 0; i < 15; i++)
    await Promise.all([1, 2, 3, 4].map(() => actorByToken(workspace, 'session', person.token)))
  expect(await keptPlans('_session')).toBeGreaterThan(alone + 3)
})

test('those who come together are told apart, also from nobody', async () => {
  const [first, second, third] = [
    await comeBySession('丙'),
    await comeBySession('丁'),
    await comeBySession('戊'),
  ]
  const tokens = [first.token, 'no such token', second.token, third.token, first.token]
  const came = await Promise.all(tokens.map((token) => actorByToken(workspace, 'session', token)))
  expect(came.map((actor) => actor?.id ?? null)).toEqual([first.id, null, second.id, third.id, first.id])
  expect(came[0]).toBe(came[4])
})
