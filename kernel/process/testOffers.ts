import { createServer } from 'node:http'
import {
  defineAction,
  defineDecision,
  defineModule,
  defineObject,
  defineProcess,
  defineReaction,
  formula,
  lines,
  money,
  number,
  reference,
  refuse,
  text,
  type ApprovalNode,
  type Assignee,
  type Process,
  type ProcessNode,
} from '../../model/index.ts'

const offer = defineObject('offer', {
  label: { zh: '报价', en: 'Offer' },
  title: 'name',
  number: 'BJ-{0000}',
  fields: {
    name: text({ required: true }),
    floor: number(),
    note: text(),
    result: text(),
    discount: money({ default: '0' }),
    rows: lines('offer_row', 'offer'),
    kept: formula('money', 'if discount = null then 0 else discount * 2'),
  },
  access: {
    sales: { create: true, read: 'own', update: 'own', delete: 'own', actions: true },
    boss: { read: true, update: true },
    board: { read: true },
  },
})
const offerRow = defineObject('offer_row', {
  label: { zh: '报价行' },
  fields: { offer: reference('offer', { required: true }), price: money() },
  access: { inherit: 'offer' },
})

const approval = (assignees: readonly Assignee[], more: Partial<ApprovalNode> = {}): ProcessNode => ({
  kind: 'approval',
  label: { zh: '审批', en: 'Approval' },
  mode: 'all',
  assignees,
  next: 'yes',
  ...more,
})
const yes: ProcessNode = { kind: 'end', label: { zh: '通过' }, outcome: 'approved' }
const no: ProcessNode = { kind: 'end', label: { zh: '驳回' }, outcome: 'rejected' }
const make = (name: string, next: string, nodes: Record<string, ProcessNode>, more: Partial<Process> = {}) =>
  defineProcess(name, {
    label: { zh: '报价审批', en: 'Offer approval' },
    object: 'offer',
    start: { next },
    nodes: { ...nodes, yes },
    ...more,
  })
const board: Assignee[] = [{ role: 'board' }]

const all = make('all', 'ask', { ask: approval(board) }, { lock: true })
const any = make('any', 'ask', { ask: approval(board, { mode: 'any' }) })
const sequence = make('sequence', 'ask', {
  ask: approval([{ manager: 1 }, { department_head: 2 }], { mode: 'sequential' }),
})
const chain = make(
  'chain',
  'first',
  { first: approval([{ manager: 1 }], { next: 'second' }), second: approval([{ department_head: 2 }]) },
  { lock: true },
)
const urgent = make('urgent', 'ask', { ask: approval([{ manager: 1 }], { due: 'PT4H', on_due: 'escalate' }) })
const chosen = make('chosen', 'ask', { ask: approval([{ chosen_by_initiator: true }]) })
const vacant = make('vacant', 'ask', { ask: approval([{ role: 'nobody' }]) })
const form = make(
  'form',
  'fill',
  {
    fill: {
      kind: 'fill',
      label: { zh: '填底价' },
      assignees: [{ decision: 'who_fills' }],
      fields: ['discount', 'note'],
      required: ['discount'],
      next: 'fork',
    },
    fork: {
      kind: 'exclusive',
      label: { zh: '分支' },
      branches: [{ when: 'kept > 10 and count(rows[price > 5]) = 1', next: 'ask' }],
      default: 'no',
    },
    ask: approval([{ field: 'owner' }]),
    no,
  },
  { lock: true },
)
const acting = make(
  'acting',
  'act',
  {
    act: {
      kind: 'action',
      label: { zh: '记结果' },
      action: 'stamp',
      input: { result: '"stamped " + name' },
      next: 'yes',
    },
  },
  { start: { on: { event: 'offer.finished' }, when: 'floor = 1', next: 'act' } },
)
const failing = make('failing', 'act', {
  act: { kind: 'action', label: { zh: '会失败' }, action: 'stamp', input: { result: '"bad"' }, next: 'yes' },
})
const waiting = make('waiting', 'wait', {
  wait: {
    kind: 'wait',
    label: { zh: '等到货' },
    for: { event: 'offer.arrived', when: 'event.piece = "7"' },
    next: 'yes',
  },
})
const parent = make(
  'parent',
  'sub',
  { sub: { kind: 'subprocess', label: { zh: '子流程' }, process: 'any', next: 'yes' } },
  { start: { on: { button: { zh: '送审' } }, next: 'sub' } },
)

export const outside = createServer((request, response) => {
  calls.push(String(request.headers['idempotency-key']))
  response.end(JSON.stringify({ grade: 'A' }))
})
export const calls: string[] = []
const callJob = defineModule({
  name: 'bells',
  label: { zh: '铃' },
  jobs: [
    {
      name: 'ring',
      async run(office, { piece }: { piece: string }) {
        await office.do(async (work) => void (await work.emit('bell.rung', { piece })))
      },
    },
  ],
})
const calling = (port: number) =>
  make('calling', 'ring', {
    ring: {
      kind: 'call',
      label: { zh: '打铃' },
      call: { job: 'ring' },
      input: { piece: 'name' },
      next: 'hook',
    },
    hook: {
      kind: 'call',
      label: { zh: '查信用' },
      call: { webhook: `http://127.0.0.1:${port}/credit` },
      input: { name: 'name' },
      next: 'fork',
    },
    fork: {
      kind: 'exclusive',
      label: { zh: '信用' },
      branches: [{ when: 'process.hook.grade = "A"', next: 'yes' }],
      default: 'no',
    },
    no,
  })

const whoFills = defineDecision('who_fills', {
  label: { zh: '谁来填' },
  hit_policy: 'U',
  inputs: [{ name: 'floor', expression: 'floor' }],
  outputs: [{ name: 'role' }],
  rules: [
    { id: 'low', when: ['< 5'], then: ['"boss"'] },
    { id: 'high', when: ['>= 5'], then: ['"board"'] },
  ],
})
const start = defineAction(offer, 'start', {
  label: { zh: '提交' },
  input: { process: text({ required: true }), chosen: text() },
  async run(work, { id }, { process, chosen }) {
    return {
      instance: await work.startProcess(process, {
        object: offer,
        record: id,
        values: chosen ? { chosen: { ask: [chosen] } } : {},
      }),
    }
  },
})
const stamp = defineAction(offer, 'stamp', {
  label: { zh: '盖章' },
  input: { result: text({ required: true }) },
  async run(work, { id }, { result }) {
    await work.change(offer, id, { result })
    if (result === 'bad') throw refuse('no_ink', { zh: '没有印泥', en: 'No ink' })
  },
})
const say = defineAction(offer, 'say', {
  label: { zh: '通知' },
  input: { event: text({ required: true }), piece: text() },
  async run(work, { id }, { event, piece }) {
    await work.emit(event, { object: 'offer', record: id, piece: piece ?? null })
  },
})
/** What was told of processes, in the order heard. */
export const heard: string[] = []
const hear = defineReaction('tests.hear', {
  on: ['process.all.approved', 'process.all.rejected', 'process.all.withdrawn', 'process.ended'],
  async run(_work, event) {
    heard.push(`${event.name} ${event.record} ${String(event.payload.outcome)}`)
  },
})

/** Offers and the processes that may run on them; `port` is where a webhook listens. */
export const offers = (port: number) => [
  callJob,
  defineModule({
    name: 'tests',
    label: { zh: '测试' },
    objects: [offer, offerRow],
    actions: [start, stamp, say],
    decisions: [whoFills],
    reactions: [hear],
    processes: [
      all,
      any,
      sequence,
      chain,
      urgent,
      chosen,
      vacant,
      form,
      acting,
      failing,
      waiting,
      parent,
      calling(port),
    ],
    roles: ['sales', 'boss', 'board', 'nobody'].map((name) => ({ name, label: { zh: name } })),
  }),
]
