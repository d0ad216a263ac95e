import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, localDate } from '../../model/index.ts'
import { now } from '../workspace/workspace.ts'
import { openCompany, type Company } from './testCompany.ts'
import { calls } from './testOffers.ts'

let company: Company
let house: Company['house'],
  li: Company['li'],
  boss: Company['boss'],
  head: Company['head'],
  ann: Company['ann'],
  bob: Company['bob'],
  admin: Company['admin'],
  draft: Company['draft'],
  taskOf: Company['taskOf'],
  state: Company['state'],
  begin: Company['begin'],
  answer: Company['answer'],
  asked: Company['asked']
beforeAll(async () => {
  company = await openCompany()
  ;({ house, li, boss, head, ann, bob, admin, draft, taskOf, state, begin, answer, asked } = company)
})
afterAll(() => company?.close())

test('what is filled in is written to the closed record, and the branch behind it sees it with formulas and rows', async () => {
  const id = await draft({ floor: 2, rows: [{ price: '3' }, { price: '7' }] })
  await begin('form', id)
  expect((await answer(boss, id, 'fill', { values: { floor: 9 } })).body.code).toBe('field_not_asked')
  expect((await answer(boss, id, 'fill', { values: {} })).body).toMatchObject({
    code: 'fields_missing',
    field: 'discount',
  })
  await answer(boss, id, 'fill', { values: { discount: '6', note: '底价' } })
  expect(await asked(id)).toEqual([li.id])
  expect(await li.get(`/api/records/offer/${id}`)).toMatchObject({
    discount: '6.00',
    kept: '12.00',
    note: '底价',
  })
})

test('an event starts a process where its condition holds, and its action runs as the system', async () => {
  const [yes, no] = [await draft({ floor: 1 }), await draft({ floor: 2 })]
  for (const id of [yes, no]) await li.post(`/api/records/offer/${id}/say`, { event: 'offer.finished' })
  await house.settle()
  expect(await li.get(`/api/records/offer/${yes}`)).toMatchObject({ result: 'stamped 车床' })
  expect((await state(yes)).outcome).toBe('approved')
  expect(await state(no)).toBeUndefined()
})

test('an action that is refused undoes itself alone and becomes a task of the administrator, who skips it with a reason', async () => {
  const { id } = await begin('failing')
  await house.settle()
  expect((await li.get(`/api/records/offer/${id}`)).result).toBeNull()
  expect(await taskOf(admin, id)).toMatchObject({
    kind: 'exception',
    title: expect.stringContaining('没有印泥'),
  })
  await answer(admin, id, 'skip', { comment: '线下盖过了' })
  expect((await state(id)).outcome).toBe('approved')
})

test('a call into the house network is refused until the administrator allows it; the answer of a call is part of the process', async () => {
  const { id, instance } = await begin('calling')
  await house.settle()
  expect(await taskOf(admin, id)).toMatchObject({
    kind: 'exception',
    title: expect.stringContaining('内网地址'),
  })
  expect(calls).toEqual([])
  expect(await li.put('/api/settings/outgoing', { places: [{ address: '127.0.0.1' }] })).toMatchObject({
    code: 'not_allowed',
  })
  await admin.put('/api/settings/outgoing', { places: [{ address: '127.0.0.1', note: '本机' }] })
  await answer(admin, id, 'retry')
  await house.settle()
  expect(await state(id)).toMatchObject({ id: instance, outcome: 'approved' })
  expect(calls).toEqual([expect.stringContaining(instance)])
})

test('a wait ends with the event it waits for and with no other', async () => {
  const { id } = await begin('waiting')
  await li.post(`/api/records/offer/${id}/say`, { event: 'offer.arrived', piece: '6' })
  await house.settle()
  expect((await state(id)).status).toBe('running')
  await li.post(`/api/records/offer/${id}/say`, { event: 'offer.arrived', piece: '7' })
  await house.settle()
  expect((await state(id)).outcome).toBe('approved')
})

test('a process within a process, started by its button: the end of the one carries the other on, and taking it back calls both off', async () => {
  const [one, two] = [await draft(), await draft()]
  expect((await li.get(`/api/processes?object=offer&record=${one}`)).startable).toMatchObject([
    { process: 'parent' },
  ])
  const started = await li.post('/api/processes', { process: 'parent', object: 'offer', record: one })
  expect(started.status).toBe('running')
  expect(
    (
      await boss.raw({
        method: 'POST',
        url: '/api/processes',
        payload: { process: 'all', object: 'offer', record: one },
      })
    ).status,
  ).toBe(404)
  await answer(ann, one, 'approve')
  expect(
    (await li.get(`/api/processes?object=offer&record=${one}`)).items
      .map((item: any) => [item.process, item.outcome])
      .sort(),
  ).toEqual([
    ['any', 'approved'],
    ['parent', 'approved'],
  ])
  const { id } = await li.post('/api/processes', { process: 'parent', object: 'offer', record: two })
  await li.post(`/api/processes/${id}/withdraw`)
  expect(
    (await li.get(`/api/processes?object=offer&record=${two}`)).items.map((item: any) => item.status),
  ).toEqual(['ended', 'ended'])
  expect(await taskOf(ann, two)).toBeUndefined()
})

test('a record that is deleted takes its running processes with it', async () => {
  const { id } = await begin('any')
  await li.del(`/api/records/offer/${id}`)
  await house.settle()
  expect(await taskOf(ann, id)).toBeUndefined()
})

test('a running instance keeps the version it started with; a new one with a wrong name in it is not published', async () => {
  const { id } = await begin('any')
  await admin.put('/api/definitions/process/any', { nodes: { ask: { assignees: [{ user: head.id }] } } })
  expect((await admin.post('/api/definitions/process/any/publish')).version).toBeGreaterThan(1)
  await admin.put('/api/definitions/process/acting', { start: { when: 'flor = 1' } })
  expect((await admin.post('/api/definitions/process/acting/publish')).missing[0].detail).toContain('flor')
  await answer(ann, id, 'return', { comment: '改一下' })
  await answer(li, id, 'fill')
  expect((await asked(id)).sort()).toEqual([ann.id, bob.id].sort())
  expect(await asked((await begin('any')).id)).toEqual([head.id])
})

test('a rule of who is asked that begins tomorrow names the others from tomorrow', async () => {
  const tomorrow = addDays(localDate(now(house.workspace), house.workspace.zone), 1)
  const everyone = { rules: [{ id: 'all', when: ['-'], then: ['"board"'] }], effective: { from: tomorrow } }
  await admin.put('/api/definitions/decision/who_fills', everyone)
  expect((await admin.post('/api/definitions/decision/who_fills/publish')).version).toBeGreaterThan(0)
  const askedOf = async () => {
    const id = await draft({ floor: 2 })
    await begin('form', id)
    return asked(id)
  }
  expect(await askedOf()).toEqual([boss.id])
  await house.forward({ days: 1 })
  expect((await askedOf()).sort()).toEqual([ann.id, bob.id].sort())
})
