import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'

let house: TestHouse, admin: Caller, li: Caller, wang: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [])
  admin = await house.person('管', ['admin'])
  li = await house.person('李', [])
  wang = await house.person('王', [])
})
afterAll(() => house?.stop())
beforeEach(() => sql`delete from ${table(house.workspace, '_file')}`.execute(house.workspace.db))

const boundary = 'guantong'
const form = (bytes: number, end = `\r\n--${boundary}--\r\n`) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="图.txt"\r\n\r\n${'x'.repeat(bytes)}${end}`
const upload = async (who: Caller, bytes: number, body = form(bytes)) => {
  const answer = await who.raw({
    method: 'POST',
    url: '/api/files',
    payload: body,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
  return answer.body.code ?? answer.status
}
const rules = (changed: object) => admin.put('/api/settings/uploads', changed)
const mb = 1024 * 1024

test('so many files a day are taken of one person, and the next day again; others are not held up', async () => {
  await rules({ files_day_max: 2 })
  expect([await upload(li, 10), await upload(li, 10), await upload(li, 10)]).toEqual([
    201,
    201,
    'quota_reached',
  ])
  expect(await upload(wang, 10)).toBe(201)
  await house.forward({ hours: 25 })
  expect(await upload(li, 10)).toBe(201)
  await rules({ files_day_max: 1000 })
})

test('so many megabytes a day, and so many gigabytes in all', async () => {
  await rules({ mb_day_max: 1 })
  expect([await upload(li, 0.6 * mb), await upload(li, 0.6 * mb), await upload(li, 0.3 * mb)]).toEqual([
    201,
    'quota_reached',
    201,
  ])
  await rules({ mb_day_max: 5000, gb_all_max: 1 })
  await sql`update ${table(house.workspace, '_file')} set size = ${1024 * mb - 100}, created_at = created_at - interval '1 year'`.execute(
    house.workspace.db,
  )
  expect([await upload(li, 200), await upload(wang, 200)]).toEqual(['quota_reached', 201])
})

test('what is announced as too long is refused before it is taken', async () => {
  await rules({ mb_day_max: 1, gb_all_max: 200 })
  // The form is cut off, so that whoever reads it says something else.
  expect(await upload(li, 2 * mb, form(2 * mb, ''))).toBe('quota_reached')
  expect(await upload(li, 0.1 * mb, form(0.1 * mb, ''))).not.toBe('quota_reached')
})

test('many at once are counted one after the other', async () => {
  await rules({ files_day_max: 3, mb_day_max: 5000 })
  const answers = await Promise.all(Array.from({ length: 8 }, () => upload(wang, 100)))
  expect(answers.filter((answer) => answer === 201)).toHaveLength(3)
})

test('the rules are an administrator’s, with bounds', async () => {
  expect(await rules({ mb_day_max: 0 })).toMatchObject({ code: 'field_invalid', field: 'mb_day_max' })
  expect(await li.put('/api/settings/uploads', {})).toMatchObject({ code: 'not_allowed' })
  const { rules: shown } = await admin.get('/api/settings/uploads')
  expect(shown[0]).toMatchObject({ name: 'files_day_max', value: 3, min: 1, label: { zh: '每人每天可上传' } })
})
