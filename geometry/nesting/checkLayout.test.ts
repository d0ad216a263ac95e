import { expect, test } from 'vitest'
import fc from 'fast-check'
import { checkLayout } from './checkLayout.ts'
import type { NestInstance, NestResult, Placement } from './instance.ts'

const ell = {
  type: 'simple_polygon' as const,
  data: [
    [0, 0],
    [4, 0],
    [4, 1],
    [1, 1],
    [1, 3],
    [0, 3],
  ] as [number, number][],
}
const square = {
  type: 'simple_polygon' as const,
  data: [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
    [0, 0],
  ] as [number, number][],
}
const frame = {
  type: 'polygon' as const,
  outer: [
    [0, 0],
    [6, 0],
    [6, 6],
    [0, 6],
  ] as [number, number][],
  inner: [
    [
      [1, 1],
      [5, 1],
      [5, 5],
      [1, 5],
    ] as [number, number][],
  ],
}
const instance: NestInstance = {
  name: 'ells',
  strip_height: 10,
  items: [
    { id: 7, demand: 2, allowed_orientations: [0, 180], shape: ell },
    { id: 9, demand: 1, allowed_orientations: [0, 90], shape: square },
  ],
}
const good: Placement[] = [
  { item: 7, rotation: 0, x: 0, y: 0 },
  { item: 7, rotation: 180, x: 5, y: 4 },
  { item: 9, rotation: 90, x: 2, y: 5 },
]
const codes = (placements: Placement[], of: NestInstance = instance, length = 5): string[] => {
  const area = placements.reduce((sum, p) => sum + (p.item === 7 ? 6 : p.item === 9 ? 4 : 20), 0)
  const result: NestResult = {
    name: '',
    density: area / (length * of.strip_height!),
    strip_length: length,
    placements,
    seconds: 0,
    sheets_used: [],
  }
  return checkLayout(of, result).map((fault) => fault.code)
}

test('parts that only touch are a layout that can be cut', () => {
  expect(codes(good)).toEqual([])
})

test('a planted overlap is found wherever and however small above the tolerance', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 2e-6, max: 1.9, noNaN: true }),
      fc.constantFrom(0, 180),
      (depth, rotation) => {
        const moved =
          rotation === 0 ? { item: 7, rotation, x: 2 - depth, y: 5 } : { item: 7, rotation, x: depth, y: 8 }
        expect(codes([good[0]!, moved, good[2]!], { ...instance, strip_height: 20 }, 20)).toContain(
          rotation === 0 || depth > 0 ? (moved.x < 0 ? 'outside' : 'overlap') : 'overlap',
        )
      },
    ),
  )
})

test('two bars that cross share material though no corner lies in the other', () => {
  const bars: NestInstance = {
    name: 'bars',
    strip_height: 10,
    items: [
      {
        id: 9,
        demand: 2,
        shape: {
          type: 'simple_polygon',
          data: [
            [0, 0],
            [8, 0],
            [8, 0.5],
            [0, 0.5],
          ],
        },
      },
    ],
  }
  expect(
    codes(
      [
        { item: 9, rotation: 0, x: 1, y: 5 },
        { item: 9, rotation: 90, x: 5, y: 1 },
      ],
      bars,
      10,
    ),
  ).toContain('overlap')
})

test('a part inside the hole of another is no overlap, a part across the edge of the hole is', () => {
  const holes: NestInstance = {
    name: 'holes',
    strip_height: 10,
    items: [
      { id: 1, demand: 1, shape: frame },
      { id: 9, demand: 1, shape: square },
    ],
  }
  expect(
    codes(
      [
        { item: 1, rotation: 0, x: 0, y: 0 },
        { item: 9, rotation: 0, x: 1, y: 1 },
      ],
      holes,
      10,
    ),
  ).toEqual([])
  expect(
    codes(
      [
        { item: 1, rotation: 0, x: 0, y: 0 },
        { item: 9, rotation: 0, x: 0.9, y: 1 },
      ],
      holes,
      10,
    ),
  ).toContain('overlap')
})

test('a part on top of its twin is found though no edge crosses another', () => {
  expect(codes([good[0]!, { ...good[0]! }, good[2]!])).toContain('overlap')
})

test('a part that sticks out of the strip or into the margin is found', () => {
  expect(codes([good[0]!, good[1]!, { item: 9, rotation: 90, x: 1.9, y: 5 }])).toContain('outside')
  expect(codes([good[0]!, good[1]!, { item: 9, rotation: 0, x: 0, y: 8.00001 }])).toContain('outside')
  expect(codes(good, { ...instance, margin: 0.5 })).toContain('outside')
})

test('parts nearer than the gap are found', () => {
  expect(codes(good, { ...instance, gap: 0.1 })).toContain('gap')
})

test('a turn that the grain forbids is found', () => {
  expect(codes([good[0]!, good[1]!, { item: 9, rotation: 180, x: 4, y: 7 }])).toEqual(['rotation'])
})

test('a missing, a surplus and an unknown part are found', () => {
  expect(codes(good.slice(1))).toContain('demand')
  expect(codes([...good, { item: 9, rotation: 0, x: 2, y: 8 }])).toEqual(['demand'])
  expect(codes([...good.slice(0, 2), { item: 8, rotation: 0, x: 0, y: 6 }])).toContain('unknown_item')
})

test('a density that does not follow from the placements is found', () => {
  const result: NestResult = {
    name: '',
    density: 0.9,
    strip_length: 5,
    placements: good,
    seconds: 0,
    sheets_used: [],
  }
  expect(checkLayout(instance, result).map((fault) => fault.code)).toEqual(['length'])
})
