import axe from 'axe-core'
import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import type { AnyField } from '../ground/definitions.ts'
import { Problem } from '../ground/problem.ts'
import type { House } from '../ground/session.ts'
import { draw, typeInto } from '../testing/draw.tsx'
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

const drawForm = (
  onSubmit: (values: Readonly<Record<string, unknown>>) => Promise<unknown>,
): Promise<HTMLElement> =>
  draw(
    <RecordForm
      rows={[['company', 'amount']]}
      fields={fields}
      initial={{ amount: '5' }}
      submit="保存"
      onSubmit={onSubmit}
      onCancel={() => {}}
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
