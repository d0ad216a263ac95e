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
const plate = {
  part: 0,
  outer: [
    [0, 0],
    [160, 0],
    [160, 100],
    [0, 100],
  ] as const,
  holes: [],
}
const bracket = {
  part: 0,
  outer: [
    [0, 0],
    [300, 0],
    [300, 40],
    [40, 40],
    [40, 300],
    [0, 300],
  ] as const,
  holes: [],
}

test('one plate loses its margins only: the rest of the sheet goes back to stock', async () => {
  expect(await nestBatch([plate], 1, rules)).toMatchObject({
    loss_rate: '0.1444',
    sheets: 1,
    last: [170, 110],
    method: 'rows',
  })
})

test('a full sheet counts whole, of the last one only the rectangle in use', async () => {
  const found = await nestBatch([plate], 400, rules)
  expect(found).toMatchObject({ sheets: 3, laid: 400 })
  expect(Number(found!.loss_rate)).toBeGreaterThan(0.02)
  expect(Number(found!.loss_rate)).toBeLessThan(0.25)
})

test('brackets that lie in one another lose less than in rows, and a batch nests the same way every time', async () => {
  const once = await nestBatch([bracket], 12, rules)
  const rowsOnly = 1 - (12 * 22400) / (12 * 90000)
  expect(once).toMatchObject({ method: 'search', laid: 12 })
  expect(Number(once!.loss_rate)).toBeLessThan(rowsOnly - 0.1)
  expect(await nestBatch([bracket], 12, rules)).toEqual(once)
}, 60_000)

test('a gear of hundreds of corners is laid coarser and wider apart, in little time', async () => {
  const gear = Array.from({ length: 400 }, (_, k): [number, number] => {
    const r = 20 + (k % 20 < 10 ? 2 : 0)
    return [r * Math.cos((k * Math.PI) / 200), r * Math.sin((k * Math.PI) / 200)]
  })
  const found = await nestBatch([{ part: 0, outer: gear, holes: [] }], 100, rules)
  expect(Number(found!.loss_rate)).toBeGreaterThan(0.15)
  expect(Number(found!.loss_rate)).toBeLessThan(0.5)
}, 60_000)

test('what is larger than every sheet is not nested', async () => {
  expect(
    await nestBatch(
      [
        {
          ...plate,
          outer: [
            [0, 0],
            [3000, 0],
            [3000, 2000],
            [0, 2000],
          ],
        },
      ],
      1,
      rules,
    ),
  ).toBeNull()
})
