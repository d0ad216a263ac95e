import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCompany, type Company } from './testCompany.ts'
import { heard } from './testOffers.ts'

let company: Company
let house: Company['house'],
  li: Company['li'],
  boss: Company['boss'],
  head: Company['head'],
  ann: Company['ann'],
  bob: Company['bob'],
  admin: Company['admin'],
  set: Company['set'],
  draft: Company['draft'],
  taskOf: Company['taskOf'],
  state: Company['state'],
  begin: Company['begin'],
  answer: Company['answer'],
  asked: Company['asked']
beforeAll(async () => {
  company = await openCompany()
  ;({ house, li, boss, head, ann, bob, admin, set, draft, taskOf, state, begin, answer, asked } = company)
})
afterAll(() => company?.close())

test('all must agree: the task says what and which record, and the end is told to who waits for it', async () => {
  const { id, instance } = await begin('all')
  expect(await taskOf(ann, id)).toMatchObject({
    kind: 'approval',
    title: expect.stringMatching(/^审批：BJ-\d+ 车床$/),
    process_instance: instance,
  })
  expect((await answer(ann, id, 'approve')).body).toMatchObject({ state: 'done', outcome: 'approve' })
  expect(await asked(id)).toEqual([bob.id])
  await answer(bob, id, 'approve', { comment: '可以' })
  expect(await state(id)).toMatchObject({ status: 'ended', outcome: 'approved', open: [] })
  await house.settle()
  expect(heard).toEqual(
    expect.arrayContaining([`process.all.approved ${id} approved`, `process.ended ${id} approved`]),
  )
  const { items } = await li.get(`/api/records/offer/${id}/timeline`)
  expect(
    items
      .filter((item: any) => item.name === 'process.step' && item.payload.what === 'approve')
      .map((item: any) => [item.actor, item.payload.comment]),
  ).toEqual([
    [bob.id, '可以'],
    [ann.id, undefined],
  ])
})

test('one of several is enough: the others are no longer asked', async () => {
  const { id } = await begin('any')
  const late = await taskOf(ann, id)
  await answer(bob, id, 'approve')
  expect(await taskOf(ann, id)).toBeUndefined()
  const refused = await ann.raw({ method: 'POST', url: `/api/tasks/${late.id}/approve`, payload: {} })
  expect([refused.status, refused.body.code]).toEqual([409, 'process_ended'])
})

test('in sequence: the manager, then the head of the department above', async () => {
  const { id } = await begin('sequence')
  expect(await asked(id)).toEqual([boss.id])
  await answer(boss, id, 'approve')
  expect(await asked(id)).toEqual([head.id])
  await answer(head, id, 'approve')
  expect((await state(id)).outcome).toBe('approved')
})

test('two approvers at the same moment: both count, and the process ends once', async () => {
  for (let i = 0; i < 5; i++) {
    const { id, instance } = await begin('all')
    const tasks = [await taskOf(ann, id), await taskOf(bob, id)]
    const answers = await Promise.all(
      [ann, bob].map((who, at) =>
        who.raw({ method: 'POST', url: `/api/tasks/${tasks[at].id}/approve`, payload: {} }),
      ),
    )
    expect(answers.map((one) => one.status)).toEqual([200, 200])
    expect(await state(id)).toMatchObject({ id: instance, outcome: 'approved' })
    await house.settle()
    expect(heard.filter((line) => line === `process.all.approved ${id} approved`)).toHaveLength(1)
  }
})

test('the same answer sent twice at once is taken once', async () => {
  const { id } = await begin('all')
  const task = await taskOf(ann, id)
  const answers = await Promise.all(
    [1, 2, 3].map(() => ann.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: {} })),
  )
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409])
  expect(await asked(id)).toEqual([bob.id])
})

test('a rejection needs its reason and ends the process', async () => {
  const { id } = await begin('all')
  expect((await answer(ann, id, 'reject')).body).toMatchObject({ code: 'comment_required', field: 'comment' })
  await answer(ann, id, 'reject', { comment: '价格太低' })
  expect(await state(id)).toMatchObject({ outcome: 'rejected' })
  expect(await taskOf(bob, id)).toBeUndefined()
  await house.settle()
  expect(heard).toContain(`process.all.rejected ${id} rejected`)
})

test('only the person asked may answer', async () => {
  const { id } = await begin('all')
  const task = await taskOf(ann, id)
  expect((await bob.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: {} })).status).toBe(
    404,
  )
  expect(
    (await admin.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: {} })).body.code,
  ).toBe('not_assignee')
  expect((await ann.raw({ method: 'POST', url: `/api/tasks/${task.id}/dance`, payload: {} })).status).toBe(
    404,
  )
  expect(
    (await ann.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: { foo: 1 } })).status,
  ).toBe(400)
  expect(
    (await admin.raw({ method: 'POST', url: `/api/tasks/${task.id}/transfer`, payload: { to: head.id } }))
      .status,
  ).toBe(200)
  expect((await asked(id)).sort()).toEqual([bob.id, head.id].sort())
})

test('under approval the record and its rows are closed to the seller, returned they open, and straight back they close again', async () => {
  const id = await draft({ rows: [{ price: '3' }] })
  await begin('chain', id)
  const { rows } = await li.get(`/api/records/offer/${id}`)
  const edits = () =>
    Promise.all([
      li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '改' } }),
      li.raw({ method: 'PATCH', url: `/api/records/offer_row/${rows[0].id}`, payload: { price: '4' } }),
      li.raw({ method: 'POST', url: '/api/records/offer_row', payload: { offer: id, price: '5' } }),
      li.raw({ method: 'DELETE', url: `/api/records/offer/${id}` }),
    ])
  expect((await edits()).map((one) => [one.status, one.body.code])).toEqual(
    Array.from({ length: 4 }, () => [423, 'record_locked']),
  )
  await answer(boss, id, 'approve')
  expect((await answer(head, id, 'return', {})).body.code).toBe('comment_required')
  await answer(head, id, 'return', { mode: 'straight_back', comment: '补充说明' })
  expect(await taskOf(li, id)).toMatchObject({ kind: 'revise' })
  expect(
    (await li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '补充' } })).status,
  ).toBe(200)
  await answer(li, id, 'fill')
  expect(await asked(id)).toEqual([head.id])
  expect(
    (await li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '再改' } })).status,
  ).toBe(423)
  await answer(head, id, 'approve')
  expect((await state(id)).outcome).toBe('approved')
  expect(
    (await li.raw({ method: 'PATCH', url: `/api/records/offer_row/${rows[0].id}`, payload: { price: '4' } }))
      .status,
  ).toBe(200)
})

test('a return that runs again asks everybody in between once more', async () => {
  const { id } = await begin('chain')
  await answer(boss, id, 'approve')
  await answer(head, id, 'return', { to: 'first', comment: '请再看' })
  expect(await asked(id)).toEqual([boss.id])
  await answer(boss, id, 'approve')
  expect(await asked(id)).toEqual([head.id])
})

test('transferred to somebody else, widened by another signer, urged and commented', async () => {
  const { id, instance } = await begin('sequence')
  await answer(boss, id, 'transfer', { to: ann.id, comment: '请安代看' })
  expect(await asked(id)).toEqual([ann.id])
  await answer(ann, id, 'add_signer', { who: bob.id, where: 'before' })
  expect(await asked(id)).toEqual([bob.id])
  expect((await li.post(`/api/processes/${instance}/urge`, { comment: '客户在等' })).id).toBe(instance)
  expect((await bob.get('/api/notifications')).items[0].title.zh).toMatch(/催办.*客户在等/)
  await answer(bob, id, 'comment', { comment: '看过图纸了' })
  await answer(bob, id, 'approve')
  await answer(ann, id, 'approve')
  await answer(head, id, 'approve')
  const { steps, outcome } = await state(id)
  expect(outcome).toBe('approved')
  expect(steps.map((line: any) => line.what)).toEqual(
    expect.arrayContaining(['transferred', 'signer_added', 'urged', 'comment']),
  )
})

test('the initiator takes it back, nobody else does, and it can be started again; meanwhile it cannot', async () => {
  const { id, instance } = await begin('all')
  expect((await begin('all', id)).refused).toMatchObject({ code: 'process_running', status: 409 })
  expect((await state(id)).may.withdraw).toBe(true)
  expect(
    (await boss.raw({ method: 'POST', url: `/api/processes/${instance}/withdraw`, payload: {} })).body.code,
  ).toBe('cannot_withdraw')
  expect(
    (await head.raw({ method: 'POST', url: `/api/processes/${instance}/withdraw`, payload: {} })).status,
  ).toBe(404)
  expect(await li.post(`/api/processes/${instance}/withdraw`, { comment: '数量写错' })).toMatchObject({
    status: 'ended',
    outcome: 'withdrawn',
  })
  expect(await taskOf(ann, id)).toBeUndefined()
  expect(
    (await li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '改' } })).status,
  ).toBe(200)
  await house.settle()
  expect(heard).toContain(`process.all.withdrawn ${id} withdrawn`)
  expect((await begin('all', id)).instance).toBeTruthy()
})

test('what is not decided in time goes to the manager above', async () => {
  const { id } = await begin('urgent')
  expect((await taskOf(boss, id)).due_at).toBe((await state(id)).open[0].due_at)
  await house.forward({ days: 20 })
  expect((await asked(id))[0]).not.toBe(boss.id)
  expect((await state(id)).steps.filter((line: any) => line.what === 'escalated')[0].to).toBe(head.id)
})

test('the initiator chooses; who is away is stood in for by the manager, or by the deputy of the period, never by the initiator', async () => {
  const later = new Date(Date.now() + 400 * 86_400_000).toISOString()
  expect(await asked((await begin('chosen', undefined, { chosen: bob.id })).id)).toEqual([bob.id])
  await set(bob, { away_until: later, manager: head.id })
  expect(await asked((await begin('chosen', undefined, { chosen: bob.id })).id)).toEqual([head.id])
  await set(bob, { away_until: null })
  const { id: delegation } = await bob.post('/api/delegations', { deputy: ann.id, until: later })
  expect(await asked((await begin('chosen', undefined, { chosen: bob.id })).id)).toEqual([ann.id])
  await bob.del(`/api/delegations/${delegation}`)
  const mine = await bob.post('/api/delegations', { deputy: li.id, until: later })
  expect(await asked((await begin('chosen', undefined, { chosen: bob.id })).id)).toEqual([head.id])
  expect((await ann.raw({ method: 'DELETE', url: `/api/delegations/${mine.id}` })).status).toBe(403)
  await bob.del(`/api/delegations/${mine.id}`)
})

test('nobody to be asked is told to who submits, and nothing has begun', async () => {
  const { id, refused } = await begin('vacant')
  expect(refused).toMatchObject({ code: 'no_assignee' })
  expect((await li.get(`/api/processes?object=offer&record=${id}`)).items).toEqual([])
})

test('who goes away hands over this task and those to come', async () => {
  const until = new Date(Date.now() + 400 * 86_400_000).toISOString()
  const { id } = await begin('sequence')
  expect((await answer(boss, id, 'delegate', { to: boss.id, until })).body.code).toBe('deputy_is_self')
  await answer(boss, id, 'delegate', { to: ann.id, until, comment: '出差' })
  expect(await asked(id)).toEqual([ann.id])
  expect(await asked((await begin('chain')).id)).toEqual([ann.id])
  const { items } = await boss.get('/api/delegations')
  expect(items).toMatchObject([{ person: boss.id, deputy_name: '安' }])
  await boss.del(`/api/delegations/${items[0].id}`)
  expect(await asked((await begin('chain')).id)).toEqual([boss.id])
})

test('who may not read the record is told that there is nothing', async () => {
  const { id, instance } = await begin('any')
  expect((await head.raw({ method: 'GET', url: `/api/processes?object=offer&record=${id}` })).status).toBe(
    404,
  )
  expect(
    (
      await head.raw({
        method: 'POST',
        url: `/api/processes/${instance}/comment`,
        payload: { comment: '嗨' },
      })
    ).status,
  ).toBe(404)
})

test('a task is read in the language of who reads it, also when that changes', async () => {
  const { id } = await begin('all')
  await set(ann, { language: 'en' })
  expect((await taskOf(ann, id)).title).toMatch(/^Approval: BJ-\d+ 车床$/)
  expect((await taskOf(bob, id)).title).toMatch(/^审批：BJ-\d+ 车床$/)
  await set(ann, { language: 'zh' })
  expect((await taskOf(ann, id)).title).toMatch(/^审批：BJ-\d+ 车床$/)
})
