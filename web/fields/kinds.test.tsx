import { beforeAll, expect, test } from 'vitest'
import { fieldKinds } from '../../model/fields/kinds.ts'
import type { AnyField } from '../ground/definitions.ts'
import type { House } from '../ground/session.ts'
import { FieldRow } from '../record/FieldRow.tsx'
import { Value } from '../record/Value.tsx'
import { draw as drawPart } from '../testing/draw.tsx'
import { startWords } from '../words/words.ts'
import { fieldScreens, screenOf } from './kinds.ts'

beforeAll(() => startWords('zh'))

const house = {
  session: { user: { id: 'u', name: '林晓', login: 'a', roles: [] }, company: { name: '华东' } },
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  screens: {
    objects: {},
    pipelines: {},
    actions: {},
    field_kinds: {},
    roles: {},
    reports: {},
    inverses: {},
    modules: [],
    version: 1,
  },
} as unknown as House

const draw = (node: React.ReactNode) => drawPart(node, { house })

/** Drawn by parts that are fetched when needed. */
const later = new Set(['file', 'image', 'signature', 'lines'])

test('every kind of field there is can be shown', () => {
  expect(Object.keys(fieldKinds).filter((kind) => !fieldScreens[kind])).toEqual([])
})

test.each(
  Object.keys(fieldKinds).filter(
    (kind) => screenOf({ type: kind, result: 'number' }).Edit && !later.has(kind),
  ),
)('the input of "%s" has a label, says that it must be filled and shows what is wrong', async (kind) => {
  const field: AnyField = {
    type: kind,
    label: { zh: '字段' },
    required: true,
    to: 'user',
    choices: { a: { zh: '甲' } },
    result: 'number',
  }
  const box = await draw(
    <FieldRow name="x_field" field={field} value={null} onChange={() => {}} error="不对" />,
  )
  const label = box.querySelector('label')!
  expect(label.textContent).toContain('字段')
  expect(box.querySelector(`[id="${label.htmlFor}"]`)).not.toBeNull()
  expect(box.querySelector('[role=alert]')!.textContent).toBe('不对')
  expect(box.querySelector('[data-field="x_field"]')).not.toBeNull()
})

test('values read as people write them', async () => {
  const text = async (field: AnyField, value: unknown, more: object = {}) =>
    (await draw(<Value field={field} value={value} {...more} />)).textContent
  expect(await text({ type: 'money' }, '1234567.5')).toBe('¥1,234,567.50')
  expect(await text({ type: 'money' }, '-5', { record: { currency: 'USD' } })).toBe('-US$5.00')
  expect(await text({ type: 'percent' }, '5.01')).toBe('5.01%')
  expect(await text({ type: 'datetime' }, '2026-11-23T01:30:00Z')).toBe('2026-11-23 09:30')
  expect(await text({ type: 'choice', choices: { a: { zh: '甲' } } }, 'a')).toBe('甲')
  expect(await text({ type: 'duration' }, 'PT1H30M')).toBe('1 小时 30 分钟')
  expect(await text({ type: 'address' }, { province: '江苏', city: '苏州' })).toBe('江苏 苏州')
  expect(await text({ type: 'formula', result: 'money' }, '2')).toBe('¥2.00')
  expect(await text({ type: 'bool' }, false)).toBe('否')
  expect(await text({ type: 'text' }, null)).toBe('—')
})

test('what a person wrote never becomes markup', async () => {
  const hostile = '<img src=x onerror=alert(1)> **b** [x](javascript:alert(1))'
  const box = await draw(<Value field={{ type: 'text' }} value={hostile} />)
  expect(box.querySelector('img')).toBeNull()
  const { default: Markdown } = await import('./Markdown.tsx')
  const drawn = await draw(<Markdown source={hostile} />)
  expect(drawn.querySelector('img, a')).toBeNull()
  expect(drawn.querySelector('strong')!.textContent).toBe('b')
})
