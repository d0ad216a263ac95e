import { expect, test } from 'vitest'
import { holds, parseExpression, type Scope } from '../../model/expression/index.ts'
import type { AnyField } from '../ground/definitions.ts'
import {
  nextDay,
  quoted,
  readListState,
  searchedFields,
  splitFilters,
  whereOf,
  type ListState,
} from './where.ts'

const fields: Readonly<Record<string, AnyField>> = {
  company: { type: 'text' },
  amount: { type: 'money' },
  source: { type: 'choice' },
  tags: { type: 'multi_choice' },
  due: { type: 'date' },
  created_at: { type: 'datetime' },
  owner: { type: 'user', to: 'user' },
  late: { type: 'bool' },
  stage: { type: 'stage', of: 'lead' },
}
const scope: Scope = {
  company: { is: 'value', type: 'string' },
  amount: { is: 'value', type: 'number' },
  source: { is: 'value', type: 'string' },
  tags: { is: 'value', type: 'list' },
  due: { is: 'value', type: 'date' },
  created_at: { is: 'value', type: 'datetime' },
  owner: { is: 'value', type: 'string' },
  late: { is: 'value', type: 'boolean' },
  stage: { is: 'value', type: 'string' },
  me: { is: 'value', type: 'string' },
}
const where = (state: ListState) => whereOf({ state, fields, searched: ['company'], zone: 'Asia/Shanghai' })
const finds = (state: ListState, record: Record<string, unknown>) =>
  holds(
    parseExpression(where(state), scope),
    {
      company: null,
      amount: null,
      source: null,
      tags: [],
      due: null,
      created_at: null,
      owner: null,
      late: false,
      stage: null,
      me: 'u1',
      ...record,
    },
    { zone: 'Asia/Shanghai' },
  )

test('a list that is not narrowed asks nothing', () => {
  expect(where({})).toBe('')
})

test('text is found whatever its case, and quotes in it stay text', () => {
  expect(finds({ q: 'acme "steel" \\' }, { company: 'ACME "Steel" \\ Co' })).toBe(true)
  expect(finds({ q: 'x") or true or contains("' }, { company: 'ACME' })).toBe(false)
})

test('several choices of one field widen, several fields narrow', () => {
  const state: ListState = { f: { source: { in: ['website', 'phone'] }, stage: { in: ['new'] } } }
  expect(finds(state, { source: 'phone', stage: 'new' })).toBe(true)
  expect(finds(state, { source: 'phone', stage: 'lost' })).toBe(false)
})

test('amounts and days are bounded on both sides, the bounds included', () => {
  expect(finds({ f: { amount: { from: '100', to: '200.50' } } }, { amount: '200.50' })).toBe(true)
  expect(finds({ f: { due: { from: '2026-01-01', to: '2026-01-31' } } }, { due: '2026-02-01' })).toBe(false)
})

test('a day of moments is the day in the zone of the company', () => {
  const state: ListState = { f: { created_at: { from: '2026-11-23', to: '2026-11-23' } } }
  expect(finds(state, { created_at: '2026-11-22T16:00:00.000Z' })).toBe(true)
  expect(finds(state, { created_at: '2026-11-23T15:59:59.000Z' })).toBe(true)
  expect(finds(state, { created_at: '2026-11-23T16:00:00.000Z' })).toBe(false)
})

test('mine, empty, yes and one of several tags can be asked for', () => {
  expect(finds({ f: { owner: { in: ['me'] } } }, { owner: 'u1' })).toBe(true)
  expect(finds({ f: { due: { empty: true } } }, {})).toBe(true)
  expect(finds({ f: { late: { is: true } } }, { late: true })).toBe(true)
  expect(finds({ f: { tags: { in: ['vip'] } } }, { tags: ['new', 'vip'] })).toBe(true)
})

test('a filter on a protected field goes with the page and not into its address', () => {
  const known = { ...fields, phone: { type: 'phone', unaddressed: true } }
  expect(splitFilters({ company: { has: '远大' }, phone: { has: '1391234' } }, known)).toEqual({
    shown: { company: { has: '远大' } },
    kept: { phone: { has: '1391234' } },
  })
})

test('a number typed into the address is text to the search', () => {
  expect(readListState({ q: 138, f: 'nonsense', view: 'wall' })).toEqual({ q: '138' })
})

test('the text search looks into title, number and what is marked for search', () => {
  expect(
    searchedFields(
      { ...fields, number: { type: 'auto_number' }, phone: { type: 'phone', search: true } },
      'company',
    ),
  ).toEqual(['company', 'number', 'phone'])
})

test('a literal survives line ends and backslashes', () => {
  expect(
    holds(parseExpression(`company = ${quoted('a\\b\n"c"\t')}`, scope), { company: 'a\\b\n"c"\t' }),
  ).toBe(true)
  expect(nextDay('2028-02-28')).toBe('2028-02-29')
})
