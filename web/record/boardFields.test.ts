import { expect, test } from 'vitest'
import type { AnyField, AnyRow, ScreenObject } from '../ground/definitions.ts'
import { cardFields, dueOf, dwellOf, riskOf } from './boardFields.ts'

const now = Date.parse('2026-12-01T04:00:00Z')
const since = (days: number) =>
  ({ stage_since: new Date(now - days * 86_400_000).toISOString() }) as unknown as AnyRow

test('a stay is fine, soon too long, or too long, against the limit of its stage', () => {
  expect(dwellOf(since(3), 8, now)).toEqual({ days: 3, limit: 8, share: 3 / 8, level: 'ok' })
  expect(dwellOf(since(7), 8, now)?.level).toBe('due')
  expect(dwellOf(since(8), 8, now)?.level).toBe('due')
  expect(dwellOf(since(9), 8, now)).toMatchObject({ days: 9, share: 1, level: 'late' })
  expect(dwellOf(since(400), undefined, now)).toMatchObject({ days: 400, level: 'ok' })
  expect(dwellOf({} as AnyRow, 8, now)).toBeUndefined()
})

test('a next step is late, due within a day, or still to come; none is none', () => {
  expect(dueOf('2026-12-01T03:59:00Z', now)).toBe('late')
  expect(dueOf('2026-12-01T10:00:00Z', now)).toBe('due')
  expect(dueOf('2026-12-05T10:00:00Z', now)).toBe('ok')
  expect([dueOf(null, now), dueOf('soon', now)]).toEqual([undefined, undefined])
})

test('a card shows the worse of both', () => {
  expect([riskOf('ok', 'late'), riskOf('due', 'ok'), riskOf('ok', undefined)]).toEqual([
    'late',
    'due',
    undefined,
  ])
})

test('a card says what its object names, and nothing that one may not see', () => {
  const object = {
    name: 'deal',
    fields: { amount: {}, step: {} },
    list: { columns: ['amount'] },
    card: { amount: 'margin', next: 'step', next_at: 'step_at' },
  } as unknown as ScreenObject
  const fields = { amount: { type: 'money' }, step: { type: 'text' } } as unknown as Record<string, AnyField>
  expect(cardFields(object, fields)).toEqual({ amount: 'amount', next: 'step', next_at: undefined })
})
