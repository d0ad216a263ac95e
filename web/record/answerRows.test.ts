import { expect, test } from 'vitest'
import { columnsIn, rowsOf } from './answerRows.ts'

const line = {
  line: '01a207a6-c460-72ea-ac7a-52324ad70364',
  code: 'FL-1',
  name: '法兰',
  quantity: '4',
  shortage: '4',
}

test('what an action lists is shown as a table, without its ids', () => {
  expect(rowsOf({ lines: [line] })).toEqual([line])
  expect(columnsIn([line])).toEqual(['code', 'name', 'quantity', 'shortage'])
})

test('a record, ids of what was made, or nothing, are no table', () => {
  expect(rowsOf({ id: line.line, version: 1, lines: [line] })).toBeUndefined()
  expect(rowsOf({ purchase_requests: [line.line] })).toBeUndefined()
  expect(rowsOf(undefined)).toBeUndefined()
})

test('an empty list is an answer too', () => {
  expect(rowsOf({ lines: [] })).toEqual([])
})
