import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../../model/refuse.ts'
import { measureFlat } from '../flat/measureFlat.ts'
import { asciiDxf, entity, hole, rectangle } from './dxfFixture.ts'
import { readDxf } from './readDxf.ts'

const whole = asciiDxf({
  blocks: [...entity('BLOCK', [2, 'b'], [10, 0], [20, 0]), ...hole(0, 0, 2), ...entity('ENDBLK')],
  entities: [
    ...rectangle(0, 0, 100, 50),
    ...entity('INSERT', [8, '0'], [2, 'b'], [10, 20], [20, 20], [41, 2], [70, 2], [44, 30]),
    ...entity(
      'SPLINE',
      [8, '0'],
      [70, 0],
      [71, 2],
      [72, 6],
      [73, 3],
      [40, 0],
      [40, 0],
      [40, 0],
      [40, 1],
      [40, 1],
      [40, 1],
      [10, 0],
      [20, 60],
      [10, 50],
      [20, 90],
      [10, 100],
      [20, 60],
    ),
  ],
})

test('whatever happens to a file, it is measured or refused in words, never a crash', () => {
  const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.integer({ min: 32, max: 126 }) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(whole.length), (changes, cut) => {
      const bytes = whole.slice(0, changes.length % 4 === 0 ? cut : whole.length)
      for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte
      try {
        const found = measureFlat(readDxf(bytes))
        expect([...found.box_mm, found.cut_length_mm, found.net_area_mm2 ?? 0].every(Number.isFinite)).toBe(
          true,
        )
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
      }
    }),
    { numRuns: 300 },
  )
})
