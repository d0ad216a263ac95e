import { expect, test } from 'vitest'
import { Refusal } from '../../../model/index.ts'
import { machiningCost, materialCost, minPrice } from '../part/formulas.ts'
import { costAt } from './costAt.ts'

test('material is net weight times price over what is left after losses', () => {
  expect(materialCost({ net_weight_kg: '10', price_per_kg: '50', loss_rate: '0.2' })).toBe('625.00')
  expect(materialCost({ net_weight_kg: '2.5', price_per_kg: '8.40', loss_rate: '0.04' })).toBe('21.88')
  expect(materialCost({ net_weight_kg: '1', price_per_kg: '7', loss_rate: '0' })).toBe('7.00')
})

test('a loss rate of one and more, or below nothing, is refused', () => {
  for (const loss_rate of ['1', '1.2', '-0.01', 'NaN'])
    expect(() => materialCost({ net_weight_kg: '1', price_per_kg: '1', loss_rate })).toThrow(Refusal)
})

test('machining is hours times rate, set-up shared by the batch', () => {
  expect(
    machiningCost([
      { hours: '0.5', rate: '120' },
      { hours: '0.25', rate: '200' },
    ]),
  ).toBe('110.00')
  expect(machiningCost([{ hours: '0.1', rate: '100', setup_hours: '2', batch: '100' }])).toBe('12.00')
})

test('the lowest price keeps the floor to the cent', () => {
  expect(minPrice('82', '18')).toBe('100.00')
  expect(minPrice('82', '12')).toBe('93.18')
})

test('of items by hand a larger batch shares set-up among more pieces, and nothing else changes', () => {
  const items = [
    {
      key: null,
      kind: 'material',
      hours: null,
      setup_hours: null,
      rate: null,
      corrected_amount: null,
      amount: '20.00',
    },
    {
      key: null,
      kind: 'machining',
      hours: '0.1',
      setup_hours: '1',
      rate: '100',
      corrected_amount: null,
      amount: '110.00',
    },
    {
      key: null,
      kind: 'machining',
      hours: '0.1',
      setup_hours: '1',
      rate: '100',
      corrected_amount: '3.00',
      amount: '3.00',
    },
  ]
  expect(['1', '10', '100'].map((batch) => costAt([], items, batch))).toEqual(['133.00', '43.00', '34.00'])
})
