import { expect, test } from 'vitest'
import { nestBatch } from './nestBatch.ts'

const rules = {
  sheets: [{ width: 1250, height: 2500 }],
  gap: 2,
  margin: 5,
  grain: false,
  stock: [],
  remnant: { least_side: 100, least_share: 0.5 },
}
const common = { ...rules, common_cut: { kerf: 0 } }
const plate = {
  part: 0,
  outer: [
    [0, 0],
    [160, 0],
    [160, 100],
    [0, 100],
  ] as const,
  holes: [
    [
      [10, 10],
      [10, 20],
      [20, 20],
      [20, 10],
    ] as const,
  ],
}

test('four rectangles in a square share four edges: two long and two short ones', async () => {
  const found = await nestBatch(
    [
      {
        ...plate,
        outer: [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
      },
    ],
    4,
    common,
  )
  expect(found).toMatchObject({ method: 'rows', last: [210, 210], saved_cut_mm: 400 })
})

test('what is saved is the outlines one by one less the lines that are left', async () => {
  const found = await nestBatch([plate], 10, common)
  const [x, y] = [found!.last[0] - 10, found!.last[1] - 10]
  const [columns, rows] = x % 160 === 0 && y % 100 === 0 ? [x / 160, y / 100] : [x / 100, y / 160]
  expect(columns! * rows!).toBe(10)
  const left =
    x % 160 === 0 && y % 100 === 0
      ? (rows! + 1) * columns! * 160 + (columns! + 1) * rows! * 100
      : (rows! + 1) * columns! * 100 + (columns! + 1) * rows! * 160
  expect(found!.saved_cut_mm).toBe(10 * 520 - left)
})

test('without the rule nothing is shared, and a part that is no rectangle is cut by itself', async () => {
  expect((await nestBatch([plate], 10, rules))!.saved_cut_mm).toBeUndefined()
  const bevelled = {
    ...plate,
    outer: [
      [0, 0],
      [160, 0],
      [160, 80],
      [140, 100],
      [0, 100],
    ] as const,
  }
  expect((await nestBatch([bevelled], 10, common))!.saved_cut_mm).toBeUndefined()
})

test('parts that share cuts lose less of the sheet', async () => {
  expect(Number((await nestBatch([plate], 40, common))!.loss_rate)).toBeLessThan(
    Number((await nestBatch([plate], 40, rules))!.loss_rate),
  )
})

test('a last column that is not full shares only as many edges as it has pieces', async () => {
  const narrow = { ...common, sheets: [{ width: 400, height: 330 }] }
  const found = await nestBatch(
    [
      {
        ...plate,
        outer: [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
      },
    ],
    5,
    { ...narrow, grain: true },
  )
  expect(found!.saved_cut_mm).toBe(500)
})
