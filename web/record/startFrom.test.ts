import { expect, test } from 'vitest'
import type { AnyField } from '../ground/definitions.ts'
import { startFrom } from './startFrom.ts'

const to = (target: string, more: object = {}) =>
  ({ type: 'reference', to: target, ...more }) as unknown as AnyField
const deal = {
  name: { type: 'text' } as AnyField,
  customer: to('customer'),
  contact: to('contact'),
  lead: to('lead'),
  item: to('item'),
  owner: { type: 'user', to: 'user' } as unknown as AnyField,
}
const activity = {
  content: { type: 'text' } as AnyField,
  opportunity: to('opportunity'),
  customer: to('customer'),
  contact: to('contact'),
  lead: to('lead'),
  item: to('spare_part'),
  owner: { type: 'user', to: 'user' } as unknown as AnyField,
}
const record = {
  id: 'd1',
  version: 1,
  customer: 'c1',
  contact: null,
  lead: 'l1',
  item: 'i1',
  owner: 'u1',
  _titles: { c1: '苏州精工', i1: '泵', u1: '林晓' },
} as never

test('a follow-up made from a deal is with the customer of the deal; nothing is filled in that the maker may not see, or that is another thing', () => {
  expect(startFrom(record, deal, { fields: activity, by: 'opportunity' })).toEqual({
    opportunity: 'd1',
    customer: 'c1',
  })
})

test('what cannot be typed is not filled in, and the record itself wins over what it points at', () => {
  expect(
    startFrom(record, deal, {
      fields: { ...activity, customer: to('customer', { readonly: true }) },
      by: 'opportunity',
    }),
  ).toEqual({ opportunity: 'd1' })
  const quote = { id: 'q2', version: 1, supersedes: 'q1', _titles: { q1: 'BJ-1' } } as never
  expect(
    startFrom(quote, { supersedes: to('quote') }, { fields: { supersedes: to('quote') }, by: 'supersedes' }),
  ).toEqual({ supersedes: 'q2' })
})
