import { expect, test } from 'vitest'
import { verbsOf, type Task } from './tasks.ts'

const task = (kind: string, process_instance: string | null = 'p'): Task => ({
  id: 't',
  title: '',
  kind,
  due_at: null,
  record_object: null,
  record: null,
  record_title: null,
  created_at: '',
  state: 'open',
  process_instance,
})

test('a step that failed is tried again, passed over or stopped; it cannot be ticked off', () => {
  expect(verbsOf(task('exception'))).toEqual(['retry', 'skip', 'reject', 'transfer', 'comment'])
})

test('an approval is decided, a plain task is done', () => {
  expect([verbsOf(task('approval'))[0], verbsOf(task('follow_up', null))]).toEqual(['approve', ['complete']])
})
