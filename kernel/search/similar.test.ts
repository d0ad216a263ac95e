import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule, defineObject, text } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'
import { createRecord } from '../records/write.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { findSimilar, noteSimilar, tellingKeys } from './similar.ts'

const firm = defineObject('firm', {
  label: { zh: '公司', en: 'Firm' },
  title: 'name',
  fields: { name: text() },
  access: { everyone: { create: true, read: true } },
})

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({ name: 'tests', label: { zh: '测试' }, objects: [firm] }),
  ])
})
afterAll(() => house?.stop())

test('a key that half the table has is left out where a rarer one is there, and the rarest are kept where none is', () => {
  const common = new Map([
    ['b:科技', 90_000],
    ['b:东方', 3000],
    ['b:贯通', 800],
    ['b:华东', 700],
    ['t:12345678', 2],
  ])
  expect(tellingKeys(['b:科技', 'b:东方', 't:12345678', 'p:new'], common)).toEqual(['t:12345678', 'p:new'])
  expect(tellingKeys(['b:科技', 'b:东方', 'b:贯通', 'b:华东'], common)).toEqual([
    'b:华东',
    'b:贯通',
    'b:东方',
  ])
  expect(tellingKeys([], common)).toEqual([])
})

test('among thousands that share a common word the one with the same telephone comes first', async () => {
  const { workspace } = house
  const all = await transact(workspace, systemActor('tests'), async (tx) => {
    const ids: string[] = []
    for (const name of ['甲', '乙', '丙']) ids.push((await createRecord(tx, 'firm', { name })).id)
    await noteSimilar(tx, 'firm', ids[0]!, ['b:贯通', 'p:guantong', 't:13800001'])
    await noteSimilar(tx, 'firm', ids[1]!, ['b:贯通', 'p:guantong', 't:13900009'])
    await noteSimilar(tx, 'firm', ids[2]!, ['b:恒泰'])
    return ids
  })
  await sql`insert into ${table(workspace, '_similar')} (record, object, keys) select gen_random_uuid(), 'firm', array['b:贯通', 'p:guantong', 't:' || n] from generate_series(1, 3000) n`.execute(
    workspace.db,
  )
  await sql`analyze ${table(workspace, '_similar')}`.execute(workspace.db)
  const found = await transact(workspace, systemActor('tests'), (tx) =>
    findSimilar(tx, 'firm', ['b:贯通', 'p:guantong', 't:13800001']),
  )
  expect(found.map((row) => row.id)).toEqual([all[0]])
  // The same word in another object is another table's business.
  expect(
    await transact(workspace, systemActor('tests'), (tx) => findSimilar(tx, 'user', ['b:贯通'])),
  ).toEqual([])
})
