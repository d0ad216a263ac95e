import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { changeRules } from '../auth/rules.ts'
import { addJob } from '../jobs/jobs.ts'
import { comingBy } from '../testing/atTheDoor.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table } from '../workspace/workspace.ts'

let house: TestHouse, admin: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  admin = await house.person('管', ['admin'])
})
afterAll(() => house?.stop())

const password = 'drei Schrauben 7'
/** Somebody who signed in a moment ago, as people do who read their notices. */
async function atWork(name: string, roles = ['everyone']) {
  const person = await house.enrol(name, roles, password)
  await comingBy(house.app)('POST', '/api/session', { login: person.login, password })
  return person
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const toldOf = async (person: Caller, name: string) =>
  (await person.get('/api/notifications')).items
    .map((one: { title: { zh: string } }) => one.title.zh)
    .filter((zh: string) => zh.includes(name) && zh.includes('到期'))
/** What happens every hour, as the job that it is. */
async function hour() {
  await transact(house.workspace, systemActor('tests'), (tx) => addJob(tx, 'tell_of_key_ends', {}))
  await house.settle()
}

test('whose key ends within a fortnight is told once, and by its end; a later one tells nobody', async () => {
  const owner = await atWork('文')
  await house.key(owner, { name: '甲密钥', ends_at: inDays(13) })
  await house.key(owner, { name: '乙密钥', ends_at: inDays(16) })
  await hour()
  await hour()
  expect(await toldOf(owner, '甲密钥')).toEqual([
    expect.stringMatching(/您的 API 密钥“甲密钥”将于 \d{4}-\d\d-\d\d 到期/),
  ])
  expect(await toldOf(owner, '乙密钥')).toEqual([])
  expect(await toldOf(admin, '甲密钥')).toEqual([])
  await changeRules(house.workspace, house.workspace.db, { key_notice_days: 20 })
  await hour()
  expect(await toldOf(owner, '乙密钥')).toHaveLength(1)
  expect(await toldOf(owner, '甲密钥')).toHaveLength(1)
  await changeRules(house.workspace, house.workspace.db, { key_notice_days: 14 })
})

test('administrators are told of a key whose owner does not sign in any more, and of one that administers', async () => {
  const away = await atWork('程序')
  await sql`update ${table(house.workspace, '_credential')} set signed_in_at = now() - interval '15 days' where person = ${away.id}`.execute(
    house.workspace.db,
  )
  await house.key(away, { name: '接口密钥', ends_at: inDays(3) })
  const other = await atWork('理', ['admin'])
  await house.key(other, { name: '管理密钥', ends_at: inDays(3), verbs: ['administer'] })
  await hour()
  expect(await toldOf(admin, '接口密钥')).toEqual([expect.stringContaining('程序的 API 密钥')])
  expect(await toldOf(admin, '管理密钥')).toHaveLength(1)
  expect(await toldOf(other, '管理密钥')).toEqual([expect.stringContaining('您的 API 密钥')])
})

test('of a key that was revoked or is over nobody is told', async () => {
  const owner = await atWork('废')
  await house.key(owner, { name: '废密钥', ends_at: inDays(3) })
  await house.key(owner, { name: '过密钥', ends_at: inDays(3) })
  const keys = table(house.workspace, '_api_key')
  await sql`update ${keys} set revoked_at = now() where name = '废密钥'`.execute(house.workspace.db)
  await sql`update ${keys} set ends_at = now() - interval '1 second' where name = '过密钥'`.execute(
    house.workspace.db,
  )
  await hour()
  expect([await toldOf(owner, '废密钥'), await toldOf(owner, '过密钥')]).toEqual([[], []])
})
