import { expect, test } from 'vitest'
import { layOnStock } from './layOnStock.ts'
import { nestBatch } from './nestBatch.ts'
import { splitRemnants } from './splitRemnants.ts'

const remnant = { least_side: 100, least_share: 0.5 }
const rules = { sheets: [{ width: 1250, height: 2500 }], gap: 2, margin: 5, grain: false, remnant, stock: [] }
const plate = { sides: [160, 100] as const, area: 16_000 }
const outline = {
  part: 0,
  outer: [
    [0, 0],
    [160, 0],
    [160, 100],
    [0, 100],
  ] as const,
  holes: [],
}
const kept = (number: string, width: number, height: number) => ({ stock: number, number, width, height })

test('two straight cuts keep the largest rectangle, and nothing narrower than the least side', () => {
  expect(splitRemnants([1250, 2500], [170, 110], { least_side: 100, least_share: 0 })).toEqual([
    [1250, 2390],
    [1080, 110],
  ])
  expect(splitRemnants([1250, 2500], [1200, 2450], remnant)).toEqual([])
})

test('the smallest remnant that takes the batch is taken, and new sheets are left alone', async () => {
  const stock = [kept('B', 600, 400), kept('A', 400, 300), kept('C', 2000, 1200)]
  expect(layOnStock(plate, 4, stock, rules)).toMatchObject({ pieces: 4, taken: [{ number: 'A' }] })
  expect(await nestBatch([outline], 4, { ...rules, stock })).toMatchObject({
    sheets: 0,
    from_stock: 'A',
    laid: 4,
  })
})

test('what the remnants do not take lies on new sheets, and the loss is that of both', async () => {
  const found = await nestBatch([outline], 30, { ...rules, stock: [kept('A', 340, 214)] })
  expect(found).toMatchObject({
    sheets: 1,
    from_stock: 'A',
    laid: 30,
    taken: [
      { number: 'A', count: 1 },
      { width: 1250, count: 1 },
    ],
  })
  const [first, second] = found!.taken!
  const gone =
    340 * 214 + 1250 * 2500 - [...first!.left, ...second!.left].reduce((sum, [w, h]) => sum + w * h, 0)
  expect(found!.loss_rate).toBe(String(Number((1 - (30 * 16_000) / gone).toFixed(4))))
})

test('a remnant that would mostly become scrap waits for a part that suits it', () => {
  expect(layOnStock(plate, 1, [kept('A', 205, 205)], rules).pieces).toBe(0)
  expect(layOnStock(plate, 1, [kept('A', 190, 140)], rules).pieces).toBe(1)
})

test('a batch that is cut several times over says how many sheets it takes in all', async () => {
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
  const found = await nestBatch([bracket], 400, rules)
  expect(found).toMatchObject({ method: 'search', laid: 40 })
  expect(found!.taken!.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(
    Math.ceil((400 * 22_400) / (1250 * 2500)),
  )
}, 60_000)
