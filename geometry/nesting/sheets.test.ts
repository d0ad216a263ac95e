import { expect, test } from 'vitest'
import { checkLayout } from './checkLayout.ts'
import type { NestInstance, NestItem } from './instance.ts'
import { nest } from './nest.ts'

const box = (id: number, demand: number, w: number, h: number, turns = [0, 90]): NestItem => ({
  id,
  demand,
  allowed_orientations: turns,
  shape: {
    type: 'simple_polygon',
    data: [
      [0, 0],
      [w, 0],
      [w, h],
      [0, h],
    ],
  },
})
const bracket: NestItem = {
  id: 1,
  demand: 24,
  allowed_orientations: [0, 90, 180, 270],
  shape: {
    type: 'simple_polygon',
    data: [
      [0, 0],
      [300, 0],
      [300, 60],
      [60, 60],
      [60, 200],
      [0, 200],
    ],
  },
}

test('parts go onto as few sheets as they need, and every layout is checked', async () => {
  const instance: NestInstance = {
    name: 'brackets',
    items: [bracket],
    sheets: [{ width: 1250, height: 1000 }],
    gap: 4,
    margin: 10,
  }
  const result = await nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 6000 })
  expect(checkLayout(instance, result)).toEqual([])
  expect(result.sheets_used).toHaveLength(1)
  expect(result.sheets_used[0]!.remnant.width).toBeGreaterThan(150)
})

test('of two sizes in stock the cheaper is used while it lasts', async () => {
  const instance: NestInstance = {
    name: 'sizes',
    items: [box(1, 6, 450, 450)],
    sheets: [
      { width: 1000, height: 1000, cost: 90 },
      { width: 500, height: 500, cost: 10, count: 2 },
    ],
  }
  const result = await nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 6000 })
  expect(checkLayout(instance, result)).toEqual([])
  expect(result.sheets_used.map((s) => s.sheet).sort()).toEqual([0, 1, 1])
})

test('parts that leave the only sheet nearly empty stay on it', async () => {
  const instance: NestInstance = {
    name: 'few',
    items: [box(1, 5, 30, 20)],
    sheets: [{ width: 1000, height: 1000 }],
  }
  const result = await nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 3000 })
  expect(checkLayout(instance, result)).toEqual([])
  expect(result.sheets_used).toHaveLength(1)
})

test('a stock that is too small is refused', async () => {
  const instance: NestInstance = {
    name: 'short',
    items: [box(1, 5, 450, 450)],
    sheets: [{ width: 1000, height: 1000, count: 1 }],
  }
  await expect(nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 2000 })).rejects.toMatchObject({
    code: 'nesting_not_enough_sheets',
  })
})

test('small parts are laid into the holes of large ones', async () => {
  const frame: NestItem = {
    id: 1,
    demand: 1,
    allowed_orientations: [0],
    shape: {
      type: 'polygon',
      outer: [
        [0, 0],
        [100, 0],
        [100, 100],
        [0, 100],
      ],
      inner: [
        [
          [10, 10],
          [10, 90],
          [90, 90],
          [90, 10],
        ],
      ],
    },
  }
  const instance: NestInstance = { name: 'frame', strip_height: 100, items: [frame, box(2, 3, 30, 30)] }
  const result = await nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 6000 })
  expect(checkLayout(instance, result)).toEqual([])
  expect(result.strip_length).toBeCloseTo(100, 6)
})

test('gap and margin are kept on the strip', async () => {
  const instance: NestInstance = {
    name: 'gap',
    strip_height: 700,
    items: [{ ...bracket, demand: 8 }],
    gap: 6,
    margin: 15,
  }
  const result = await nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 6000 })
  expect(checkLayout(instance, result)).toEqual([])
  expect(result.density).toBeGreaterThan(0.5)
})

test('parts with hundreds of corners are simplified for the search only, and still keep clear of each other', async () => {
  const gear = Array.from({ length: 400 }, (_, k): [number, number] => {
    const r = 50 + 6 * Math.sign(Math.sin(k * 0.4)) + 0.01 * Math.sin(7 * k),
      turn = (2 * Math.PI * k) / 400
    return [r * Math.cos(turn), r * Math.sin(turn)]
  })
  const instance: NestInstance = {
    name: 'gears',
    strip_height: 400,
    items: [{ id: 1, demand: 12, shape: { type: 'simple_polygon', data: gear } }],
  }
  const result = await nest(instance, { seconds: 60, seed: 1, threads: 1, moves: 300 })
  expect(checkLayout(instance, result)).toEqual([])
  expect(result.density).toBeGreaterThan(0.55)
})
