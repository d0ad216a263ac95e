import { act } from 'react'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf, titleOf, type ScreenObject, type Screens } from '../ground/definitions.ts'
import { draw } from '../testing/draw.tsx'
import { speak, startWords, textOf } from '../words/words.ts'
import { readLines } from './sentences.ts'
import { Value } from './Value.tsx'

const object = {
  name: 'cost_line',
  title: 'name',
  label: { zh: '成本明细' },
  may: {},
  sortable: [],
  fields: {
    name: { type: 'text', label: { zh: '项目', en: 'Item' } },
    source_note: { type: 'text' },
    item: {
      type: 'json',
      instead_of: 'name',
      sentences: { operation: { zh: '{{operation}}', en: '{{operation_en}}' } },
    },
    sources: {
      type: 'json',
      instead_of: 'source_note',
      sentences: {
        hours_ruled: { zh: '工时按图纸尺寸与规则', en: 'hours by the drawing and the rule' },
        rate_of: { zh: '费率 {{machine}}', en: 'rate of {{machine}}' },
      },
    },
  },
} as unknown as ScreenObject
const fields = fieldsOf({ pipelines: {} } as unknown as Screens, object)
const row = {
  id: '1',
  name: '激光切割',
  item: [{ code: 'operation', operation: '激光切割', operation_en: 'Laser cutting' }],
  source_note: '工时按图纸尺寸与规则；费率 L-1',
  sources: [{ code: 'hours_ruled' }, { code: 'rate_of', machine: 'L-1' }],
}
const older = { id: '2', name: '激光切割', item: null, source_note: '工时按图纸', sources: null }

beforeAll(() => startWords('en'))
afterAll(() => act(() => speak('zh')))

const shown = async (
  name: string,
  record: Readonly<Record<string, unknown>>,
  value = record[name],
): Promise<string> =>
  (await draw(<Value field={fields[name]!} value={value} record={record} compact />)).textContent

test('an item of cost and its sources are read in the language of the reader, in lists, on the page and in its title', async () => {
  expect([await shown('name', row), await shown('source_note', row), titleOf(object, row)]).toEqual([
    'Laser cutting',
    'hours by the drawing and the rule · rate of L-1',
    'Laser cutting',
  ])
  expect(readLines(fields.source_note, row.source_note, row, textOf)).toEqual([
    'hours by the drawing and the rule',
    'rate of L-1',
  ])
  await act(() => speak('zh'))
  expect([await shown('name', row), titleOf(object, row)]).toEqual(['激光切割', '激光切割'])
  await act(() => speak('en'))
})

test('rows from before sentences were kept as codes are shown as they are', async () => {
  expect([await shown('name', older), await shown('source_note', older), titleOf(object, older)]).toEqual([
    '激光切割',
    '工时按图纸',
    '激光切割',
  ])
  expect(readLines(fields.source_note, older.source_note, older, textOf)).toEqual(['工时按图纸'])
})

test('what a text was before is shown as it was, beside what the record says now', async () => {
  expect(await shown('name', row, '折弯')).toBe('折弯')
})
