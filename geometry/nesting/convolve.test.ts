import { expect, test } from 'vitest'
import fc from 'fast-check'
import { convolveRings, windingAt } from './convolve.ts'
import { cleanRing, type Ring } from './ring.ts'

const star = fc
  .array(fc.double({ min: 0.15, max: 1, noNaN: true }), { minLength: 3, maxLength: 11 })
  .map((radii) =>
    cleanRing(
      radii.map((r, i) => {
        const turn = (2 * Math.PI * i) / radii.length
        return [r * Math.cos(turn), r * Math.sin(turn)] as const
      }),
    ),
  )

/** A comb on whole numbers: many parallel edges, so many ties of direction. */
const comb = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).map((teeth) =>
  cleanRing([
    [0, -1],
    [teeth.length * 2, -1],
    ...teeth.flatMap((t, i) => {
      const x = teeth.length * 2 - 2 * i
      return [
        [x, t],
        [x - 1, t],
        [x - 1, 0],
        [x - 2, 0],
      ] as [number, number][]
    }),
  ]),
)

test.each([
  ['stars', star, 1],
  ['combs', comb, 8],
] as const)('the convolution tells apart from overlapping for %s', (_, shape, reach) => {
  const place = fc.double({ min: -reach, max: reach, noNaN: true })
  fc.assert(
    fc.property(shape, shape, place, place, (a, b, x, y) => {
      if (a.length < 6 || b.length < 6) return
      const expected = interiorsMeet(a, b, x, y)
      if (expected !== null) expect(windingAt(convolveRings(a, b), x, y) > 0).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

const evenLevels = Array.from({ length: Math.ceil(6.2 / 0.00731) }, (_, i) => -1.2 + i * 0.00731)

/** Halfway between neighbouring corners: two tips may meet between even slices. */
function levelsBetween(a: Ring, b: Ring, y: number): number[] {
  const corners = [
    ...a.filter((_, i) => i % 2 === 1),
    ...b.filter((_, i) => i % 2 === 1).map((v) => v + y),
  ].sort((p, q) => p - q)
  return corners.slice(1).map((v, i) => (v + corners[i]!) / 2)
}

/** By area over thin horizontal slices; null where it is too close to tell. */
function interiorsMeet(a: Ring, b: Ring, x: number, y: number): boolean | null {
  let widest = 0,
    nearest = Infinity
  for (const s of [...evenLevels, ...levelsBetween(a, b, y)]) {
    const first = spans(a, s),
      second = spans(b, s - y).map((v) => v + x)
    for (let i = 0; i < first.length; i += 2) {
      for (let j = 0; j < second.length; j += 2) {
        const common = Math.min(first[i + 1]!, second[j + 1]!) - Math.max(first[i]!, second[j]!)
        widest = Math.max(widest, common)
        nearest = Math.min(nearest, -common)
      }
    }
  }
  return widest > 0.02 ? true : nearest > 0.05 ? false : null
}

function spans(ring: Ring, y: number): number[] {
  const hits: number[] = []
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const y0 = ring[j + 1]!,
      y1 = ring[i + 1]!
    if (y0 > y !== y1 > y) hits.push(ring[j]! + ((y - y0) / (y1 - y0)) * (ring[i]! - ring[j]!))
  }
  return hits.sort((p, q) => p - q)
}
