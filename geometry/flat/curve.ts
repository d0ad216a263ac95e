import { domainOf, evaluateNurbs } from './nurbs.ts'

export type Point = readonly [x: number, y: number]

/**
 * Three kinds of curve, closed under affine maps, so that a block inserted with a non-uniform scale stays
 * exact: an arc is `c + u cos t + v sin t` with any two vectors (circle, ellipse, sheared ellipse alike).
 */
export type Curve = Line | Arc | Nurbs

export interface Line {
  readonly kind: 'line'
  readonly a: Point
  readonly b: Point
}

export interface Arc {
  readonly kind: 'arc'
  readonly c: Point
  readonly u: Point
  readonly v: Point
  /** Radians; the curve runs from t0 to t1, in either direction. */
  readonly t0: number
  readonly t1: number
}

/** Points carry their weight as third component: `[x, y, w]`, not premultiplied. */
export interface Nurbs {
  readonly kind: 'nurbs'
  readonly degree: number
  readonly knots: readonly number[]
  readonly points: readonly (readonly [x: number, y: number, w: number])[]
}

/** `x' = a x + c y + e`, `y' = b x + d y + f`, as in SVG. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

export const identity: Affine = [1, 0, 0, 1, 0, 0]

/** First `inner`, then `outer`. */
export const compose = (outer: Affine, inner: Affine): Affine => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
]

export const mapPoint = (m: Affine, [x, y]: Point): Point => [
  m[0] * x + m[2] * y + m[4],
  m[1] * x + m[3] * y + m[5],
]
const mapVector = (m: Affine, [x, y]: Point): Point => [m[0] * x + m[2] * y, m[1] * x + m[3] * y]

export function mapCurve(m: Affine, curve: Curve): Curve {
  if (curve.kind === 'line') return { kind: 'line', a: mapPoint(m, curve.a), b: mapPoint(m, curve.b) }
  if (curve.kind === 'arc')
    return { ...curve, c: mapPoint(m, curve.c), u: mapVector(m, curve.u), v: mapVector(m, curve.v) }
  return { ...curve, points: curve.points.map(([x, y, w]) => [...mapPoint(m, [x, y]), w] as const) }
}

export const pointOnArc = ({ c, u, v }: Arc, t: number): Point => [
  c[0] + u[0] * Math.cos(t) + v[0] * Math.sin(t),
  c[1] + u[1] * Math.cos(t) + v[1] * Math.sin(t),
]

export function startOf(curve: Curve): Point {
  if (curve.kind === 'line') return curve.a
  return curve.kind === 'arc' ? pointOnArc(curve, curve.t0) : evaluateNurbs(curve, domainOf(curve)[0]).point
}

export function endOf(curve: Curve): Point {
  if (curve.kind === 'line') return curve.b
  return curve.kind === 'arc' ? pointOnArc(curve, curve.t1) : evaluateNurbs(curve, domainOf(curve)[1]).point
}

export function reverseCurve(curve: Curve): Curve {
  if (curve.kind === 'line') return { kind: 'line', a: curve.b, b: curve.a }
  if (curve.kind === 'arc') return { ...curve, t0: curve.t1, t1: curve.t0 }
  const last = (curve.knots[0] ?? 0) + (curve.knots.at(-1) ?? 0)
  return { ...curve, points: curve.points.toReversed(), knots: curve.knots.map((k) => last - k).reverse() }
}

export const circle = (c: Point, radius: number): Arc => ({
  kind: 'arc',
  c,
  u: [radius, 0],
  v: [0, radius],
  t0: 0,
  t1: 2 * Math.PI,
})

/** True for an arc of a circle, whatever its frame. */
export function radiusOf(curve: Curve): number | undefined {
  if (curve.kind !== 'arc') return undefined
  const [ru, rv] = [Math.hypot(...curve.u), Math.hypot(...curve.v)]
  const skew = Math.abs(curve.u[0] * curve.v[0] + curve.u[1] * curve.v[1])
  return Math.abs(ru - rv) <= 1e-9 * ru && skew <= 1e-9 * ru * ru ? ru : undefined
}

/**
 * The arc of a polyline segment. Bulge is the tangent of a quarter of the included angle, positive to the
 * left. Source: Autodesk DXF reference, LWPOLYLINE group 42.
 */
export function bulgeArc(a: Point, b: Point, bulge: number): Curve {
  if (Math.abs(bulge) < 1e-12) return { kind: 'line', a, b }
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const k = (1 - bulge * bulge) / (4 * bulge)
  const c: Point = [(a[0] + b[0]) / 2 - dy * k, (a[1] + b[1]) / 2 + dx * k]
  const radius = Math.hypot(a[0] - c[0], a[1] - c[1])
  const t0 = Math.atan2(a[1] - c[1], a[0] - c[0])
  return { kind: 'arc', c, u: [radius, 0], v: [0, radius], t0, t1: t0 + 4 * Math.atan(bulge) }
}
