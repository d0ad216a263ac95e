import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sweepUploads } from '../files/uploads.ts'
import { table } from '../workspace/workspace.ts'
import { keepRetention } from './retention.ts'
import { openGuests, type Guests } from './testGuests.ts'

let guests: Guests
let { house, ann, admin, nextPhone, make, close, rowsOf } = {} as Guests
beforeAll(async () => {
  guests = await openGuests()
  ;({ house, ann, admin, nextPhone, make, close, rowsOf } = guests)
})
afterAll(() => guests?.house.stop())
beforeEach(() => guests.resetRules())

test('people of what was closed long ago are forgotten by rule; what is open, won or needed stays, and the count says so before', async () => {
  const before = (await admin.post('/api/settings/privacy/count', { forget_closed_months: { guest: 12 } }))
    .forget.guest
  const [old, won, open, needed, young] = [
    await make({ phone: nextPhone() }),
    await make(),
    await make(),
    await make({ company: '欠货公司' }),
    await make({ phone: nextPhone() }),
  ]
  for (const one of [old, needed]) await close(one.id)
  await close(won.id, 'won')
  await house.forward({ days: 300 })
  await close(young.id)
  await house.forward({ days: 70 })
  const { forget } = await admin.post('/api/settings/privacy/count', { forget_closed_months: { guest: 12 } })
  expect(forget.guest - before).toBe(2)
  await keepRetention(house.workspace)
  expect((await rowsOf('guest', old.id))[0]!.name).toBe('王芳芳')

  await admin.put('/api/settings/privacy', { forget_closed_months: { guest: 12 } })
  expect(await admin.put('/api/settings/privacy', { forget_closed_months: { visit: 12 } })).toMatchObject({
    code: 'field_invalid',
  })
  await Promise.all([keepRetention(house.workspace), keepRetention(house.workspace)])
  const names = await Promise.all(
    [old, won, open, needed, young].map(async ({ id }) => (await rowsOf('guest', id))[0]!.name),
  )
  expect(names).toEqual(['***', '王芳芳', '王芳芳', '王芳芳', '王芳芳'])
  expect((await ann.get(`/api/records/guest/${old.id}/timeline`)).items[0]).toMatchObject({
    name: 'guest.forgotten',
    actor_name: 'system:retention',
  })
})

test('deleted records and their files are removed for good by rule, never one that something points at or that can still come back', async () => {
  const [gone, pointed, young, kept] = [
    await make({ phone: nextPhone() }),
    await make(),
    await make(),
    await make(),
  ]
  await ann.raw({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: `--x\r\ncontent-disposition: form-data; name="object"\r\n\r\nguest\r\n--x\r\ncontent-disposition: form-data; name="record"\r\n\r\n${gone.id}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nfile\r\n--x--\r\n`,
  })
  const {
    items: [file],
  } = await ann.get(`/api/files?object=guest&record=${gone.id}`)
  expect(file).toBeDefined()
  await ann.post('/api/records/visit', { guest: pointed.id, what: '看样' })
  for (const one of [gone, pointed]) await ann.del(`/api/records/guest/${one.id}`)
  await house.forward({ days: 40 })
  await ann.del(`/api/records/guest/${young.id}`)
  await keepRetention(house.workspace)
  expect(await rowsOf('guest', gone.id)).toHaveLength(1)
  expect((await admin.post('/api/settings/privacy/count', { erase_deleted_days: 30 })).erase.guest).toBe(1)

  await admin.put('/api/settings/privacy', { erase_deleted_days: 30 })
  expect(await admin.put('/api/settings/privacy', { erase_deleted_days: 1 })).toMatchObject({
    code: 'field_invalid',
  })
  const [a, b] = await Promise.all([keepRetention(house.workspace), keepRetention(house.workspace)])
  expect(a.erased + b.erased).toBe(1)
  for (const [one, rows] of [
    [gone, 0],
    [pointed, 1],
    [young, 1],
    [kept, 1],
  ] as const)
    expect(await rowsOf('guest', one.id)).toHaveLength(rows)
  await sweepUploads(house.workspace)
  expect(await house.workspace.files.exists(file.id)).toBe(false)
  expect(await rowsOf('_file', file.id)).toEqual([])
  const { rows } = await sql<{ name: string; payload: object }>`
    select name, payload from ${table(house.workspace, '_event')} where record = ${gone.id} order by id`.execute(
    house.workspace.db,
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'guest.created',
    'file.attached',
    'guest.deleted',
    'guest.erased',
  ])
  expect(rows.slice(0, 3).map(({ payload }) => payload)).toEqual(
    rows.slice(0, 3).map(() => ({ forgotten: true })),
  )
})
