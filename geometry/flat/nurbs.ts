import type { Nurbs, Point } from './curve.ts'

/** The parameter range on which the curve is defined. */
export const domainOf = ({ knots, degree }: Nurbs): [number, number] => [
  knots[degree] ?? 0,
  knots[knots.length - 1 - degree] ?? 1,
]

/**
 * Point and first derivative, weights included.
 * Source: Piegl and Tiller, The NURBS Book, algorithms A2.1 (span), A2.2 (basis) and equation 4.8 (rational
 * derivative).
 */
export function evaluateNurbs(curve: Nurbs, t: number): { point: Point; derivative: Point } {
  const { degree, knots, points } = curve
  const span = findSpan(curve, t)
  const basis = basisFunctions(span, t, degree, knots)
  const lower = degree > 0 ? basisFunctions(span, t, degree - 1, knots) : []
  let x = 0,
    y = 0,
    w = 0,
    dx = 0,
    dy = 0,
    dw = 0
  for (let i = 0; i <= degree; i++) {
    const index = span - degree + i
    const [px, py, pw] = points[index]!
    const n = basis[i]! * pw
    const left = i > 0 ? lower[i - 1]! / gap(knots, index, degree) : 0
    const right = i < degree ? lower[i]! / gap(knots, index + 1, degree) : 0
    const d = degree * (left - right) * pw
    x += n * px
    y += n * py
    w += n
    dx += d * px
    dy += d * py
    dw += d
  }
  const point: Point = [x / w, y / w]
  return { point, derivative: [(dx - dw * point[0]) / w, (dy - dw * point[1]) / w] }
}

const gap = (knots: readonly number[], i: number, degree: number): number =>
  knots[i + degree]! - knots[i]! || Infinity

function findSpan({ degree, knots, points }: Nurbs, t: number): number {
  let low = degree,
    high = points.length
  if (t >= knots[high]!) {
    let span = high - 1
    while (span > degree && knots[span]! >= knots[span + 1]!) span--
    return span
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (t < knots[middle]!) high = middle
    else low = middle
  }
  return low
}

function basisFunctions(span: number, t: number, degree: number, knots: readonly number[]): number[] {
  const basis = [1]
  for (let j = 1; j <= degree; j++) {
    let saved = 0
    for (let r = 0; r < j; r++) {
      const right = knots[span + r + 1]! - t
      const left = t - knots[span + 1 - j + r]!
      const part = right + left === 0 ? 0 : basis[r]! / (right + left)
      basis[r] = saved + right * part
      saved = left * part
    }
    basis[j] = saved
  }
  return basis
}

/** Distinct knots inside the domain: between two of them the curve is smooth. */
export function spansOf(curve: Nurbs): number[] {
  const [from, to] = domainOf(curve)
  const inner = curve.knots.filter((k) => k > from && k < to)
  return [...new Set([from, ...inner, to])]
}

export interface SplineData {
  degree: number
  knots: readonly number[]
  points: readonly Point[]
  weights: readonly number[]
  periodic: boolean
}

/**
 * Repairs what writers get wrong: missing weights, knots of a periodic curve written once (OCCT does), no
 * knots at all. Returns undefined when no curve can be made.
 */
export function makeNurbs({ degree, knots, points, weights, periodic }: SplineData): Nurbs | undefined {
  const n = points.length
  if (n < 2 || degree < 1 || degree > 25) return undefined
  const weighted = points.map((p, i) => [p[0], p[1], weights.length === n ? weights[i]! : 1] as const)
  if (knots.length === n + degree + 1 && isRising(knots))
    return { kind: 'nurbs', degree, knots, points: weighted }
  if (periodic && knots.length === n + 2 * degree + 1 && isRising(knots))
    return { kind: 'nurbs', degree, knots, points: wrapAround(weighted, degree) }
  if (periodic && knots.length === n + 1 && isRising(knots)) return unrollPeriodic(degree, knots, weighted)
  const usable = Math.min(degree, n - 1)
  return { kind: 'nurbs', degree: usable, knots: clampedUniform(n, usable), points: weighted }
}

const isRising = (knots: readonly number[]): boolean =>
  knots.every((k, i) => i === 0 || k >= knots[i - 1]!) && knots[0]! < knots.at(-1)!

function unrollPeriodic(degree: number, knots: readonly number[], points: Nurbs['points']): Nurbs {
  const n = points.length
  const period = knots[n]! - knots[0]!
  const knotAt = (i: number) => knots[((i % n) + n) % n]! + Math.floor(i / n) * period
  const all = Array.from({ length: n + 2 * degree + 1 }, (_, i) => knotAt(i - degree))
  return { kind: 'nurbs', degree, knots: all, points: wrapAround(points, degree) }
}

const wrapAround = (points: Nurbs['points'], degree: number): Nurbs['points'] => [
  ...points,
  ...Array.from({ length: degree }, (_, i) => points[i % points.length]!),
]

const clampedUniform = (n: number, degree: number): number[] =>
  Array.from({ length: n + degree + 1 }, (_, i) => Math.min(Math.max(i - degree, 0), n - degree))

/**
 * A curve through fit points for files that leave the control points out: C2 cubic, chord-length parameters,
 * natural ends, or smooth all round where it is closed. Source: de Boor, A Practical Guide to Splines,
 * chapter IV.
 */
export function throughPoints(fit: readonly Point[], closed = false): Nurbs | undefined {
  const points = fit.filter((p, i) => i === 0 || Math.hypot(p[0] - fit[i - 1]![0], p[1] - fit[i - 1]![1]) > 0)
  if (points.length < 2) return undefined
  const round = closed && points.length > 3
  if (round && Math.hypot(points[0]![0] - points.at(-1)![0], points[0]![1] - points.at(-1)![1]) > 0)
    points.push(points[0]!)
  // What lies more than sixteen points away moves a slope by less than 1e-9: a closed curve is run on past
  // its ends.
  const lap = points.slice(0, -1),
    n = lap.length,
    more = round ? 16 : 0
  const longer = round
    ? Array.from({ length: n + 2 * more + 1 }, (_, i) => lap[(((i - more) % n) + n) % n]!)
    : points
  const steps = longer.slice(1).map((p, i) => Math.hypot(p[0] - longer[i]![0], p[1] - longer[i]![1]))
  const slopes = [0, 1].map((axis) =>
    naturalSlopes(
      longer.map((p) => p[axis as 0 | 1]),
      steps,
    ).slice(more),
  )
  const h = steps.slice(more, more + points.length - 1)
  const controls: (readonly [number, number, number])[] = [[...points[0]!, 1]]
  const knots = [0, 0, 0, 0]
  let t = 0
  for (const [i, step] of h.entries()) {
    const [a, b] = [points[i]!, points[i + 1]!]
    const at = (end: number, axis: number) => (slopes[axis]![i + end]! * step) / 3
    controls.push([a[0] + at(0, 0), a[1] + at(0, 1), 1], [b[0] - at(1, 0), b[1] - at(1, 1), 1], [...b, 1])
    t += step
    knots.push(t, t, t)
  }
  return { kind: 'nurbs', degree: 3, knots: [...knots, t], points: controls }
}

/** Slopes of the natural cubic spline, by the Thomas algorithm. */
function naturalSlopes(values: readonly number[], h: readonly number[]): number[] {
  const n = values.length
  const secant = h.map((step, i) => (values[i + 1]! - values[i]!) / step)
  const upper: number[] = [0.5],
    right: number[] = [1.5 * secant[0]!]
  for (let i = 1; i < n; i++) {
    const last = i === n - 1
    const a = last ? 1 : h[i]!,
      b = last ? 2 : 2 * (h[i - 1]! + h[i]!),
      c = last ? 0 : h[i - 1]!
    const d = last ? 3 * secant[i - 1]! : 3 * (h[i]! * secant[i - 1]! + h[i - 1]! * secant[i]!)
    const pivot = b - a * upper[i - 1]!
    upper[i] = c / pivot
    right[i] = (d - a * right[i - 1]!) / pivot
  }
  for (let i = n - 2; i >= 0; i--) right[i] = right[i]! - upper[i]! * right[i + 1]!
  return right
}
