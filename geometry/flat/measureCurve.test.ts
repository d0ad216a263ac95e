import { expect, test } from 'vitest'
import { bulgeArc, circle, mapCurve } from './curve.ts'
import { flattenCurve, lengthOf, sweptArea } from './measureCurve.ts'
import { makeNurbs, throughPoints } from './nurbs.ts'

test('a circle keeps its closed form', () => {
  expect(lengthOf(circle([7, -3], 5))).toBeCloseTo(10 * Math.PI, 12)
  expect(sweptArea(circle([7, -3], 5))).toBeCloseTo(25 * Math.PI, 10)
})

test('a circle stretched by a block insert becomes an exact ellipse', () => {
  const ellipse = mapCurve([3, 0, 0, 2, 40, 50], circle([0, 0], 1))
  expect(sweptArea(ellipse)).toBeCloseTo(6 * Math.PI, 10)
  expect(lengthOf(ellipse)).toBeCloseTo(15.86543958929059, 9)
})

test('a rational spline with its weights is a true circle, without them it is not', () => {
  const h = Math.SQRT1_2
  const points = [
    [1, 0],
    [1, 1],
    [0, 1],
    [-1, 1],
    [-1, 0],
    [-1, -1],
    [0, -1],
    [1, -1],
    [1, 0],
  ] as const
  const knots = [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4]
  const spline = (weights: number[]) => makeNurbs({ degree: 2, knots, points, weights, periodic: false })!
  expect(sweptArea(spline([1, h, 1, h, 1, h, 1, h, 1]))).toBeCloseTo(Math.PI, 9)
  expect(lengthOf(spline([1, h, 1, h, 1, h, 1, h, 1]))).toBeCloseTo(2 * Math.PI, 9)
  expect(sweptArea(spline([]))).toBeGreaterThan(3.3)
})

test('a bulge of one is half a circle, to the left', () => {
  const half = bulgeArc([0, 0], [2, 0], 1)
  expect(lengthOf(half)).toBeCloseTo(Math.PI, 12)
  expect(Math.min(...flattenCurve(half, 1e-3).map(([, y]) => y))).toBeCloseTo(-1, 3)
})

test('a spline known only by its fit points passes through them', () => {
  const fit = [
    [0, 0],
    [1, 1],
    [2, 0],
    [3, -1],
  ] as const
  const points = flattenCurve(throughPoints(fit)!, 1e-4)
  for (const [x, y] of fit)
    expect(Math.min(...points.map((p) => Math.hypot(p[0] - x, p[1] - y)))).toBeLessThan(1e-9)
})
