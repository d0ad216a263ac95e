import { expect, test } from 'vitest'
import { linksOf, noteOf } from './answerLinks.ts'

const a = '01a207a6-c460-72ea-ac7a-52324ad70364'
const b = '01a207a6-c500-7665-a3e8-09c9af625ac1'
const screens = { objects: { customer: {}, opportunity: {} } } as never

test('an action leads to what it made', () => {
  expect(linksOf({ customer: a, opportunity: { id: b }, sum: '5', stranger: a }, screens, null)).toEqual([
    { object: 'customer', id: a },
    { object: 'opportunity', id: b },
  ])
})

test('an answer that is the record itself, or nothing, leads nowhere', () => {
  expect(linksOf({ id: a, version: 2, customer: b }, screens, a)).toEqual([])
  expect(linksOf(undefined, screens, a)).toEqual([])
})

test('an answer that is a new record of another kind leads to it', () => {
  expect(linksOf({ _object: 'customer', id: b, version: 1, opportunity: a }, screens, a)).toEqual([
    { object: 'customer', id: b },
  ])
})

test('what an action has to say in words is no link, and is told', () => {
  const answer = { customer: a, opportunity: b, note: { zh: '客户仍归林晓' }, closed: ['customer'] }
  expect(noteOf(answer)).toEqual({ zh: '客户仍归林晓' })
  expect(linksOf(answer, screens, null)).toEqual([{ object: 'opportunity', id: b }])
  for (const other of [null, undefined, 'x', { id: a, version: 2, note: '备注' }, { note: null }])
    expect(noteOf(other)).toBeUndefined()
})
