import { beforeEach, expect, test } from 'vitest'
import {
  countDrafts,
  forgetAllDrafts,
  forgetDraftsOfOthers,
  keepDraft,
  listDrafts,
  readDraft,
} from './drafts.ts'

const place = { object: 'lead', record: 'a1', part: 'form' }
const draft = { values: { company: '恒力' }, was: { company: null } }
beforeEach(() => localStorage.clear())

test('a draft belongs to one person, one record and one part of it', () => {
  keepDraft('lin', place, draft)
  expect(readDraft('lin', place)?.values).toEqual({ company: '恒力' })
  expect(readDraft('wang', place)).toBeUndefined()
  expect(readDraft('lin', { ...place, record: 'a2' })).toBeUndefined()
  keepDraft('lin', { ...place, part: 'action lose' }, draft)
  expect(listDrafts('lin', 'lead', 'a1').map(({ part }) => part)).toEqual(['form'])
  expect(countDrafts('lin')).toBe(2)
})

test('whoever signs in at a shared device leaves nothing of others there', () => {
  keepDraft('lin', place, draft)
  keepDraft('wang', place, draft)
  forgetDraftsOfOthers('wang')
  expect([countDrafts('lin'), countDrafts('wang')]).toEqual([0, 1])
})

test('a draft too old to go on with goes by itself', () => {
  keepDraft('lin', place, draft)
  forgetDraftsOfOthers('lin', Date.now() + 31 * 24 * 60 * 60 * 1000)
  expect(countDrafts('lin')).toBe(0)
})

test('what lies in the storage without the shape of a draft is none', () => {
  for (const text of ['', 'null', '[]', '{"at":1}', '{"at":"2026-12-01","values":[]}', '{not json'])
    expect((localStorage.setItem('draft lin lead a1 form', text), readDraft('lin', place))).toBeUndefined()
})

test('signing out leaves nothing of anybody, and the page that is on its way out keeps nothing more', () => {
  keepDraft('lin', place, draft)
  forgetAllDrafts()
  expect(countDrafts('lin')).toBe(0)
  expect(keepDraft('lin', place, draft)).toBe(false)
  expect(countDrafts('lin')).toBe(0)
})
