import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  defineAction, defineDecision, defineModule, defineObject, defineProcess, defineReaction, formula, lines, money, number, reference, refuse, text,
  type ApprovalNode, type Assignee, type Process, type ProcessNode,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { systemActor, table } from '../workspace/workspace.ts'
import { transact } from '../workspace/transact.ts'
import { changeRecord } from '../records/write.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'

const offer = defineObject('offer', {
  label: { zh: '报价', en: 'Offer' }, title: 'name', number: 'BJ-{0000}',
  fields: {
    name: text({ required: true }), floor: number(), note: text(), result: text(), discount: money({ default: '0' }), rows: lines('offer_row', 'offer'),
    kept: formula('money', 'if discount = null then 0 else discount * 2'),
  },
  access: { sales: { create: true, read: 'own', update: 'own', delete: 'own', actions: true }, boss: { read: true, update: true }, board: { read: true } },
})
const offerRow = defineObject('offer_row', { label: { zh: '报价行' }, fields: { offer: reference('offer', { required: true }), price: money() }, access: { inherit: 'offer' } })

const approval = (assignees: readonly Assignee[], more: Partial<ApprovalNode> = {}): ProcessNode =>
  ({ kind: 'approval', label: { zh: '审批', en: 'Approval' }, mode: 'all', assignees, next: 'yes', ...more })
const yes: ProcessNode = { kind: 'end', label: { zh: '通过' }, outcome: 'approved' }
const no: ProcessNode = { kind: 'end', label: { zh: '驳回' }, outcome: 'rejected' }
const make = (name: string, next: string, nodes: Record<string, ProcessNode>, more: Partial<Process> = {}) =>
  defineProcess(name, { label: { zh: '报价审批', en: 'Offer approval' }, object: 'offer', start: { next }, nodes: { ...nodes, yes }, ...more })
const board: Assignee[] = [{ role: 'board' }]

const all = make('all', 'ask', { ask: approval(board) }, { lock: true })
const any = make('any', 'ask', { ask: approval(board, { mode: 'any' }) })
const sequence = make('sequence', 'ask', { ask: approval([{ manager: 1 }, { department_head: 2 }], { mode: 'sequential' }) })
const chain = make('chain', 'first', { first: approval([{ manager: 1 }], { next: 'second' }), second: approval([{ department_head: 2 }]) }, { lock: true })
const urgent = make('urgent', 'ask', { ask: approval([{ manager: 1 }], { due: 'PT4H', on_due: 'escalate' }) })
const chosen = make('chosen', 'ask', { ask: approval([{ chosen_by_initiator: true }]) })
const vacant = make('vacant', 'ask', { ask: approval([{ role: 'nobody' }]) })
const form = make('form', 'fill', {
  fill: { kind: 'fill', label: { zh: '填底价' }, assignees: [{ decision: 'who_fills' }], fields: ['discount', 'note'], required: ['discount'], next: 'fork' },
  fork: { kind: 'exclusive', label: { zh: '分支' }, branches: [{ when: 'kept > 10 and count(rows[price > 5]) = 1', next: 'ask' }], default: 'no' },
  ask: approval([{ field: 'owner' }]),
  no,
}, { lock: true })
const acting = make('acting', 'act', {
  act: { kind: 'action', label: { zh: '记结果' }, action: 'stamp', input: { result: '"stamped " + name' }, next: 'yes' },
}, { start: { on: { event: 'offer.finished' }, when: 'floor = 1', next: 'act' } })
const failing = make('failing', 'act', { act: { kind: 'action', label: { zh: '会失败' }, action: 'stamp', input: { result: '"bad"' }, next: 'yes' } })
const waiting = make('waiting', 'wait', { wait: { kind: 'wait', label: { zh: '等到货' }, for: { event: 'offer.arrived', when: 'event.piece = "7"' }, next: 'yes' } })
const parent = make('parent', 'sub', { sub: { kind: 'subprocess', label: { zh: '子流程' }, process: 'any', next: 'yes' } }, { start: { on: { button: { zh: '送审' } }, next: 'sub' } })

const outside = createServer((request, response) => {
  calls.push(String(request.headers['idempotency-key']))
  response.end(JSON.stringify({ grade: 'A' }))
})
const calls: string[] = []
const callJob = defineModule({ name: 'bells', label: { zh: '铃' }, jobs: [{ name: 'ring', async run(office, { piece }: { piece: string }) {
  await office.do(async (work) => void (await work.emit('bell.rung', { piece })))
} }] })
const calling = (port: number) => make('calling', 'ring', {
  ring: { kind: 'call', label: { zh: '打铃' }, call: { job: 'ring' }, input: { piece: 'name' }, next: 'hook' },
  hook: { kind: 'call', label: { zh: '查信用' }, call: { webhook: `http://127.0.0.1:${port}/credit` }, input: { name: 'name' }, next: 'fork' },
  fork: { kind: 'exclusive', label: { zh: '信用' }, branches: [{ when: 'process.hook.grade = "A"', next: 'yes' }], default: 'no' },
  no,
})

const whoFills = defineDecision('who_fills', {
  label: { zh: '谁来填' }, hit_policy: 'U', inputs: [{ name: 'floor', expression: 'floor' }], outputs: [{ name: 'role' }],
  rules: [{ id: 'low', when: ['< 5'], then: ['"boss"'] }, { id: 'high', when: ['>= 5'], then: ['"board"'] }],
})
const start = defineAction(offer, 'start', { label: { zh: '提交' }, input: { process: text({ required: true }), chosen: text() }, async run(work, { id }, { process, chosen }) {
  return { instance: await work.startProcess(process, { object: offer, record: id, values: chosen ? { chosen: { ask: [chosen] } } : {} }) }
} })
const stamp = defineAction(offer, 'stamp', { label: { zh: '盖章' }, input: { result: text({ required: true }) }, async run(work, { id }, { result }) {
  await work.change(offer, id, { result })
  if (result === 'bad') throw refuse('no_ink', { zh: '没有印泥', en: 'No ink' })
} })
const say = defineAction(offer, 'say', { label: { zh: '通知' }, input: { event: text({ required: true }), piece: text() }, async run(work, { id }, { event, piece }) {
  await work.emit(event, { object: 'offer', record: id, piece: piece ?? null })
} })
const heard: string[] = []
const hear = defineReaction('tests.hear', { on: ['process.all.approved', 'process.all.rejected', 'process.all.withdrawn', 'process.ended'], async run(_work, event) {
  heard.push(`${event.name} ${event.record} ${String(event.payload.outcome)}`)
} })

let house: TestHouse, li: Caller, boss: Caller, head: Caller, ann: Caller, bob: Caller, admin: Caller
const set = (person: Caller, patch: Record<string, unknown>) => transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, 'user', person.id, patch))
beforeAll(async () => {
  await new Promise<void>((listening) => outside.listen(0, '127.0.0.1', listening))
  house = await startTestHouse(testDatabaseUrl(), [callJob, defineModule({
    name: 'tests', label: { zh: '测试' }, objects: [offer, offerRow], actions: [start, stamp, say], decisions: [whoFills], reactions: [hear],
    processes: [all, any, sequence, chain, urgent, chosen, vacant, form, acting, failing, waiting, parent, calling((outside.address() as AddressInfo).port)],
    roles: ['sales', 'boss', 'board', 'nobody'].map((name) => ({ name, label: { zh: name } })),
  })])
  const sales = await house.department('销售部')
  await house.department('销售一组', '销售部')
  li = await house.person('李', ['sales'], '销售一组')
  boss = await house.person('王', ['boss'], '销售一组')
  head = await house.person('赵', [], '销售部')
  ann = await house.person('安', ['board'], '其他')
  bob = await house.person('博', ['board'], '其他')
  admin = await house.person('管', ['admin'], '其他')
  await set(li, { manager: boss.id })
  await set(boss, { manager: head.id })
  await transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, 'department', sales, { head: head.id }))
})
afterAll(async () => {
  outside.close()
  await house?.stop()
})

const draft = async (more: object = {}) => (await li.post('/api/records/offer', { name: '车床', ...more })).id as string
const begin = async (process: string, record?: string, more: object = {}) => {
  const id = record ?? (await draft())
  const { instance, ...refused } = await li.post(`/api/records/offer/${id}/start`, { process, ...more })
  return { id, instance: instance as string, refused }
}
const taskOf = async (who: Caller, record: string) => (await who.get('/api/tasks')).items.find((task: any) => task.record === record)
const answer = async (who: Caller, record: string, verb: string, body: object = {}) => who.raw({ method: 'POST', url: `/api/tasks/${(await taskOf(who, record))?.id}/${verb}`, payload: body as never })
const state = async (record: string, who = li) => (await who.get(`/api/processes?object=offer&record=${record}`)).items[0]
const asked = async (record: string) => (await state(record)).open.map((task: any) => task.assignee)

test('all must agree: the task says what and which record, and the end is told to who waits for it', async () => {
  const { id, instance } = await begin('all')
  expect(await taskOf(ann, id)).toMatchObject({ kind: 'approval', title: expect.stringMatching(/^审批：BJ-\d+ 车床$/), process_instance: instance })
  expect((await answer(ann, id, 'approve')).body).toMatchObject({ state: 'done', outcome: 'approve' })
  expect(await asked(id)).toEqual([bob.id])
  await answer(bob, id, 'approve', { comment: '可以' })
  expect(await state(id)).toMatchObject({ status: 'ended', outcome: 'approved', open: [] })
  await house.settle()
  expect(heard).toEqual(expect.arrayContaining([`process.all.approved ${id} approved`, `process.ended ${id} approved`]))
  const { items } = await li.get(`/api/records/offer/${id}/timeline`)
  expect(items.filter((item: any) => item.name === 'process.step' && item.payload.what === 'approve').map((item: any) => [item.actor, item.payload.comment])).toEqual([[bob.id, '可以'], [ann.id, undefined]])
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
    const answers = await Promise.all([ann, bob].map((who, at) => who.raw({ method: 'POST', url: `/api/tasks/${tasks[at].id}/approve`, payload: {} })))
    expect(answers.map((one) => one.status)).toEqual([200, 200])
    expect(await state(id)).toMatchObject({ id: instance, outcome: 'approved' })
    await house.settle()
    expect(heard.filter((line) => line === `process.all.approved ${id} approved`)).toHaveLength(1)
  }
})

test('the same answer sent twice at once is taken once', async () => {
  const { id } = await begin('all')
  const task = await taskOf(ann, id)
  const answers = await Promise.all([1, 2, 3].map(() => ann.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: {} })))
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
  expect((await bob.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: {} })).status).toBe(404)
  expect((await admin.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: {} })).body.code).toBe('not_assignee')
  expect((await ann.raw({ method: 'POST', url: `/api/tasks/${task.id}/dance`, payload: {} })).status).toBe(404)
  expect((await ann.raw({ method: 'POST', url: `/api/tasks/${task.id}/approve`, payload: { foo: 1 } })).status).toBe(400)
  expect((await admin.raw({ method: 'POST', url: `/api/tasks/${task.id}/transfer`, payload: { to: head.id } })).status).toBe(200)
  expect((await asked(id)).sort()).toEqual([bob.id, head.id].sort())
})

test('under approval the record and its rows are closed to the seller, returned they open, and straight back they close again', async () => {
  const id = await draft({ rows: [{ price: '3' }] })
  await begin('chain', id)
  const { rows } = await li.get(`/api/records/offer/${id}`)
  const edits = () => Promise.all([
    li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '改' } }),
    li.raw({ method: 'PATCH', url: `/api/records/offer_row/${rows[0].id}`, payload: { price: '4' } }),
    li.raw({ method: 'POST', url: '/api/records/offer_row', payload: { offer: id, price: '5' } }),
    li.raw({ method: 'DELETE', url: `/api/records/offer/${id}` }),
  ])
  expect((await edits()).map((one) => [one.status, one.body.code])).toEqual(Array.from({ length: 4 }, () => [423, 'record_locked']))
  await answer(boss, id, 'approve')
  expect((await answer(head, id, 'return', {})).body.code).toBe('comment_required')
  await answer(head, id, 'return', { mode: 'straight_back', comment: '补充说明' })
  expect(await taskOf(li, id)).toMatchObject({ kind: 'revise' })
  expect((await li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '补充' } })).status).toBe(200)
  await answer(li, id, 'fill')
  expect(await asked(id)).toEqual([head.id])
  expect((await li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '再改' } })).status).toBe(423)
  await answer(head, id, 'approve')
  expect((await state(id)).outcome).toBe('approved')
  expect((await li.raw({ method: 'PATCH', url: `/api/records/offer_row/${rows[0].id}`, payload: { price: '4' } })).status).toBe(200)
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
  expect(steps.map((line: any) => line.what)).toEqual(expect.arrayContaining(['transferred', 'signer_added', 'urged', 'comment']))
})

test('the initiator takes it back, nobody else does, and it can be started again; meanwhile it cannot', async () => {
  const { id, instance } = await begin('all')
  expect((await begin('all', id)).refused).toMatchObject({ code: 'process_running', status: 409 })
  expect((await state(id)).may.withdraw).toBe(true)
  expect((await boss.raw({ method: 'POST', url: `/api/processes/${instance}/withdraw`, payload: {} })).body.code).toBe('cannot_withdraw')
  expect((await head.raw({ method: 'POST', url: `/api/processes/${instance}/withdraw`, payload: {} })).status).toBe(404)
  expect(await li.post(`/api/processes/${instance}/withdraw`, { comment: '数量写错' })).toMatchObject({ status: 'ended', outcome: 'withdrawn' })
  expect(await taskOf(ann, id)).toBeUndefined()
  expect((await li.raw({ method: 'PATCH', url: `/api/records/offer/${id}`, payload: { note: '改' } })).status).toBe(200)
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

test('what is filled in is written to the closed record, and the branch behind it sees it with formulas and rows', async () => {
  const id = await draft({ floor: 2, rows: [{ price: '3' }, { price: '7' }] })
  await begin('form', id)
  expect((await answer(boss, id, 'fill', { values: { floor: 9 } })).body.code).toBe('field_not_asked')
  expect((await answer(boss, id, 'fill', { values: {} })).body).toMatchObject({ code: 'fields_missing', field: 'discount' })
  await answer(boss, id, 'fill', { values: { discount: '6', note: '底价' } })
  expect(await asked(id)).toEqual([li.id])
  expect(await li.get(`/api/records/offer/${id}`)).toMatchObject({ discount: '6.00', kept: '12.00', note: '底价' })
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
  expect(await taskOf(admin, id)).toMatchObject({ kind: 'exception', title: expect.stringContaining('没有印泥') })
  await answer(admin, id, 'skip', { comment: '线下盖过了' })
  expect((await state(id)).outcome).toBe('approved')
})

test('a call into the house network is refused until the administrator allows it; the answer of a call is part of the process', async () => {
  const { id, instance } = await begin('calling')
  await house.settle()
  expect(await taskOf(admin, id)).toMatchObject({ kind: 'exception', title: expect.stringContaining('内网地址') })
  expect(calls).toEqual([])
  await sql`update ${table(house.workspace, '_workspace')} set settings = settings || '{"webhooks_may_call_private_addresses": true}'`.execute(house.workspace.db)
  await answer(admin, id, 'retry')
  await house.settle()
  expect(await state(id)).toMatchObject({ id: instance, outcome: 'approved' })
  expect(calls).toEqual([expect.stringContaining(instance)])
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
  expect((await li.get(`/api/processes?object=offer&record=${one}`)).startable).toMatchObject([{ process: 'parent' }])
  const started = await li.post('/api/processes', { process: 'parent', object: 'offer', record: one })
  expect(started.status).toBe('running')
  expect((await boss.raw({ method: 'POST', url: '/api/processes', payload: { process: 'all', object: 'offer', record: one } })).status).toBe(404)
  await answer(ann, one, 'approve')
  expect((await li.get(`/api/processes?object=offer&record=${one}`)).items.map((item: any) => [item.process, item.outcome]).sort()).toEqual([['any', 'approved'], ['parent', 'approved']])
  const { id } = await li.post('/api/processes', { process: 'parent', object: 'offer', record: two })
  await li.post(`/api/processes/${id}/withdraw`)
  expect((await li.get(`/api/processes?object=offer&record=${two}`)).items.map((item: any) => item.status)).toEqual(['ended', 'ended'])
  expect(await taskOf(ann, two)).toBeUndefined()
})

test('a record that is deleted takes its running processes with it', async () => {
  const { id } = await begin('any')
  await li.del(`/api/records/offer/${id}`)
  await house.settle()
  expect(await taskOf(ann, id)).toBeUndefined()
})

test('who may not read the record is told that there is nothing', async () => {
  const { id, instance } = await begin('any')
  expect((await head.raw({ method: 'GET', url: `/api/processes?object=offer&record=${id}` })).status).toBe(404)
  expect((await head.raw({ method: 'POST', url: `/api/processes/${instance}/comment`, payload: { comment: '嗨' } })).status).toBe(404)
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
