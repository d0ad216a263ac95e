import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeAll, expect, test } from 'vitest'
import { startWords } from '../words/words.ts'
import { ImportGroups } from './ImportGroups.tsx'
import type { FaultGroup, ImportOptions } from './importSheet.ts'

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  await startWords('zh')
})

const blank: FaultGroup = { column: '客户', field: 'account', code: 'field_required', detail: '请填写“客户”', value: null, rows: 1425, first_row: 3 }
const misspelt: FaultGroup = { column: '产品', field: 'product', code: 'reference_unknown', detail: '没有“GTXPro”', value: 'GTXPro', rows: 12, first_row: 5 }

async function draw(groups: readonly FaultGroup[], options: ImportOptions = {}) {
  const box = document.createElement('main')
  document.body.replaceChildren(box)
  const given: ImportOptions[] = []
  await act(async () => createRoot(box).render(<ImportGroups groups={groups} options={options} onOptions={(next) => given.push(next)} />))
  const answer = async (group: string, text: string) => {
    const input = box.querySelector<HTMLInputElement>(`tr[data-group="${group}"] input`)!
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await act(async () => void input.dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
  }
  return { box, given, answer }
}

test('a thousand empty cells of a column that must be filled are answered once', async () => {
  const { given, answer } = await draw([blank, misspelt], { key: 'external_id' })
  await answer('(空)', '未知客户')
  expect(given).toEqual([{ key: 'external_id', blank: { 客户: { use: '未知客户' } } }])
})

test('a wrong spelling is answered as before, and what was answered is shown', async () => {
  const { box, given, answer } = await draw([blank, misspelt], { blank: { 客户: { use: '未知客户' } } })
  expect(box.querySelector<HTMLInputElement>('tr[data-group="(空)"] input')!.value).toBe('未知客户')
  await answer('GTXPro', 'GTX Pro')
  expect(given).toEqual([{ blank: { 客户: { use: '未知客户' } }, replacements: { 产品: { GTXPro: 'GTX Pro' } } }])
})

test('what is wrong with no value of a column, or in one row, asks no common answer', async () => {
  const { box } = await draw([{ ...blank, rows: 1 }, { ...blank, code: 'gate_closed' }, { ...blank, column: null }])
  expect(box.querySelector('tr')).toBeNull()
})
