import { act } from 'react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { SayProvider } from '../ground/say.tsx'
import type { House } from '../ground/session.ts'
import { draw, see, typeInto } from '../testing/draw.tsx'
import { startWords } from '../words/words.ts'
import { Answers } from './Answers.tsx'
import type { Task } from './tasks.ts'

beforeAll(() => startWords('zh'))
afterEach(() => void vi.unstubAllGlobals())

const offer = {
  name: 'offer',
  label: { zh: '报价' },
  may: { read: true },
  fields: {
    note: { type: 'text', label: { zh: '说明' } },
    code: { type: 'text', label: { zh: '底价编号' } },
  },
}
const house = {
  session: { user: { id: 'u', name: '林晓', login: 'a', roles: [] }, company: { name: '华东' } },
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  screens: { objects: { offer }, pipelines: {}, actions: {}, field_kinds: {} },
} as unknown as House
const task: Task = {
  id: 't1',
  title: '填底价',
  kind: 'fill_in',
  due_at: null,
  record_object: 'offer',
  record: 'o1',
  record_title: '报价',
  created_at: '2026-11-23T00:00:00Z',
  state: 'open',
  process_instance: 'p1',
}
const back = { rerun: ['start', 'cost'], straight_back: ['start', 'cost'] }
const steps = [{ node: 'cost', node_label: { zh: '核价', en: 'Costing' } }]

/** The inbox on a step that may be answered so; `sent` are the answers given. */
async function drawStep(answers: object) {
  const sent: [string, unknown][] = []
  vi.stubGlobal('fetch', async (url: string | URL, { method = 'GET', body }: RequestInit = {}) => {
    const path = new URL(url, 'http://house.example').pathname
    if (method === 'POST') {
      sent.push([path, JSON.parse(body as string)])
      return Response.json({})
    }
    if (path === '/api/processes')
      return Response.json({ items: [{ open: [{ task: 't1', answers }], steps }], names: {}, startable: [] })
    return Response.json({ id: 'o1', version: 1, note: '旧说明', code: null })
  })
  const done = vi.fn<() => void>()
  const box = await draw(
    <SayProvider>
      <Answers task={task} onDone={done} />
    </SayProvider>,
    { house },
  )
  await see(() => box.querySelector('[data-testid=answers]'))
  return {
    box,
    sent,
    done,
    press: (verb: string) => act(async () => box.querySelector<HTMLElement>(`[data-verb=${verb}]`)!.click()),
  }
}

test('a step that asks for fields shows them with what is there, and is not sent before what it needs is filled in', async () => {
  const { box, sent, done, press } = await drawStep({
    verbs: ['fill', 'transfer'],
    form: ['note', 'code'],
    required: ['code'],
  })
  const note = await see(() => box.querySelector<HTMLInputElement>('input[name=note]'))
  expect(note.value).toBe('旧说明')
  await press('fill')
  expect((await see(() => box.querySelector('[data-field=code] [role=alert]'))).textContent).toBe('请填写')
  expect(sent).toEqual([])
  await typeInto(box.querySelector<HTMLInputElement>('input[name=code]')!, 'DJ-7')
  await press('fill')
  await see(() => done.mock.calls.length > 0)
  expect(sent).toEqual([['/api/tasks/t1/fill', { values: { note: '旧说明', code: 'DJ-7' } }]])
})

test('only the verbs that the step allows are offered', async () => {
  const { box } = await drawStep({ verbs: ['approve', 'reject'], form: [], required: [] })
  expect([...box.querySelectorAll('[data-verb]')].map((one) => one.getAttribute('data-verb'))).toEqual([
    'approve',
    'reject',
    'comment',
  ])
})

test('who rejects says why, and sends no fields along', async () => {
  const { box, sent, press } = await drawStep({
    verbs: ['approve', 'reject'],
    form: ['code'],
    required: ['code'],
  })
  await press('reject')
  expect([sent, box.querySelector('.field-error')!.textContent]).toEqual([[], '请写明原因，方便对方修改。'])
  const comment = box.querySelector<HTMLTextAreaElement>('textarea[name=comment]')!
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(comment, '价格过低')
    comment.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await press('reject')
  await see(() => sent.length > 0)
  expect(sent).toEqual([['/api/tasks/t1/reject', { comment: '价格过低' }]])
})

test('where the work may go back to more than one step, the step is asked for', async () => {
  const { box, press } = await drawStep({
    verbs: ['approve', 'reject', 'return'],
    form: [],
    required: [],
    returns: back,
  })
  expect(box.querySelector('[data-field=back]')).toBeNull()
  await press('return')
  expect(box.querySelector('[data-field=back]')!.textContent).toContain('发起人')
})
