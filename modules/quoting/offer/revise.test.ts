import { expect, test } from 'vitest'
import { costLine } from '../costing/costSheet.ts'
import { quoteLine } from '../quoteLine.ts'
import { carriedCost, carriedLine } from './reviseQuote.ts'

const written = (fields: object, own: readonly string[]) =>
  Object.entries(fields as Record<string, { type: string }>)
    .filter(([name, { type }]) => !['formula', 'rollup'].includes(type) && !own.includes(name))
    .map(([name]) => name)

test('a revision carries everything that somebody, or a costing, wrote on a line and its costs', () => {
  expect([...carriedLine].sort()).toEqual(written(quoteLine.fields, ['quote']).sort())
  expect([...carriedCost].sort()).toEqual(written(costLine.fields, ['quote', 'cost_sheet']).sort())
})
