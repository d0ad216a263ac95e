import { beforeAll, expect, test } from 'vitest'
import type { AnyField, ScreenObject, Screens } from '../ground/definitions.ts'
import { en } from '../words/en.ts'
import { startWords, words } from '../words/words.ts'
import { actorText, changesOf, remarkOf, sentenceOf, subjectOf, type HouseEvent } from './timelineText.ts'

beforeAll(() => startWords('zh'))

const fields: Readonly<Record<string, AnyField>> = {
  amount: { type: 'money', label: { zh: '金额' } },
  stage: { type: 'stage', of: 'opportunity' },
}
const object = { name: 'opportunity', label: { zh: '商机' }, fields } as unknown as ScreenObject
const screens = {
  pipelines: {
    seven: {
      name: 'seven',
      object: 'opportunity',
      label: { zh: '七阶段' },
      stages: [
        { name: 'talk', label: { zh: '洽谈' } },
        { name: 'offer', label: { zh: '报价' } },
      ],
    },
  },
  actions: { opportunity: { request_support: { label: { zh: '申请支持' } } } },
} as unknown as Screens
const event = (name: string, payload: HouseEvent['payload'] = {}): HouseEvent => ({
  id: '1',
  at: '2026-01-01T00:00:00Z',
  name,
  actor: 'u',
  actor_name: '林晓',
  payload,
})
const say = (one: HouseEvent) => sentenceOf(one, fields, { object, screens, language: 'zh', t: words })

test('a move is told by the labels of the stages', () => {
  expect(say(event('opportunity.stage_changed', { from: 'talk', to: 'offer', pipeline: 'seven' }))).toBe(
    '把阶段从“洽谈”变为“报价”',
  )
})

test('a change names its fields, and one that changed only the stage is not told twice', () => {
  expect(say(event('opportunity.updated', { changes: { amount: ['1', '2'] } }))).toBe('修改了金额')
  expect(say(event('opportunity.updated', { changes: { stage: ['talk', 'offer'] } }))).toBeNull()
  expect(
    changesOf(
      event('opportunity.updated', {
        changes: { amount: ['1', '2'], hidden: [1, 2], measurement: [null, { a: 1 }] },
      }),
      { ...fields, measurement: { type: 'json' } },
    ),
  ).toEqual([{ name: 'amount', before: '1', after: '2' }])
})

test('a change that is kept in codes is told in the words of the reader, and its text in one language is not told beside it', () => {
  const routed: Readonly<Record<string, AnyField>> = {
    routing: { type: 'text' },
    routed: { type: 'json', instead_of: 'routing', sentences: { nobody: { zh: '无人可派' } } },
    doubts: { type: 'json', sentences: {} },
  }
  const because = [{ code: 'nobody' }]
  expect(
    changesOf(
      event('lead.updated', {
        changes: { routing: [null, '无人可派'], routed: [null, because], doubts: [null, because] },
      }),
      routed,
    ),
  ).toEqual([{ name: 'routed', before: null, after: because }])
})

test('a verb is told by its label, an unknown event by its name', () => {
  expect(say(event('opportunity.request_support'))).toBe('执行了“申请支持”')
  expect(say(event('opportunity.odd_thing'))).toBe('执行了“opportunity odd thing”')
})

test('a process that could not start is not told as one that moved on, in either language', () => {
  const label = { process_label: { zh: '回访', en: 'Call back' } }
  const refused = event('process.step', { ...label, what: 'failed', outcome: 'field_required' })
  expect(say(refused)).toBe('流程“回访”未能启动')
  expect(say(event('process.step', { ...label, what: 'failed', node: 'mail' }))).toBe(
    '流程“回访”有一步执行失败',
  )
  expect([
    remarkOf(event('process.step', { comment: { zh: '没有电话', en: 'No telephone' } }), 'en'),
    remarkOf(refused, 'zh'),
  ]).toEqual(['No telephone', ''])
  expect(en['event.process.step.not_started']).toBe('“{{process_label}}” could not start')
})

test('who answered an approval, how and why, is read in the timeline; what follows from it is not told twice', () => {
  const label = { process_label: { zh: '报价审批' }, node_label: { zh: '总监' } }
  const rejected = event('process.step', { ...label, what: 'reject', comment: '价格太低' })
  expect([say(rejected), remarkOf(rejected, 'zh')]).toEqual(['驳回了“报价审批”的“总监”', '价格太低'])
  expect(say(event('process.step', { ...label, what: 'rejected' }))).toBeNull()
  expect(say(event('process.ended', { ...label, outcome: 'rejected' }))).toBeNull()
  expect(say({ ...event('process.ended', { ...label, outcome: 'rejected' }), actor: null })).toBe(
    '“报价审批”被驳回',
  )
  const byTheHouse = {
    actor: null,
    actor_name: 'system:quoting.end_approval',
    cause: 'process.quote_approval.approved',
  }
  expect([say({ ...event('quote.approved'), ...byTheHouse }), say(event('quote.approved'))]).toEqual([
    null,
    '审批通过',
  ])
  expect(say(event('process.step', { ...label, what: 'odd' }))).toBe('审批“报价审批”有进展')
})

test('nobody stands before a sentence that has a subject of its own', () => {
  expect(
    [
      event('process.ended', { outcome: 'approved' }),
      event('quote.accepted'),
      event('process.step', { what: 'due' }),
      event('process.step', { what: 'approve' }),
    ].map((one) => subjectOf(one, words)),
  ).toEqual([null, null, null, '林晓'])
  expect([
    subjectOf({ ...event('receivable.overdue'), actor: null, actor_name: 'system:deadlines' }, words),
    subjectOf(event('receivable.paid'), words),
  ]).toEqual([null, '林晓'])
})

test("a figure that followed from what was written elsewhere is nobody's doing", () => {
  const moved = event('lead.updated', { changes: { amount: ['1', '2'] }, computed: true })
  expect([subjectOf(moved, words), say(moved)]).toEqual([null, '金额随相关记录重新算过'])
})

test('the house itself is called the system', () => {
  expect(actorText({ ...event('x.y'), actor: null, actor_name: 'system:intake.website' }, words)).toBe('系统')
})
