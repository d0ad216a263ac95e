import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sweepUploads } from '../files/uploads.ts'
import { openGuests, type Guests } from './testGuests.ts'

let guests: Guests
let { house, ann, admin, nextPhone, make, close, rowsOf, everywhere } = {} as Guests
beforeAll(async () => {
  guests = await openGuests()
  ;({ house, ann, admin, nextPhone, make, close, rowsOf, everywhere } = guests)
})
afterAll(() => guests?.house.stop())
beforeEach(() => guests.resetRules())

test('what is held of a person comes as one file: every record with their number, what points at it, and who read it', async () => {
  const mobile = nextPhone()
  const { id } = await make({ phone: mobile, email: 'Fang@Example.com', wish: '要一台机器' })
  const other = await make({ company: '另一家', phone: `+86 ${mobile.slice(0, 3)} ${mobile.slice(3)}` })
  const mate = await ann.post('/api/records/friend', { name: '阿芳', mobile })
  await make({ company: '无关', phone: nextPhone() })
  await ann.post('/api/records/visit', { guest: id, what: '看样' })
  await ann.get(`/api/records/guest/${id}`)
  const { body, headers } = await admin.raw({ method: 'GET', url: `/api/records/guest/${id}/person` })
  expect(headers['content-disposition']).toContain('attachment')
  expect(body.records.map((one: { id: string }) => one.id).sort()).toEqual([id, other.id, mate.id].sort())
  expect(body.records[0]).toMatchObject({
    object: 'guest',
    personal: ['name', 'phone', 'email'],
    values: { name: '王芳芳', wish: '要一台机器' },
    beside: [{ object: 'visit', values: { what: '看样' } }],
    read_by: [{ person_name: '安' }],
  })
  expect(await ann.get(`/api/records/guest/${id}/person`)).toMatchObject({ code: 'not_allowed' })
  expect(await admin.get(`/api/records/visit/${id}/person`)).toMatchObject({ code: 'not_of_persons' })
  // That it was looked at is itself on record.
  expect((await admin.get(`/api/readings?record=${mate.id}`)).items).toMatchObject([
    { person_name: '管', how: 'person' },
  ])
})

test('a person who is still needed is not forgotten, and all reasons are named', async () => {
  const mobile = nextPhone()
  const { id } = await make({ company: '欠货公司', phone: mobile })
  await make({ company: '第二家', phone: mobile })
  const refused = await admin.post(`/api/records/guest/${id}/forget_person`, {})
  expect(refused).toMatchObject({ status: 409, code: 'person_needed' })
  expect(refused.missing).toHaveLength(3)
  expect(refused.detail).toMatch(/仍在处理中.*还有一个包裹.*仍在处理中/)
  expect((await rowsOf('guest', id))[0]).toMatchObject({ name: '王芳芳', phone: mobile })
  expect(await ann.post(`/api/records/guest/${id}/forget_person`, {})).toMatchObject({ code: 'not_allowed' })
})

test('a person is forgotten in all their records, in history, search and files, and the rest stays', async () => {
  const mobile = nextPhone()
  const sent = await ann.raw({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload:
      '--x\r\ncontent-disposition: form-data; name="file"; filename="card.txt"\r\n\r\ncard of somebody\r\n--x--\r\n',
  })
  const card = sent.body.id as string
  const { id } = await make({
    company: '江南泵业',
    name: '慕容雪',
    phone: mobile,
    email: 'xue@example.com',
    card: [card],
    wish: '请找慕容雪',
  })
  await ann.patch(`/api/records/guest/${id}`, { email: 'xue2@example.com', company: '江南泵业公司' })
  const mate = await ann.post('/api/records/friend', { name: '慕容雪', mobile })
  await close(id)
  await house.settle()
  expect((await ann.get('/api/search?q=慕容雪')).items.length).toBeGreaterThan(0)

  const done = await admin.post(`/api/records/guest/${id}/forget_person`, {})
  expect(done).toMatchObject({ files: 1, look_at: [{ object: 'guest', id, field: 'wish' }] })
  expect(done.records.map((one: { id: string }) => one.id).sort()).toEqual([id, mate.id].sort())
  expect((await rowsOf('guest', id))[0]).toMatchObject({
    company: '江南泵业公司',
    name: '***',
    phone: null,
    email: null,
    card: null,
    stage: 'gone',
  })
  expect((await rowsOf('friend', mate.id))[0]).toMatchObject({ name: '***', mobile: null })
  await ann.patch(`/api/records/guest/${id}`, { wish: '' })
  await house.settle()
  const { items } = await ann.get(`/api/records/guest/${id}/timeline`)
  expect(items.map((one: { name: string }) => one.name)).toContain('guest.forgotten')
  expect(items.at(-1).payload.changes.company).toEqual([null, '江南泵业'])
  await sweepUploads(house.workspace)
  expect(await house.workspace.files.exists(card)).toBe(false)
  expect(await rowsOf('_file', card)).toEqual([])
  // What a change of the wish took away is in its history, as it should be; nothing else knows the person.
  for (const value of [mobile, 'xue@example.com', 'xue2@example.com'])
    expect([value, await everywhere(value)]).toEqual([value, []])
  expect(await everywhere('慕容雪')).toEqual(['_event'])
  expect((await ann.get('/api/search?q=慕容雪')).items).toEqual([])
  expect((await admin.post(`/api/records/guest/${id}/forget_person`, {})).records).toEqual([])
})

test('a colleague takes the own data along as a file: profile, sessions, notices, what they did', async () => {
  const { body, headers } = await ann.raw({ method: 'GET', url: '/api/me/data' })
  expect(headers['content-disposition']).toContain('.json')
  expect(body).toMatchObject({
    profile: { name: '安', id: ann.id },
    sessions: [{ address: '127.0.0.1', agent: 'tests' }],
    did_complete: true,
  })
  expect(body.did.some((one: { name: string }) => one.name === 'guest.created')).toBe(true)
  expect(JSON.stringify(body)).not.toMatch(/token_hash|password_hash|totp_secret/)
  expect((await house.app.inject({ url: '/api/me/data' })).statusCode).toBe(401)
  const key = await house.key(ann)
  expect(
    (await house.app.inject({ url: '/api/me/data', headers: { authorization: `Bearer ${key}` } })).statusCode,
  ).toBe(403)
})

test('the notice is read without a login; consent is kept with time and version, and asked for where the company wants it', async () => {
  const send = async (more: object) =>
    (
      await house.app.inject({
        method: 'POST',
        url: '/api/intake/register',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ company: '甲', name: '乙', ...more }),
      })
    ).json()
  const read = async () => (await house.app.inject({ url: '/api/privacy' })).json()
  expect(await read()).toMatchObject({
    consent_required: false,
    notice: {
      version: 1,
      link: null,
      text: { zh: expect.stringContaining('删除'), en: expect.stringContaining('removed') },
    },
  })
  const without = (await rowsOf('guest', (await send({})).id))[0]!
  expect(without.consent_version).toBeNull()
  const text = { zh: '我们的说明', en: 'Our notice' }
  await admin.put('/api/settings/privacy', {
    notice: { text, link: 'https://example.com/privacy' },
    consent_required: true,
  })
  await admin.put('/api/settings/privacy', { notice: { text, link: 'https://example.com/privacy' } })
  expect(await read()).toEqual({
    consent_required: true,
    notice: { text, link: 'https://example.com/privacy', version: 2 },
  })
  expect(await send({})).toMatchObject({ code: 'consent_missing', field: 'consent' })
  expect(await send({ consent: 3 })).toMatchObject({ code: 'field_invalid', field: 'consent' })
  // Whoever had the page open when the words changed agreed to the words that they read.
  for (const [consent, version] of [
    [1, 1],
    [true, 2],
    [2, 2],
  ] as const) {
    const row = (await rowsOf('guest', (await send({ consent })).id))[0]!
    expect([Number(row.consent_version), row.consent_at instanceof Date]).toEqual([version, true])
  }
  expect(
    await admin.put('/api/settings/privacy', { notice: { text, link: 'javascript:alert(1)' } }),
  ).toMatchObject({ code: 'request_invalid' })
  expect(await ann.get('/api/settings/privacy')).toMatchObject({ code: 'not_allowed' })
})
