import { expect, test } from 'vitest'
import { orderProgress, workProgress } from './progress.ts'

const card = (state: string, good: string, planned_minutes = '0', quantity = '10') => ({
  state,
  quantity,
  good,
  scrap: '0',
  planned_minutes,
})

test('operations count by their planned minutes', () => {
  expect(workProgress([card('done', '10', '30'), card('waiting', '0', '10')])).toBe('75')
  expect(workProgress([card('running', '5', '30'), card('waiting', '0', '10')])).toBe('37.5')
})
test('operations without planned minutes count alike, a finished one is whole even when closed short', () => {
  expect(workProgress([card('done', '8'), card('running', '1'), card('waiting', '0')])).toBe('36.67')
})
test('an order counts pieces from stock as whole and pieces in work by their progress', () => {
  expect(
    orderProgress([{ quantity: '10', covered: '4', in_work: [{ quantity: '6', progress: '50' }] }]),
  ).toBe('70')
})
test('an order that stock covers is at 100, one without pieces at 0', () => {
  expect(orderProgress([{ quantity: '10', covered: '10', in_work: [] }])).toBe('100')
  expect(orderProgress([])).toBe('0')
})
test('more made than ordered is still 100', () => {
  expect(
    orderProgress([{ quantity: '10', covered: '10', in_work: [{ quantity: '5', progress: '100' }] }]),
  ).toBe('100')
})
