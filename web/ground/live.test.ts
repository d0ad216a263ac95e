import { expect, test } from 'vitest'
import { keysOf } from './live.ts'

test('a change that others made refreshes the lists of its object and its own page', () => {
  expect(keysOf('{"object":"lead","id":"1","name":"lead.updated"}')).toEqual([
    ['records', 'lead'],
    ['record', 'lead', '1'],
    ['timeline', 'lead', '1'],
    ['files', 'lead', '1'],
  ])
})

test('a garbled line of the stream is passed over', () => {
  expect(keysOf('{oops')).toEqual([])
  expect(keysOf('null')).toEqual([])
})
