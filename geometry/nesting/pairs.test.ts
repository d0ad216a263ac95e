import { expect, test } from 'vitest'
import fc from 'fast-check'
import { commonArea, type Outline } from './measureOverlap.ts'
import type { NestInstance, Point } from './instance.ts'
import { lossAt, startPairs } from './pairs.ts'
import { readProblem, widenItems } from './problem.ts'

const frame: Outline = [
  [
    [0, 0],
    [9, 0],
    [9, 8],
    [0, 8],
  ],
  [
    [1, 1],
    [1, 7],
    [4, 7],
    [4, 4],
    [8, 4],
    [8, 1],
  ],
]
const hook: Outline = [
  [
    [0, 0],
    [3, 0],
    [3, 2],
    [2, 2],
    [2, 1],
    [1, 1],
    [1, 3],
    [0, 3],
  ],
]
const sliver: Outline = [
  [
    [0, 0],
    [5, 0.5],
    [0.2, 0.4],
  ],
]
const shapes = [frame, hook, sliver]
const instance: NestInstance = {
  name: '',
  strip_height: 20,
  items: shapes.map(([outer, ...inner], id) => ({
    id,
    demand: 1,
    allowed_orientations: [0],
    shape: { type: 'polygon', outer: outer!, inner },
  })),
}

test('the displacement grid and a measurement of the common area agree on what overlaps, holes included', async () => {
  const problem = readProblem(instance, await widenItems(instance))
  const pairs = startPairs(problem.shapes)
  const index = fc.integer({ min: 0, max: 2 }),
    share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(index, index, share, share, (a, b, u, v) => {
      const A = problem.shapes[a]!,
        B = problem.shapes[b]!
      const x = -B.width + u * (A.width + B.width),
        y = -B.height + v * (A.height + B.height)
      const moved = shapes[b]!.map((contour) => contour.map((p): Point => [p[0] + x, p[1] + y]))
      const area = commonArea(shapes[a]!, moved)
      const loss = lossAt(pairs, a, b, x, y)
      if (area > 1e-9) expect(loss).toBeGreaterThan(0)
      if (area === 0) expect(loss).toBe(0)
    }),
    { numRuns: 5000 },
  )
})
