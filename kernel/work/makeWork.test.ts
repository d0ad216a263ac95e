import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, number } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { makeWork } from './makeWork.ts'

const goal = defineObject('goal', {
  label: { zh: '目标', en: 'Goal' },
  fields: { amount: number() },
  access: { everyone: { read: true } },
})

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [goal] }),
  ])
  await sql`insert into ${table(house.workspace, 'goal')} (id, created_at, updated_at, amount) select gen_random_uuid(), now() + n * interval '1 ms', now(), n from generate_series(1, 2003) n`.execute(
    house.workspace.db,
  )
})
afterAll(() => house?.stop())

const find = (finding = {}) =>
  transact(house.workspace, systemActor('tests'), (tx) => makeWork(tx).find(goal, finding))

test('what business code adds up is all there is, in a company of two thousand too', async () => {
  const goals = await find()
  expect([goals.length, new Set(goals.map(({ id }) => id)).size]).toEqual([2003, 2003])
  expect(goals.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe((2003 * 2004) / 2)
})

test('a limit is kept', async () => {
  expect((await find({ sort: 'created_at', limit: 3 })).map(({ amount }) => amount)).toEqual(['1', '2', '3'])
})
