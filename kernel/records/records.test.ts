import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineModule } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { client, bill, billRow, billPipeline, greet, double } from './testBills.ts'

let house: TestHouse, ann: Caller, bob: Caller, boss: Caller, viewer: Caller
beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [client, bill, billRow],
      pipelines: [billPipeline],
      reactions: [greet],
      actions: [double],
      roles: [
        { name: 'sales', label: { zh: '销售' } },
        { name: 'boss', label: { zh: '主管' } },
        { name: 'viewer', label: { zh: '访客' } },
      ],
    }),
  ])
  await house.department('销售部')
  await house.department('销售一组', '销售部')
  ann = await house.person('安', ['sales'], '销售一组')
  bob = await house.person('博', ['sales'], '销售一组')
  boss = await house.person('总', ['boss'], '销售部')
  viewer = await house.person('看', ['viewer'], '其他')
})
afterAll(() => house?.stop())

test('a record gets its number, version, owner and department, and comes back as it was written', async () => {
  const made = await ann.post('/api/records/client', {
    name: '华东精密',
    phone: '１３８ 0013 8000',
    grade: 'a',
  })
  expect(made).toMatchObject({
    name: '华东精密',
    phone: '138 0013 8000',
    version: 1,
    owner: ann.id,
    number: expect.stringMatching(/^KH\d{4}-\d{4}$/),
  })
  expect(await ann.get(`/api/records/client/${made.id}`)).toMatchObject({
    name: '华东精密',
    _title: '华东精密',
    _may: { update: true, delete: true },
  })
})

test('a seller sees own records, the head of the department those below, a stranger none, and each in the same words', async () => {
  const { id } = await ann.post('/api/records/client', { name: '安的客户' })
  expect((await bob.raw({ method: 'GET', url: `/api/records/client/${id}` })).status).toBe(404)
  expect((await bob.get('/api/records/client?count=true')).count).toBe(0)
  expect(
    (await boss.get(`/api/records/client?where=${encodeURIComponent('name = "安的客户"')}`)).items,
  ).toHaveLength(1)
  const missing = await bob.raw({
    method: 'GET',
    url: '/api/records/client/0198f0c0-0000-7000-8000-000000000000',
  })
  const hidden = await bob.raw({ method: 'GET', url: `/api/records/client/${id}` })
  expect(hidden.body).toEqual(missing.body)
})

test('a hidden field is not shown, not filtered by and not sent', async () => {
  await ann.post('/api/records/client', { name: '有电话', phone: '02188886666' })
  const list = await viewer.get('/api/records/client')
  expect(list.items.length).toBeGreaterThan(0)
  expect(list.items[0]).not.toHaveProperty('phone')
  expect(
    (
      await viewer.raw({
        method: 'GET',
        url: `/api/records/client?where=${encodeURIComponent('phone = "02188886666"')}`,
      })
    ).status,
  ).toBe(422)
})

test('two people at once: the second is told and sees what changed', async () => {
  const { id } = await ann.post('/api/records/client', { name: '两个人' })
  await ann.patch(`/api/records/client/${id}`, { grade: 'a' }, { 'if-match': '1' })
  const refused = await ann.raw({
    method: 'PATCH',
    url: `/api/records/client/${id}`,
    payload: { grade: 'b' },
    headers: { 'if-match': '1' },
  })
  expect(refused.status).toBe(412)
  expect(refused.body).toMatchObject({
    code: 'changed_meanwhile',
    data: { version: 2, current: { grade: 'a' } },
  })
})

test('lines are written with their parent, and its figures are exact sums of what is shown', async () => {
  const { id } = await ann.post('/api/records/client', { name: '买家', grade: 'a' })
  const made = await ann.post('/api/records/bill', {
    client: id,
    discount: '0.05',
    rows: [
      { what: '轴', quantity: '3', price: '0.335' },
      { what: '套', quantity: 2, price: '10' },
    ],
  })
  expect(made).toMatchObject({ subtotal: '21.01', total: '20.96' })
  const shown = await ann.get(`/api/records/bill/${made.id}`)
  expect(shown.rows.map((row: any) => row.amount)).toEqual(['1.01', '20.00'])
  const [first] = shown.rows
  const changed = await ann.patch(`/api/records/bill/${made.id}`, { rows: [{ id: first.id, quantity: '1' }] })
  expect(changed).toMatchObject({ subtotal: '0.34', total: '0.29' })
})

test('a closed gate names everything that is missing, to whoever asks and however', async () => {
  const { id } = await ann.post('/api/records/client', { name: '未定级' })
  const made = await ann.post('/api/records/bill', { client: id })
  const refused = await ann.raw({
    method: 'POST',
    url: `/api/records/bill/${made.id}/move_stage`,
    payload: { to: 'sent' },
  })
  expect(refused.status).toBe(409)
  expect(refused.body.missing.map((one: any) => one.code)).toEqual(['has_rows', 'client_graded'])
  await ann.patch(`/api/records/bill/${made.id}`, { rows: [{ what: '件', quantity: '1', price: '1' }] })
  await ann.patch(`/api/records/client/${id}`, { grade: 'b' })
  expect(await ann.post(`/api/records/bill/${made.id}/move_stage`, { to: 'sent' })).toMatchObject({
    stage: 'sent',
  })
  expect(
    (await ann.raw({ method: 'PATCH', url: `/api/records/bill/${made.id}`, payload: { stage: 'draft' } }))
      .body.code,
  ).toBe('stage_by_action')
})

test('an action runs only while it may, with its input checked', async () => {
  const { id } = await ann.post('/api/records/client', { name: '动作', grade: 'a' })
  const made = await ann.post('/api/records/bill', {
    client: id,
    rows: [{ what: '件', quantity: '1', price: '9' }],
  })
  expect((await ann.post(`/api/records/bill/${made.id}/double`, {})).code).toBe('field_required')
  expect((await ann.post(`/api/records/bill/${made.id}/double`, { why: '好', other: 1 })).code).toBe(
    'field_unknown',
  )
  expect(await ann.post(`/api/records/bill/${made.id}/double`, { why: '好' })).toEqual({ why: '好' })
  await ann.post(`/api/records/bill/${made.id}/move_stage`, { to: 'sent' })
  expect((await ann.post(`/api/records/bill/${made.id}/double`, { why: '好' })).code).toBe('action_not_now')
})

test('a reaction runs once after the change and its task is in the inbox', async () => {
  const { id } = await bob.post('/api/records/client', { name: '新来的' })
  await house.settle()
  const tasks = await bob.get('/api/tasks')
  expect(tasks.items.filter((task: any) => task.record === id)).toMatchObject([
    { title: '打个招呼', record_title: '新来的' },
  ])
  expect(await bob.post(`/api/tasks/${tasks.items[0].id}/complete`, { comment: '好了' })).toMatchObject({
    state: 'done',
  })
})

test('paging by keyset shows every record once, empties included', async () => {
  for (let i = 0; i < 7; i++)
    await ann.post('/api/records/client', { name: `页 ${i % 2 ? i : ''}`, grade: i % 3 ? 'b' : null })
  for (const sort of ['grade', '-grade', '-created_at', 'name']) {
    const seen: string[] = []
    let after = ''
    do {
      const page = await ann.get(`/api/records/client?limit=2&sort=${sort}${after ? `&after=${after}` : ''}`)
      seen.push(...page.items.map((item: any) => item.id))
      after = page.next
    } while (after)
    const { count } = await ann.get('/api/records/client?count=exact')
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(count)
  }
})

test('search finds by a stretch of the name and by pinyin, only what the asker may read', async () => {
  await ann.post('/api/records/client', { name: '苏州宏远精密机械有限公司' })
  expect((await ann.get(`/api/search?q=${encodeURIComponent('宏远')}`)).items).toMatchObject([
    { title: '苏州宏远精密机械有限公司' },
  ])
  expect((await ann.get('/api/search?q=hyjm')).items).toHaveLength(1)
  expect((await bob.get(`/api/search?q=${encodeURIComponent('宏远')}`)).items).toEqual([])
})

test('a deleted record is gone from lists and comes back when restored', async () => {
  const { id } = await ann.post('/api/records/client', { name: '删了' })
  await ann.del(`/api/records/client/${id}`)
  expect((await ann.raw({ method: 'GET', url: `/api/records/client/${id}` })).status).toBe(404)
  expect(await ann.post(`/api/records/client/${id}/restore`)).toMatchObject({ name: '删了' })
})

test('the timeline tells who did what, oldest state kept', async () => {
  const { id } = await ann.post('/api/records/client', { name: '历史' })
  await ann.patch(`/api/records/client/${id}`, { grade: 'a' })
  const { items } = await ann.get(`/api/records/client/${id}/timeline`)
  expect(items.map((item: any) => item.name)).toEqual(['client.updated', 'client.created'])
  expect(items[0].payload.changes.grade).toEqual([null, 'a'])
})

test('a field added at run time is there at once, in the table, the list and the answer', async () => {
  const admin = await house.person('管', ['admin'])
  await admin.put('/api/definitions/object/client', {
    fields: { x_colour: { type: 'text', label: { zh: '颜色', en: 'Colour' } } },
  })
  expect((await admin.post('/api/definitions/object/client/publish')).version).toBeGreaterThan(1)
  expect(await ann.post('/api/records/client', { name: '彩色', x_colour: '红' })).toMatchObject({
    x_colour: '红',
  })
  expect((await ann.get('/api/definitions')).objects.client.fields).toHaveProperty('x_colour')
  await admin.put('/api/definitions/object/client', { fields: { colour: { type: 'text' } } })
  expect((await admin.post('/api/definitions/object/client/publish')).code).toBe('definition_wrong')
})

test('what was given instead is named in the refusal', async () => {
  const { body } = await ann.raw({ method: 'POST', url: '/api/records/client', payload: { name: 12 } })
  expect([body.field, body.detail]).toEqual(['name', expect.not.stringContaining('undefined')])
})

test('of many who create at the same moment each gets the own record with its event, and only whoever is wrong is refused', async () => {
  const sent = Array.from({ length: 60 }, (_, i) => ({
    who: i % 3 ? ann : bob,
    body: { name: `同时 ${i}`, code: i % 10 ? `C-${i}` : 'C-twice' },
  }))
  const answers = await Promise.all(
    sent.map(({ who, body }) => who.raw({ method: 'POST', url: '/api/records/client', payload: body })),
  )
  const written = answers.filter(({ status }) => status === 201)
  expect(written).toHaveLength(55)
  expect(
    answers.filter(({ status }) => status !== 201).map(({ status, body }) => [status, body.code, body.field]),
  ).toEqual(Array.from({ length: 5 }, () => [409, 'not_unique', 'code']))
  for (const [i, { status, body }] of answers.entries()) {
    if (status !== 201) continue
    expect(body).toMatchObject({ ...sent[i]!.body, created_by: sent[i]!.who.id })
    const { items } = await sent[i]!.who.get(`/api/records/client/${body.id}/timeline`)
    expect(
      items.map((event: { name: string; actor: string; payload: { changes: Record<string, unknown[]> } }) => [
        event.name,
        event.actor,
        event.payload.changes.name![1],
      ]),
    ).toEqual([['client.created', sent[i]!.who.id, body.name]])
  }
  expect(new Set(written.map(({ body }) => body.number)).size).toBe(55)
})
