import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differences, type AgreedLine } from './orderChanges.ts'

test('whatever the lines, those that were agreed differ in nothing, and one piece more is seen', () => {
  const line = fc.record({
    key: fc.constantFrom('A', 'B', 'C'),
    name: fc.constant('件'),
    quantity: fc.integer({ min: 1, max: 999 }).map(String),
    price: fc.option(
      fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2)),
      { nil: null },
    ),
  })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines: AgreedLine[]) => {
      expect(differences(lines, [...lines].reverse())).toEqual([])
      expect(differences(lines, [...lines, { ...lines[0]!, quantity: '1' }])).toHaveLength(1)
      expect(differences(lines, lines.slice(1))).toHaveLength(1)
      expect(differences(lines, lines.slice(1), 'more')).toEqual([])
    }),
  )
})
