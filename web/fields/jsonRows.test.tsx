import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { draw, typeInto } from '../testing/draw.tsx'
import { startWords } from '../words/words.ts'
import { RowsEdit, RowsShow, startRows } from './jsonRows.tsx'

beforeAll(() => startWords('zh'))

const columns = { name: { zh: '项目' }, lower: { zh: '下限' }, upper: { zh: '上限' }, value: { zh: '读数' } }
const asked = [
  { name: '外径', measured: 'number', lower: '9.98', upper: '10.02' },
  { name: '外观', measured: 'text', lower: null, upper: null },
]

const drawEdit = (value: unknown, onChange: (value: unknown) => void): Promise<HTMLElement> =>
  draw(
    <RowsEdit
      id="r"
      name="readings"
      value={value}
      field={{ type: 'json', starts_from: 'characteristics' }}
      columns={columns}
      onChange={onChange}
    />,
  )

test('an inspector sees what is asked for with its limits and types the readings only', async () => {
  const rows = startRows(columns, asked)
  expect(rows).toEqual([{ name: '外径', lower: '9.98', upper: '10.02' }, { name: '外观' }])
  const sent: unknown[] = []
  const box = await drawEdit(rows, (value) => sent.push(value))
  expect([...box.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual([
    '外径',
    '9.98',
    '10.02',
    '',
    '外观',
    '',
    '',
    '',
  ])
  const inputs = [...box.querySelectorAll('input')]
  expect(inputs.map((input) => input.getAttribute('aria-label'))).toEqual(['外径 读数', '外观 读数'])
  await typeInto(inputs[0]!, '10.01')
  expect(sent).toEqual([[{ name: '外径', lower: '9.98', upper: '10.02', value: '10.01' }, { name: '外观' }]])
})

test('where nothing is asked for, rows can be added', async () => {
  const sent: unknown[] = []
  const box = await drawEdit([], (value) => sent.push(value))
  await act(async () => box.querySelector('button')!.click())
  expect(sent).toEqual([[{}]])
})

test('a rate in a row is read in percent, and rows are as wide as they need in a box of their own that the keyboard reaches', async () => {
  const box = await draw(
    <RowsShow
      value={[
        { batch: 10, loss_rate: '0.0434' },
        { batch: 1, loss_rate: null },
      ]}
      columns={{ batch: { zh: '批量' }, loss_rate: { zh: '损耗率' } }}
      title="套料"
    />,
  )
  const wide = box.querySelector('.scroll-x')!
  expect([wide.getAttribute('tabindex'), wide.getAttribute('role'), wide.getAttribute('aria-label')]).toEqual(
    ['0', 'region', '套料'],
  )
  expect([...box.querySelectorAll('.scroll-x td')].map((cell) => cell.textContent)).toEqual([
    '10',
    '4.34%',
    '1',
    '',
  ])
})
