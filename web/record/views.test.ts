import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bodyOf,
  changesOf,
  readColumns,
  stateOf,
  viewFor,
  writeColumns,
  type Column,
  type View,
} from './views.ts'
import { isEmptyState, readListState, type Filters, type ListState } from './where.ts'

const column: fc.Arbitrary<Column> = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/),
    width: fc.integer({ min: 48, max: 900 }),
    pinned: fc.constant(true),
  },
  { requiredKeys: ['name'] },
)

test('columns come back from the address as they were put there', () => {
  fc.assert(
    fc.property(fc.array(column), (columns) => {
      expect(readColumns(writeColumns(columns))).toEqual(columns)
    }),
  )
})

test('whatever stands in the address, only columns with a sane width come through', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const { name, width = 100 } of readColumns(text)) {
        expect(name).toMatch(/^[a-z_]\w*$/)
        expect(width >= 48 && width <= 900).toBe(true)
      }
    }),
  )
  expect(readColumns('name:9999.<script>.amount:60')).toEqual([
    { name: 'name', width: 900 },
    { name: 'amount', width: 60 },
  ])
})

const base = stateOf({
  columns: [{ name: 'name' }],
  sort: '-amount',
  f: { owner: { in: ['me'] } },
  view: 'board',
})

test('a view that was not changed leaves nothing in the address', () => {
  expect(changesOf(base, base)).toEqual({})
})

test('only the change of a view stands in the address, what was taken away included', () => {
  expect(changesOf({ ...base, sort: 'name', f: {} }, base)).toEqual({ sort: 'name', f: {} })
  expect(changesOf({ ...base, sort: undefined }, base)).toEqual({ sort: '' })
})

test('a changed view reads from the address as it was, for any view and any change', () => {
  const state: fc.Arbitrary<ListState> = fc.record(
    {
      sort: fc.constantFrom('name', '-amount'),
      where: fc.constantFrom('amount > 5', 'owner = me'),
      group: fc.constantFrom('owner', 'stage'),
      cols: fc.constantFrom('name.amount', '!name:200.owner'),
      f: fc.constantFrom<Filters>({ owner: { in: ['me'] } }, { amount: { from: '5' } }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(state, state, (from, wanted) => {
      const { v: _, ...read } = readListState({ v: 'x', ...changesOf(wanted, from) })
      const seen = { ...from, ...read }
      for (const name of ['sort', 'where', 'group', 'cols', 'f'] as const)
        expect(isEmptyState(seen[name]) ? undefined : seen[name]).toEqual(wanted[name])
    }),
  )
})

test('what was searched for is not kept in a view', () => {
  expect(bodyOf({ q: '恒力', sort: 'name', f: {}, cols: '!name:200' })).toEqual({
    sort: 'name',
    columns: [{ name: 'name', width: 200, pinned: true }],
  })
})

test('the list opens with the view for the role, unless another is asked for', () => {
  const views = [
    { id: 'a', default_for: [] },
    { id: 'b', default_for: ['sales'] },
  ] as unknown as View[]
  expect(viewFor(views, undefined, ['sales'])?.id).toBe('b')
  expect(viewFor(views, undefined, ['finance'])).toBeUndefined()
  expect(viewFor(views, 'a', ['sales'])?.id).toBe('a')
  expect(viewFor(views, 'all', ['sales'])).toBeUndefined()
})
