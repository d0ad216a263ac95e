import { expect, test } from 'vitest'
import { chooseEngineer } from './chooseEngineer.ts'

test('the engineer with the fewest open tickets is sent, among equals who waited longest; who holds it keeps it', () => {
  const one = (
    id: string,
    open_tickets: number,
    last_dispatched_at = '',
    group = '服务部',
    away = false,
  ) => ({ id, group, away, open_tickets, last_dispatched_at })
  expect(chooseEngineer([one('a', 2), one('b', 1, '2026-02'), one('c', 1, '2026-01')], null)?.id).toBe('c')
  expect(chooseEngineer([one('a', 2), one('b', 1)], 'a')?.id).toBe('a')
  expect(chooseEngineer([one('a', 9), one('b', 0, '', '二部')], null)?.id).toBe('a')
  expect(chooseEngineer([one('a', 0, '', '服务部', true)], null)).toBeNull()
})
