import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import axe from 'axe-core'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeAll, expect, test } from 'vitest'
import { Problem } from '../shell/problem.ts'
import type { AnyField } from '../shell/definitions.ts'
import { HouseContext, type House } from '../shell/session.ts'
import { startWords } from '../words/words.ts'
import { RecordForm } from './RecordForm.tsx'

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  await startWords('zh')
})

const house = { session: { user: { id: 'u', name: '林晓', login: 'a', roles: [] }, company: { name: '华东' } }, zone: 'Asia/Shanghai', currency: 'CNY', screens: { objects: {}, pipelines: {}, actions: {}, field_kinds: { text: { feel: 'string' }, money: { feel: 'number' } } } } as unknown as House
const fields: Readonly<Record<string, AnyField>> = { company: { type: 'text', label: { zh: '公司' }, required: true }, amount: { type: 'money', label: { zh: '金额' }, help: { zh: '不含税' } } }

async function draw(onSubmit: (values: Readonly<Record<string, unknown>>) => Promise<unknown>): Promise<HTMLElement> {
  const box = document.createElement('main')
  document.body.replaceChildren(box)
  await act(async () => createRoot(box).render(
    <QueryClientProvider client={new QueryClient()}><HouseContext value={house}>
      <RecordForm rows={[['company', 'amount']]} fields={fields} initial={{ amount: '5' }} submit="保存" onSubmit={onSubmit} onCancel={() => {}} />
    </HouseContext></QueryClientProvider>))
  return box
}

const type = (input: HTMLInputElement, text: string) => act(async () => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
  input.dispatchEvent(new Event('input', { bubbles: true }))
})
const press = (target: HTMLElement) => act(async () => { target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true })) })

test('Ctrl+Enter saves what was typed', async () => {
  const sent: unknown[] = []
  const box = await draw(async (values) => void sent.push(values))
  const input = box.querySelector<HTMLInputElement>('input[name=company]')!
  await type(input, '华东精密')
  await press(input)
  expect(sent).toEqual([{ amount: '5', company: '华东精密' }])
})

test('a refusal leads to its field and leaves what was typed', async () => {
  const box = await draw(async () => { throw new Problem(422, { code: 'field_required', detail: '请填写“公司”', field: 'company' }) })
  const amount = box.querySelector<HTMLInputElement>('input[name=amount]')!
  await type(amount, '7.50')
  await press(amount)
  expect(box.querySelector('[data-field=company] [role=alert]')!.textContent).toBe('请填写“公司”')
  expect(amount.value).toBe('7.50')
  expect(document.activeElement).toBe(box.querySelector('input[name=company]'))
})

test('a refused gate says every missing item', async () => {
  const box = await draw(async () => { throw new Problem(409, { code: 'gate_closed', detail: '还缺两项', missing: [{ code: 'a', detail: '上传图纸' }, { code: 'b', detail: '填写预算' }] }) })
  await press(box.querySelector<HTMLElement>('input[name=company]')!)
  expect([...box.querySelectorAll('[data-missing]')].map((one) => one.textContent)).toEqual(['上传图纸', '填写预算'])
})

test('a form has no fault that axe can find without a layout', async () => {
  const box = await draw(async () => {})
  const { violations } = await axe.run(box, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id }) => id)).toEqual([])
})
