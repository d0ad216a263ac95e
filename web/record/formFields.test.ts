import { expect, test } from 'vitest'
import type { AnyField, ScreenObject } from '../ground/definitions.ts'
import { changedByOthers, changedValues, factRows, formRows, startValues, typedRow } from './formFields.ts'

const fields: Readonly<Record<string, AnyField>> = {
  name: { type: 'text', required: true },
  price: { type: 'money' },
  total: { type: 'formula', result: 'money', readonly: true },
  code: { type: 'text', required: true },
  note: { type: 'text' },
  x_colour: { type: 'text' },
  lines: { type: 'lines', of: 'quote_line', by: 'quote' },
  source: { type: 'choice', default: 'phone' },
}
const object = {
  name: 'quote',
  label: { zh: '报价' },
  fields,
  form: [['name', 'price', 'total']],
  may: {},
  sortable: [],
} as unknown as ScreenObject

test('a form shows what its definition lays out, and never loses a required field, a company field or the lines', () => {
  expect(formRows(object, fields)).toEqual([['name', 'price'], ['code', 'x_colour'], ['lines']])
})

test('the facts show what is computed, too, and lines on their own', () => {
  const { main, lines, other } = factRows(object, fields, { note: 'x' })
  expect(main).toEqual([['name', 'price', 'total']])
  expect(lines).toEqual(['lines'])
  expect(other).toEqual(['note', 'x_colour'])
})

test('what is told in the words of the reader is not told again as text', () => {
  const both: typeof fields = {
    ...fields,
    why: { type: 'text' },
    because: { type: 'json', instead_of: 'why', sentences: {} },
  }
  const told = { ...object, fields: both } as unknown as ScreenObject
  expect(factRows(told, both, { why: '按规则', because: [{ code: 'by_rule' }] }).other).toEqual([
    'x_colour',
    'because',
  ])
  expect(factRows(told, both, { why: '按规则', because: null }).other).toEqual(['x_colour', 'why'])
  const laid = { ...told, form: [['name', 'why']] } as unknown as ScreenObject
  expect(factRows(laid, both, { why: '按规则', because: [{ code: 'by_rule' }] })).toMatchObject({
    main: [['name', 'why']],
    other: expect.not.arrayContaining(['because']),
  })
})

test('a new record starts with defaults and what the link says, but nothing computed', () => {
  expect(startValues(fields, { name: 'A', total: '5', unknown: 1 })).toEqual({ source: 'phone', name: 'A' })
})

test('only what was changed is sent; empty and nothing are the same', () => {
  expect(
    changedValues({ name: 'A', note: null, tags: ['a'] }, { name: 'A', note: '', tags: ['a', 'b'] }),
  ).toEqual({ tags: ['a', 'b'] })
})

test('a child row goes to the server without what is computed and without its parent', () => {
  expect(
    typedRow(
      { id: '1', quote: 'q', name: 'A', total: '5', version: 2 },
      { ...fields, quote: { type: 'reference', to: 'quote' } },
      'quote',
    ),
  ).toEqual({ id: '1', name: 'A' })
})

test('the conflict names what somebody else changed', () => {
  const base = { id: '1', version: 1, name: 'A', note: 'x' } as never
  expect(changedByOthers(base, { id: '1', version: 2, name: 'B', note: 'x' } as never, fields)).toEqual([
    'name',
  ])
})
