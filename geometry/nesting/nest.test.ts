import { expect, test } from 'vitest'
import { checkLayout } from './checkLayout.ts'
import type { NestInstance, NestResult } from './instance.ts'
import { nest } from './nest.ts'

const triangle = [
  [0, 0],
  [3, 0],
  [0, 3],
] as [number, number][]
const ell = [
  [0, 0],
  [4, 0],
  [4, 1],
  [1, 1],
  [1, 3],
  [0, 3],
] as [number, number][]
const small: NestInstance = {
  name: 'small',
  strip_height: 6,
  items: [
    {
      id: 1,
      demand: 4,
      allowed_orientations: [0, 90, 180, 270],
      shape: { type: 'simple_polygon', data: triangle },
    },
    { id: 2, demand: 4, allowed_orientations: [0, 180], shape: { type: 'simple_polygon', data: ell } },
  ],
}

test('eight small parts come out dense and checked', async () => {
  const result = await nest(small, { seconds: 60, seed: 1, threads: 1, moves: 8000 })
  expect(checkLayout(small, result)).toEqual([])
  expect(result.density).toBeGreaterThan(0.75)
})

test('the first usable layout is there before anything is searched for, and later ones are better', async () => {
  const unsearched = await nest(small, { seconds: 60, seed: 1, threads: 1, signal: AbortSignal.abort() })
  expect(checkLayout(small, unsearched)).toEqual([])
  const seen: NestResult[] = []
  await nest(small, {
    seconds: 60,
    seed: 1,
    threads: 1,
    moves: 8000,
    onProgress: (best) => void seen.push(best),
  })
  expect(seen[0]!.placements).toEqual(unsearched.placements)
  expect(seen.length).toBeGreaterThan(1)
  for (let i = 1; i < seen.length; i++) expect(seen[i]!.strip_length).toBeLessThan(seen[i - 1]!.strip_length)
})

test('the same seed and the same number of moves give the same layout', async () => {
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map((seed) => nest(small, { seconds: 60, seed, threads: 2, moves: 3000 })),
  )
  expect(a!.placements).toEqual(b!.placements)
  expect(a!.placements).not.toEqual(c!.placements)
})

test('a cancelled nesting stops, whatever time it was given, and keeps what it has', async () => {
  const stop = new AbortController()
  const found: NestResult[] = []
  const result = await nest(small, {
    seconds: 3600,
    seed: 1,
    threads: 1,
    signal: stop.signal,
    onProgress: (best) => found.push(best) === 2 && stop.abort(),
  })
  expect(found.length).toBeGreaterThan(1)
  expect(result.strip_length).toBeLessThanOrEqual(found[1]!.strip_length)
  expect(checkLayout(small, result)).toEqual([])
})

test('a part that fits no sheet, a contour without area and an empty order are refused by name', async () => {
  const tall = { ...small, strip_height: 2 }
  await expect(nest(tall, { seconds: 1, seed: 1 })).rejects.toMatchObject({ code: 'nesting_item_too_large' })
  const flat: NestInstance = {
    name: 'flat',
    strip_height: 2,
    items: [
      {
        id: 3,
        demand: 1,
        shape: {
          type: 'simple_polygon',
          data: [
            [0, 0],
            [1, 0],
            [2, 0],
          ],
        },
      },
    ],
  }
  await expect(nest(flat, { seconds: 1, seed: 1 })).rejects.toMatchObject({ code: 'nesting_bad_item' })
  await expect(nest({ ...small, items: [] }, { seconds: 1, seed: 1 })).rejects.toMatchObject({
    code: 'nesting_empty',
  })
})

test('the time asked for is kept, even where toothed parts take long to compare', async () => {
  const gear = (k: number) =>
    Array.from({ length: 100 }, (_, i): [number, number] => {
      const [radius, turn] = [(i % 2 ? 5 : 10) + k * 0.1, (i * Math.PI) / 50]
      return [radius * Math.cos(turn), radius * Math.sin(turn)]
    })
  const gears: NestInstance = {
    name: 'gears',
    strip_height: 100,
    items: Array.from({ length: 20 }, (_, k) => ({
      id: k,
      demand: 2,
      shape: { type: 'simple_polygon' as const, data: gear(k) },
    })),
  }
  // To compare all pairs of these takes minutes: that it ends within the patience of a test says that it was
  // ended in the middle.
  const found = await nest(gears, { seconds: 1, seed: 1, threads: 1 })
  expect(checkLayout(gears, found)).toEqual([])
})

test('an instance is read as others write it, and refused by name where it is none', async () => {
  const square = {
    type: 'simple_polygon',
    data: [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
  }
  const lay = (items: unknown) =>
    nest({ strip_height: 20, items } as unknown as NestInstance, {
      seconds: 1,
      seed: 1,
      threads: 1,
      moves: 5,
    })
  const loose = await lay([
    { demand: 1, allowed_orientations: [], shape: square },
    { demand: 2, allowed_orientations: [0], shape: { type: 'polygon', outer: square.data } },
  ])
  expect(loose.placements.map((p) => [p.item, p.rotation])).toEqual([
    [0, 0],
    [1, 0],
    [1, 0],
  ])
  const one = { id: 4, demand: 1, allowed_orientations: [0], shape: square }
  for (const items of [
    [null],
    [{ ...one, shape: undefined }],
    [
      {
        ...one,
        shape: {
          ...square,
          data: [
            [0, 0],
            [1, null],
            [2, 0],
          ],
        },
      },
    ],
    [one, one],
    [{ ...one, allowed_orientations: ['0'] }],
    [
      {
        ...one,
        shape: {
          ...square,
          data: [
            [0, 0],
            [10, 10],
            [10, 0],
            [0, 10],
          ],
        },
      },
    ],
  ]) {
    await expect(lay(items)).rejects.toMatchObject({ code: 'nesting_bad_item' })
  }
  for (const items of [undefined, {}, 'parts'])
    await expect(lay(items)).rejects.toMatchObject({ code: 'instance_wrong' })
})
