import type { Arc, Curve, Point } from './curve.ts'
import { endOf, pointOnArc, radiusOf, startOf } from './curve.ts'
import { evaluateNurbs, spansOf } from './nurbs.ts'

/** Length in drawing units: closed form for lines and circles, Gauss-Legendre to 1e-10 for the rest. */
export function lengthOf(curve: Curve): number {
  if (curve.kind === 'line') return Math.hypot(curve.b[0] - curve.a[0], curve.b[1] - curve.a[1])
  if (curve.kind === 'nurbs') {
    return sumSpans(spansOf(curve), (t) => Math.hypot(...evaluateNurbs(curve, t).derivative))
  }
  const radius = radiusOf(curve)
  if (radius !== undefined) return radius * Math.abs(curve.t1 - curve.t0)
  return Math.abs(sumSpans(quarters(curve), (t) => Math.hypot(...arcDerivative(curve, t))))
}

/**
 * The curve's share of the enclosed area, by Green's theorem: half the integral of x dy - y dx. Over a closed
 * contour the shares add up to the area, positive when it runs counter-clockwise. Exact for lines and all
 * arcs.
 */
export function sweptArea(curve: Curve): number {
  if (curve.kind === 'nurbs') {
    return sumSpans(spansOf(curve), (t) => {
      const {
        point: [x, y],
        derivative: [dx, dy],
      } = evaluateNurbs(curve, t)
      return (x * dy - y * dx) / 2
    })
  }
  const [a, b] = [startOf(curve), endOf(curve)]
  if (curve.kind === 'line') return (a[0] * b[1] - a[1] * b[0]) / 2
  const turn = (curve.u[0] * curve.v[1] - curve.u[1] * curve.v[0]) * (curve.t1 - curve.t0)
  return (curve.c[0] * (b[1] - a[1]) - curve.c[1] * (b[0] - a[0]) + turn) / 2
}

/**
 * Points along the curve, both ends included, no further than `tolerance` from it (arcs exactly, splines by
 * halving until the middle lies on the chord).
 */
export function flattenCurve(curve: Curve, tolerance: number): Point[] {
  if (curve.kind === 'line') return [curve.a, curve.b]
  if (curve.kind === 'arc') {
    const radius = Math.max(Math.hypot(...curve.u), Math.hypot(...curve.v))
    const step = 2 * Math.acos(Math.max(0.5, 1 - tolerance / Math.max(radius, tolerance)))
    const count = Math.min(4096, Math.max(1, Math.ceil(Math.abs(curve.t1 - curve.t0) / step)))
    return Array.from({ length: count + 1 }, (_, i) =>
      pointOnArc(curve, curve.t0 + (curve.t1 - curve.t0) * (i / count)),
    )
  }
  const at = (t: number) => evaluateNurbs(curve, t).point
  const spans = spansOf(curve)
  const points: Point[] = [at(spans[0]!)]
  for (let i = 1; i < spans.length; i++) halve(at, spans[i - 1]!, spans[i]!, tolerance, 10, points)
  return points
}

function halve(
  at: (t: number) => Point,
  t0: number,
  t1: number,
  tolerance: number,
  depth: number,
  points: Point[],
): void {
  const [a, b] = [points.at(-1)!, at(t1)]
  const flat =
    depth === 0 || [0.25, 0.5, 0.75].every((s) => distanceToChord(at(t0 + (t1 - t0) * s), a, b) <= tolerance)
  if (flat) {
    points.push(b)
    return
  }
  halve(at, t0, (t0 + t1) / 2, tolerance, depth - 1, points)
  halve(at, (t0 + t1) / 2, t1, tolerance, depth - 1, points)
}

function distanceToChord(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = Math.hypot(dx, dy)
  return length === 0
    ? Math.hypot(p[0] - a[0], p[1] - a[1])
    : Math.abs((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / length
}

const arcDerivative = ({ u, v }: Arc, t: number): Point => [
  v[0] * Math.cos(t) - u[0] * Math.sin(t),
  v[1] * Math.cos(t) - u[1] * Math.sin(t),
]

const quarters = ({ t0, t1 }: Arc): number[] => Array.from({ length: 9 }, (_, i) => t0 + (t1 - t0) * (i / 8))

function sumSpans(spans: readonly number[], f: (t: number) => number): number {
  let sum = 0
  for (let i = 1; i < spans.length; i++) sum += integrate(f, spans[i - 1]!, spans[i]!, 12)
  return sum
}

function integrate(f: (t: number) => number, a: number, b: number, depth: number): number {
  const middle = (a + b) / 2
  const whole = gauss(f, a, b)
  const halves = gauss(f, a, middle) + gauss(f, middle, b)
  if (depth === 0 || Math.abs(whole - halves) <= 1e-10 * Math.abs(halves) + 1e-14) return halves
  return integrate(f, a, middle, depth - 1) + integrate(f, middle, b, depth - 1)
}

/** Abscissae and weights of the 8-point Gauss-Legendre rule (Abramowitz and Stegun, table 25.4). */
const gaussPoints = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
] as const

function gauss(f: (t: number) => number, a: number, b: number): number {
  const [middle, half] = [(a + b) / 2, (b - a) / 2]
  return (
    half * gaussPoints.reduce((sum, [x, w]) => sum + w * (f(middle + half * x) + f(middle - half * x)), 0)
  )
}
