import axe from 'axe-core'
import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import type { AnyField } from '../ground/definitions.ts'
import type { FormPlace } from '../ground/drafts.ts'
import { keepDraft, readDraft } from '../ground/drafts.ts'
import { Problem } from '../ground/problem.ts'
import type { House } from '../ground/session.ts'
import { isUnsaved } from '../ground/unsaved.ts'
import { draw, see, typeInto } from '../testing/draw.tsx'
import { startWords } from '../words/words.ts'
import { RecordForm } from './RecordForm.tsx'

beforeAll(() => startWords('zh'))

const house = {
  session: { user: { id: 'u', name: '林晓', login: 'a', roles: [] }, company: { name: '华东' } },
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  screens: {
    objects: {},
    pipelines: {},
    actions: {},
    field_kinds: { text: { feel: 'string' }, money: { feel: 'number' } },
  },
} as unknown as House
const fields: Readonly<Record<string, AnyField>> = {
  company: { type: 'text', label: { zh: '公司' }, required: true },
  amount: { type: 'money', label: { zh: '金额' }, help: { zh: '不含税' } },
}

const place = { object: 'lead', record: 'new', part: 'form' }
const drawForm = (
  onSubmit: (values: Readonly<Record<string, unknown>>) => Promise<unknown>,
  kept?: FormPlace,
): Promise<HTMLElement> =>
  draw(
    <RecordForm
      rows={[['company', 'amount']]}
      fields={fields}
      initial={{ amount: '5' }}
      submit="保存"
      onSubmit={onSubmit}
      onCancel={() => {}}
      place={kept}
    />,
    { house },
  )

const press = (target: HTMLElement) =>
  act(async () => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
  })

test('Ctrl+Enter saves what was typed', async () => {
  const sent: unknown[] = []
  const box = await drawForm(async (values) => void sent.push(values))
  const input = box.querySelector<HTMLInputElement>('input[name=company]')!
  await typeInto(input, '华东精密')
  await press(input)
  expect(sent).toEqual([{ amount: '5', company: '华东精密' }])
})

test('a refusal leads to its field and leaves what was typed', async () => {
  const box = await drawForm(async () => {
    throw new Problem(422, { code: 'field_required', detail: '请填写“公司”', field: 'company' })
  })
  const amount = box.querySelector<HTMLInputElement>('input[name=amount]')!
  await typeInto(amount, '7.50')
  await press(amount)
  expect(box.querySelector('[data-field=company] [role=alert]')!.textContent).toBe('请填写“公司”')
  expect(amount.value).toBe('7.50')
  expect(document.activeElement).toBe(box.querySelector('input[name=company]'))
})

test('a refused gate says every missing item', async () => {
  const box = await drawForm(async () => {
    throw new Problem(409, {
      code: 'gate_closed',
      detail: '还缺两项',
      missing: [
        { code: 'a', detail: '上传图纸' },
        { code: 'b', detail: '填写预算' },
      ],
    })
  })
  await press(box.querySelector<HTMLElement>('input[name=company]')!)
  expect([...box.querySelectorAll('[data-missing]')].map((one) => one.textContent)).toEqual([
    '上传图纸',
    '填写预算',
  ])
})

test('a form has no fault that axe can find without a layout', async () => {
  const box = await drawForm(async () => {})
  const { violations } = await axe.run(box, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('every field at fault says its own sentence at once, and the first is led to', async () => {
  const box = await drawForm(async () => {
    throw new Problem(422, {
      code: 'field_required',
      detail: '请填写“公司”',
      field: 'company',
      faults: [
        { field: 'company', detail: '请填写“公司”' },
        { field: 'amount', detail: '金额：应为数字' },
      ],
    })
  })
  const input = box.querySelector<HTMLInputElement>('input[name=amount]')!
  await press(input)
  expect([...box.querySelectorAll('[data-field] [role=alert]')].map((one) => one.textContent)).toEqual([
    '请填写“公司”',
    '金额：应为数字',
  ])
  expect(box.querySelector('[data-testid=fault-count]')!.textContent).toBe('有 2 处需要更正，都标在下面')
  expect(document.activeElement).toBe(box.querySelector('input[name=company]'))
})

test('what is typed is kept on the device until it is saved, and then forgotten', async () => {
  const box = await drawForm(async () => {}, place)
  const input = box.querySelector<HTMLInputElement>('input[name=company]')!
  await typeInto(input, '恒力液压')
  await see(() => readDraft('u', place))
  expect(readDraft('u', place)).toMatchObject({ values: { company: '恒力液压' } })
  expect(isUnsaved()).toBe(true)
  await press(input)
  expect(readDraft('u', place)).toBeUndefined()
  expect(isUnsaved()).toBe(false)
})

test('a draft is offered back, says what others changed since, and fills the form when it is taken', async () => {
  keepDraft('u', place, { values: { company: '恒力', amount: '7' }, was: { company: null, amount: '4' } })
  const box = await drawForm(async () => {}, place)
  const offer = box.querySelector<HTMLElement>('[data-testid=draft-offer]')!
  expect(offer.textContent).toContain('公司、金额')
  expect(offer.querySelector('.due-text')!.textContent).toContain('金额')
  await act(async () => offer.querySelector<HTMLElement>('[data-testid=draft-take]')!.click())
  expect(box.querySelector<HTMLInputElement>('input[name=company]')!.value).toBe('恒力')
  expect(box.querySelector<HTMLInputElement>('input[name=amount]')!.value).toBe('7')
})

test('a draft that is not wanted goes, and one of a form without a place is never kept', async () => {
  keepDraft('u', place, { values: { company: '旧的' }, was: {} })
  const box = await drawForm(async () => {}, place)
  await act(async () => box.querySelector<HTMLElement>('[data-testid=draft-drop]')!.click())
  await see(() => (readDraft('u', place) ? undefined : 'gone'))
  const other = await drawForm(async () => {})
  await typeInto(other.querySelector<HTMLInputElement>('input[name=company]')!, '不留')
  expect(Object.keys(localStorage).filter((key) => key.startsWith('draft '))).toEqual([])
})
