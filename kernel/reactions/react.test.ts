import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, defineReaction, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { emitEvents } from '../events/emit.ts'
import { createRecord } from '../records/write.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'

const bell = defineObject('bell', {
  label: { zh: '铃' },
  unsearchable: true,
  fields: { name: text() },
  access: {},
})
const rung: string[] = []
const ring = defineReaction('tests.ring', {
  on: ['bell.pulled'],
  when: 'name = "门铃"',
  async run(_work, event) {
    rung.push(event.id)
  },
})

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [bell], reactions: [ring] }),
  ])
})
afterAll(() => house?.stop())

const act = <T>(run: Parameters<typeof transact<T>>[2]) =>
  transact(house.workspace, systemActor('tests'), run)

test('a reaction with a condition is not lost when a column was added to its table a moment ago', async () => {
  const { id } = await act((tx) => createRecord(tx, 'bell', { name: '门铃' }))
  const pull = async (times: number) => {
    for (let i = 0; i < times; i++)
      await act((tx) => emitEvents(tx, [{ name: 'bell.pulled', object: 'bell', record: id }]))
    await house.settle()
  }
  await pull(30)
  await sql`alter table ${table(house.workspace, 'bell')} add column x_new text`.execute(house.workspace.db)
  await pull(10)
  expect(new Set(rung).size).toBe(40)
})
