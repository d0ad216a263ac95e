import { QueryClient } from '@tanstack/react-query'
import { act } from 'react'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fewQuery } from '../../../web/ground/records.ts'
import { draw } from '../../../web/testing/draw.tsx'
import { speak, startWords } from '../../../web/words/words.ts'
import { CostPanel } from './CostPanel.tsx'

const money = { type: 'money' }
const source = { type: 'choice', choices: { rule: { zh: '规则', en: 'Rule' } } }
const objects = {
  cost_sheet: {
    name: 'cost_sheet',
    fields: {
      total: money,
      notes: { type: 'long_text' },
      not_included: {
        type: 'json',
        instead_of: 'notes',
        sentences: {
          hours_unknown: {
            zh: '{{operation}}：{{needed}}未知',
            en: '{{operation_en}}: {{needed_en}} unknown',
          },
        },
      },
    },
  },
  cost_line: {
    name: 'cost_line',
    title: 'name',
    fields: {
      name: { type: 'text' },
      item: {
        type: 'json',
        instead_of: 'name',
        sentences: { operation: { zh: '{{operation}}', en: '{{operation_en}}' } },
      },
      source,
      source_note: { type: 'text' },
      sources: {
        type: 'json',
        instead_of: 'source_note',
        sentences: { hours_ruled: { zh: '工时按图纸尺寸与规则', en: 'hours by the drawing and the rule' } },
      },
      computed: money,
      amount: money,
    },
  },
}
const house = {
  screens: { objects, pipelines: {}, actions: {}, field_kinds: {} },
  session: { user: {}, company: {} },
  zone: 'Asia/Shanghai',
  currency: 'CNY',
} as never
const item = {
  key: 'laser',
  cost_sheet: 's1',
  kind: 'machining',
  hours: '0.0069',
  setup_hours: '0.25',
  rate: '105.45',
  computed: '27.09',
  amount: '27.09',
  corrected_amount: null,
  source: 'rule',
  source_date: null,
  rule: 'operation_time/laser',
  rule_version: 'shipped',
}
const told = {
  id: 'c1',
  ...item,
  name: '激光切割',
  item: [{ code: 'operation', operation: '激光切割', operation_en: 'Laser cutting' }],
  source_note: '工时按图纸尺寸与规则',
  sources: [{ code: 'hours_ruled' }],
}
const older = {
  id: 'c2',
  ...item,
  name: '折弯',
  item: null,
  source_note: '工时按图纸',
  sources: null,
  corrected_amount: '20.00',
  amount: '20.00',
  correction_reason: '首件试切',
}
const sheet = {
  id: 's1',
  version: 1,
  quote_line: 'l1',
  batch: '1',
  number: 'CB-1',
  total: '27.09',
  notes: '折弯：折弯数未知',
  not_included: [
    {
      code: 'hours_unknown',
      operation: '折弯',
      operation_en: 'Bending',
      needed: '折弯数',
      needed_en: 'the bends are',
    },
  ],
}

beforeAll(() => startWords('en'))
afterAll(() => act(() => speak('zh')))

async function drawPanel(paper: object, items: readonly object[]): Promise<HTMLElement> {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  const keep = (object: string, rows: readonly object[], limit: number) =>
    client.setQueryData(fewQuery(object, { where: 'quote = "q1"', limit }).queryKey, { items: rows } as never)
  keep('cost_sheet', [paper], 200)
  keep('cost_line', items, 500)
  const bench = { lines: [{ id: 'l1' }], lineFields: {}, may: false } as never
  return draw(<CostPanel bench={bench} at={0} quote="q1" titles={{}} maySeeCost />, { house, client })
}

test('an English reader of a cost sheet finds no Chinese in it', async () => {
  const box = await drawPanel(sheet, [told])
  expect(box.textContent).not.toMatch(/[\p{Script=Han}，。；：、（）“”]/u)
  for (const said of [
    'Laser cutting',
    'hours by the drawing and the rule · rule operation_time/laser (as shipped)',
    'Bending: the bends are unknown',
  ])
    expect(box.textContent).toContain(said)
  await act(() => speak('zh'))
  for (const said of ['激光切割', '工时按图纸尺寸与规则 · 规则 operation_time/laser', '折弯：折弯数未知'])
    expect(box.textContent).toContain(said)
  await act(() => speak('en'))
})

test('a sheet from before is shown as it was written, and a reason that was typed as it was typed', async () => {
  const box = await drawPanel({ ...sheet, not_included: null }, [older])
  for (const said of ['折弯', '工时按图纸 · rule', 'Corrected: 首件试切', '折弯：折弯数未知'])
    expect(box.textContent).toContain(said)
})
