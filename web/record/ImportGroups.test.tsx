import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { draw, typeInto } from '../testing/draw.tsx'
import { startWords } from '../words/words.ts'
import { ImportGroups } from './ImportGroups.tsx'
import type { FaultGroup, ImportOptions } from './importSheet.ts'

beforeAll(() => startWords('zh'))

const blank: FaultGroup = {
  column: '客户',
  field: 'account',
  code: 'field_required',
  detail: '请填写“客户”',
  value: null,
  rows: 1425,
  first_row: 3,
}
const misspelt: FaultGroup = {
  column: '产品',
  field: 'product',
  code: 'reference_unknown',
  detail: '没有“GTXPro”',
  value: 'GTXPro',
  rows: 12,
  first_row: 5,
}

async function drawGroups(groups: readonly FaultGroup[], options: ImportOptions = {}) {
  const given: ImportOptions[] = []
  const box = await draw(
    <ImportGroups groups={groups} options={options} onOptions={(next) => given.push(next)} />,
  )
  const answer = async (group: string, text: string) => {
    const input = box.querySelector<HTMLInputElement>(`tr[data-group="${group}"] input`)!
    await typeInto(input, text)
    await act(async () => void input.dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
  }
  return { box, given, answer }
}

test('a thousand empty cells of a column that must be filled are answered once', async () => {
  const { given, answer } = await drawGroups([blank, misspelt], { key: 'external_id' })
  await answer('(空)', '未知客户')
  expect(given).toEqual([{ key: 'external_id', blank: { 客户: { use: '未知客户' } } }])
})

test('a wrong spelling is answered as before, and what was answered is shown', async () => {
  const { box, given, answer } = await drawGroups([blank, misspelt], { blank: { 客户: { use: '未知客户' } } })
  expect(box.querySelector<HTMLInputElement>('tr[data-group="(空)"] input')!.value).toBe('未知客户')
  await answer('GTXPro', 'GTX Pro')
  expect(given).toEqual([
    { blank: { 客户: { use: '未知客户' } }, replacements: { 产品: { GTXPro: 'GTX Pro' } } },
  ])
})

test('what is wrong with no value of a column, or in one row, asks no common answer', async () => {
  const { box } = await drawGroups([
    { ...blank, rows: 1 },
    { ...blank, code: 'gate_closed' },
    { ...blank, column: null },
  ])
  expect(box.querySelector('tr')).toBeNull()
})
