import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { mailAddresses, startByMail } from './mail.ts'
import { wrongStarts } from './testWrongStarts.ts'
import { acting, openVisits, type Visits } from './testVisits.ts'

let company: Visits
let { house, li, admin, publish, marks, runs, visit } = {} as Visits
let secret: string
beforeAll(async () => {
  company = await openVisits()
  ;({ house, li, admin, publish, marks, runs, visit } = company)
  await publish(
    'called',
    acting(
      { webhook: 'erp', id: 'process.event.id', secret_in_address: true },
      { action: 'note_all', what: 'process.event.what' },
    ),
  )
  await publish(
    'about',
    acting(
      { webhook: 'erp-visit', record: { field: 'number', is: 'process.event.visit' } },
      { what: '"by hook " + process.event.what', when: 'state = null or state != "off"' },
    ),
  )
  ;({ secret } = await admin.put('/api/hooks/erp/secret', {}))
})
afterAll(() => company?.house.stop())

/** A call by nobody, as another system makes it. */
const call = async (url: string, payload: unknown, headers: Record<string, string> = {}) => {
  const answer = await house.app.inject({
    method: 'POST',
    url: `/api/hooks/${url}`,
    payload: JSON.stringify(payload),
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: answer.statusCode, body: answer.json() as any }
}
const erp = (payload: unknown, more: Record<string, string> = {}) =>
  call('erp', payload, { 'x-hook-secret': secret, ...more })

test('a call with the secret starts the process with what was sent; where the definition says so, the secret may end the address', async () => {
  const answer = await erp({ id: 'a1', what: '到货' })
  expect([answer.status, typeof answer.body.instance]).toEqual([201, 'string'])
  expect((await call(`erp/${secret}`, { id: 'a2', what: '到货2' })).status).toBe(201)
  await house.settle()
  expect([await marks('到货'), await marks('到货2')]).toEqual([['到货'], ['到货2']])
  expect(await admin.get(`/api/processes/${answer.body.instance}`)).toMatchObject({
    status: 'ended',
    outcome: 'approved',
  })
  expect((await li.raw({ method: 'GET', url: `/api/processes/${answer.body.instance}` })).status).toBe(404)
  expect((await admin.get('/api/hooks')).items).toMatchObject([
    {
      name: 'erp',
      process: 'called',
      hint: secret.slice(-4),
      secret_in_address: true,
      used_at: expect.any(String),
    },
    { name: 'erp-visit', hint: null, secret_in_address: false },
  ])
})

test('the same id is the same run, by its place in the body or beside it, also when both arrive at once', async () => {
  const twice = await Promise.all([1, 2, 3, 4].map(() => erp({ id: 'b1', what: '同一次' })))
  expect(new Set(twice.map((one) => one.body.instance)).size).toBe(1)
  const beside = [
    await erp({ what: '键' }, { 'idempotency-key': 'k1' }),
    await erp({ what: '键' }, { 'idempotency-key': 'k1' }),
  ]
  expect(beside[0]!.body).toEqual(beside[1]!.body)
  expect((await erp({ what: '另一件' }, { 'idempotency-key': 'k1' })).body.code).toBe('idempotency_reused')
  await house.settle()
  expect([await marks('同一次'), await marks('键')]).toEqual([['同一次'], ['键']])
})

test('the secret of a hook whose definition does not say so is not taken from an address, and no answer tells it again', async () => {
  const { secret: own } = await admin.put('/api/hooks/erp-visit/secret', {})
  expect((await call(`erp-visit/${own}`, { visit: 'x' })).body.code).toBe('hook_unknown')
  expect((await call('erp-visit', { visit: 'x' }, { 'x-hook-secret': own })).body.code).toBe(
    'record_not_found',
  )
  const shown = JSON.stringify([
    await admin.get('/api/hooks'),
    await admin.get('/api/definitions'),
    await admin.get('/api/processes?process=about'),
  ])
  expect([shown.includes(own), shown.includes(secret)]).toEqual([false, false])
  await admin.del('/api/hooks/erp-visit/secret')
})

test('what is too large, no object or has no usable id is refused', async () => {
  expect((await erp({ what: 'x'.repeat(300_000) })).status).toBe(413)
  expect((await erp([1])).status).toBe(400)
  expect((await erp({ id: { a: 1 } })).body.code).toBe('field_invalid')
})

test('a call about a record runs on that record; one that names none is refused to the sender and seen among the runs', async () => {
  const key = { 'x-hook-secret': (await admin.put('/api/hooks/erp-visit/secret', {})).secret }
  const id = await visit()
  const { number } = await li.get(`/api/records/visit/${id}`)
  expect((await call('erp-visit', { visit: number, what: '签收' }, key)).status).toBe(201)
  await house.settle()
  expect(await marks('by hook 签收')).toEqual([id])
  expect((await call('erp-visit', { visit: 'HF-9999', what: '签收' }, key)).body).toMatchObject({
    code: 'record_not_found',
    field: 'number',
  })
  expect((await runs('about'))[0]).toMatchObject({
    record: null,
    outcome: 'failed',
    problem: expect.stringContaining('HF-9999'),
  })
  await li.patch(`/api/records/visit/${id}`, { state: 'off' })
  expect((await call('erp-visit', { visit: number, what: '签收' }, key)).body).toEqual({
    instance: null,
    reason: 'process_not_now',
  })
})

test('a chain that comes back by a hook is cut', async () => {
  expect((await erp({ what: '绕回' }, { 'guantong-depth': '15' })).body).toMatchObject({ code: 'loop_cut' })
  expect((await runs('called'))[0]).toMatchObject({ outcome: 'failed' })
})

test('a renewed secret ends the old one, one that is taken away closes the hook; others than administrators see none', async () => {
  const { secret: next } = await admin.put('/api/hooks/erp/secret', {})
  expect((await erp({ what: '旧' })).status).toBe(401)
  expect((await call('erp', { what: '新' }, { 'x-hook-secret': next })).status).toBe(201)
  await admin.del('/api/hooks/erp/secret')
  expect((await call('erp', { what: '新' }, { 'x-hook-secret': next })).status).toBe(401)
  expect([
    (await li.raw({ method: 'GET', url: '/api/hooks' })).status,
    (await li.raw({ method: 'GET', url: '/api/processes?process=called' })).status,
    (await li.raw({ method: 'GET', url: '/api/processes/starts' })).status,
  ]).toEqual([403, 403, 403])
})

test('a mail to the address of a process starts it once, on the record its subject names; one that names none is a failed run', async () => {
  await publish(
    'mailed',
    acting(
      {
        mail: 'Visit@firm.cn',
        record: { field: 'number', is: 'substring before(process.event.subject, " ")' },
      },
      { what: '"mail " + process.event.text' },
    ),
  )
  const id = await visit()
  const { number } = await li.get(`/api/records/visit/${id}`)
  const mail = {
    id: '<1@customer>',
    from: 'wang@customer.cn',
    to: ['sales@firm.cn', 'visit@FIRM.cn'],
    subject: `${number} 改期`,
    text: '改到周五',
    at: '2026-11-23T01:00:00Z',
  }
  const take = (more: object = {}) =>
    transact(house.workspace, systemActor('tests'), async (tx) => ({
      started: await startByMail(tx, { ...mail, ...more }),
      addresses: mailAddresses(tx),
    }))
  const [first, again] = [await take(), await take()]
  expect(first).toEqual({
    started: [{ process: 'mailed', instance: expect.any(String) }],
    addresses: ['visit@firm.cn'],
  })
  expect(again.started).toEqual(first.started)
  expect((await take({ id: '<2@customer>', to: ['sales@firm.cn'] })).started).toEqual([])
  expect((await take({ id: '<3@customer>', subject: '你好' })).started).toEqual([
    { process: 'mailed', instance: null },
  ])
  await house.settle()
  expect(await marks('mail 改到周五')).toEqual([id])
  expect((await runs('mailed')).map((run) => [run.record, run.outcome])).toEqual([
    [null, 'failed'],
    [id, 'approved'],
  ])
})

test('a button shows while its condition holds, to who may change the record, or to the roles and grants that name it', async () => {
  const [viewer, opener, clerk] = [
    await house.person('看', ['viewer'], '其他'),
    await house.person('开', ['opener'], '其他'),
    await house.person('文', ['viewer', 'clerk'], '其他'),
  ]
  await publish('by_hand', acting({ button: { zh: '登记' } }, { what: '"by hand"', when: 'state = "open"' }))
  await publish('by_opener', acting({ button: { zh: '开门' }, roles: ['clerk'] }, { what: '"by opener"' }))
  const id = await visit()
  const buttons = async (who: typeof li) =>
    (await who.get(`/api/processes?object=visit&record=${id}`)).startable.map((one: any) => one.process)
  const press = (who: typeof li, process: string) =>
    who.raw({ method: 'POST', url: '/api/processes', payload: { process, object: 'visit', record: id } })
  expect([await buttons(li), await buttons(viewer), await buttons(opener), await buttons(clerk)]).toEqual([
    [],
    [],
    ['by_opener'],
    ['by_opener'],
  ])
  expect((await press(li, 'by_hand')).body.code).toBe('process_not_now')
  await li.patch(`/api/records/visit/${id}`, { state: 'open' })
  expect([await buttons(li), await buttons(viewer)]).toEqual([['by_hand'], []])
  expect([
    (await press(viewer, 'by_hand')).status,
    (await press(li, 'by_opener')).status,
    (await press(clerk, 'by_opener')).status,
    (await press(li, 'by_hand')).status,
  ]).toEqual([403, 403, 201, 201])
  await house.settle()
  expect([await marks('by hand'), await marks('by opener')]).toEqual([[id], [id]])
})

test.each(wrongStarts)(
  'a start by %s is refused with its place, in both languages',
  async (_, on, word, place) => {
    await admin.put('/api/definitions/process/wrong', acting(on as never))
    const ask = async (language: string) =>
      await admin.post('/api/definitions/process/wrong/publish', {}, { 'accept-language': language })
    const [zh, en] = [await ask('zh'), await ask('en')]
    expect([zh.status, en.status]).toEqual([422, 422])
    expect(zh.detail).toContain(word)
    for (const said of [zh, en]) expect(said.detail).toContain(place)
    expect(en.detail).not.toMatch(/流程|启动|应/)
  },
)

test('an unknown hook, a hook without a secret and a wrong secret are the same answer, and guessing is limited', async () => {
  const secret = (await admin.put('/api/hooks/erp/secret', {})).secret
  await admin.del('/api/hooks/erp-visit/secret')
  const answers = [
    await call('nowhere', {}, { 'x-hook-secret': secret }),
    await call('erp-visit', {}, { 'x-hook-secret': secret }),
    await call('erp', {}),
    await call('erp', {}, { 'x-hook-secret': `${secret}x` }),
  ]
  expect(answers.map((one) => [one.status, one.body.code])).toEqual(answers.map(() => [401, 'hook_unknown']))
  for (let guess = 0; guess < 15; guess++) await call(`erp/guess${guess}`, {})
  for (let more = 0; more < 5; more++) await call('erp/guess', {})
  expect(await call('erp/guess', {})).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
  expect((await call('erp', { id: 'c1', what: '仍可用' }, { 'x-hook-secret': secret })).status).toBe(201)
})
