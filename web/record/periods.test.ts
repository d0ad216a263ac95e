import { expect, test } from 'vitest'
import { periodsAround } from './periods.ts'

test('weeks start on Monday and months end where they end', () => {
  const found = Object.fromEntries(
    periodsAround('2028-02-27').map(({ word, from, to }) => [word, [from, to]]),
  )
  expect(found['list.this_week']).toEqual(['2028-02-21', '2028-02-27'])
  expect(found['list.this_month']).toEqual(['2028-02-01', '2028-02-29'])
})
