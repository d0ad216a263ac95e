import { expect, test } from 'vitest'
import { sheetsOf } from './nest.ts'

test('sheets of several sizes are given with how many there are, and remnants are cheap and counted', () => {
  expect(sheetsOf(['1250x2500', '1500*3000:2'], ['600x400'])).toEqual([
    { width: 600, height: 400, count: 1, cost: 24_000 },
    { width: 1250, height: 2500 },
    { width: 1500, height: 3000, count: 2 },
  ])
  expect(sheetsOf([], [])).toBeUndefined()
  expect(() => sheetsOf(['1250'], [])).toThrow(expect.objectContaining({ code: 'sheet_wrong' }))
  expect(() => sheetsOf(['1250x2500:0'], [])).toThrow(expect.objectContaining({ code: 'sheet_wrong' }))
})
