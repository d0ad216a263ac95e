import { expect, test } from 'vitest'
import { splitDemand } from './shortage.ts'

test('what stock covers is reserved and only the rest is short', () => {
  expect(splitDemand({ ordered: '10', available: '4' })).toEqual({ reserve: '4', shortage: '6' })
})
test('stock of exactly the ordered quantity leaves nothing short', () => {
  expect(splitDemand({ ordered: '10', available: '10' })).toEqual({ reserve: '10', shortage: '0' })
})
test('stock that a count has put below zero reserves nothing and adds nothing to the shortage', () => {
  expect(splitDemand({ ordered: '10', available: '-3' })).toEqual({ reserve: '0', shortage: '10' })
})
test('fractions of a metre are exact', () => {
  expect(splitDemand({ ordered: '0.3', available: '0.1' })).toEqual({ reserve: '0.1', shortage: '0.2' })
})
