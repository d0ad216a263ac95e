import type { Arc, Curve, Line, Point } from './curve.ts'
import { endOf, radiusOf, startOf } from './curve.ts'
import type { LooseCurve } from './joinCurves.ts'
import { lengthOf } from './measureCurve.ts'

/** Beyond so many comparisons the file is a picture, and only equal curves are told. */
const comparisons_max = 2e7

/**
 * Loose lines and arcs that lie on a contour, or on a longer loose one, would be cut twice: what is covered
 * goes, what sticks out stays.
 */
export function dropCovered(
  loose: readonly LooseCurve[],
  ground: readonly Curve[],
  near: number,
): { kept: LooseCurve[]; dropped: number } {
  if (loose.length * (loose.length + ground.length) > comparisons_max) return { kept: [...loose], dropped: 0 }
  const below = ground.map(standing)
  const kept: LooseCurve[] = []
  let dropped = 0
  for (const item of [...loose].sort((a, b) => lengthOf(b.curve) - lengthOf(a.curve))) {
    const pieces = leaveUncovered(item.curve, below, near)
    if (pieces[0] !== item.curve) dropped++
    for (const curve of pieces) {
      kept.push({ ...item, curve })
      below.push(standing(curve))
    }
  }
  return { kept, dropped }
}

function leaveUncovered(curve: Curve, others: readonly Standing[], near: number): Curve[] {
  const whole = lengthOf(curve)
  const [x0, x1, y0, y1] = standing(curve).reach
  const covered: Stretch[] = []
  for (const { curve: other, reach } of others) {
    if (reach[0] > x1 + near || reach[1] < x0 - near || reach[2] > y1 + near || reach[3] < y0 - near) continue
    covered.push(...coverOf(curve, other, near).filter(([from, to]) => to - from > near))
  }
  if (covered.length === 0) return [curve]
  covered.sort((a, b) => a[0] - b[0])
  const pieces: Curve[] = []
  let reached = 0
  for (const [from, to] of [...covered, [whole, whole] as const]) {
    if (from - reached > near) pieces.push(partOf(curve, reached / whole, from / whole))
    reached = Math.max(reached, to)
  }
  return pieces
}

interface Standing {
  readonly curve: Curve
  readonly reach: readonly [x0: number, x1: number, y0: number, y1: number]
}

/**
 * A curve with a box around it, so that most comparisons cost nothing. Splines cover nothing: their box is
 * empty.
 */
function standing(curve: Curve): Standing {
  if (curve.kind === 'nurbs') return { curve, reach: [Infinity, -Infinity, Infinity, -Infinity] }
  if (curve.kind === 'arc') {
    const [w, h] = [Math.hypot(curve.u[0], curve.v[0]), Math.hypot(curve.u[1], curve.v[1])]
    return { curve, reach: [curve.c[0] - w, curve.c[0] + w, curve.c[1] - h, curve.c[1] + h] }
  }
  const { a, b } = curve
  return {
    curve,
    reach: [Math.min(a[0], b[0]), Math.max(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[1], b[1])],
  }
}

type Stretch = readonly [from: number, to: number]

/** The stretches of `curve`, by length from its start, that lie on `other`. */
function coverOf(curve: Curve, other: Curve, near: number): Stretch[] {
  if (curve.kind === 'line') return other.kind === 'line' ? coverOfLine(curve, other, near) : []
  return curve.kind === 'arc' && other.kind === 'arc' ? coverOfArc(curve, other, near) : []
}

function coverOfLine({ a, b }: Line, other: Line, near: number): Stretch[] {
  const size = Math.hypot(b[0] - a[0], b[1] - a[1])
  const [dx, dy] = [(b[0] - a[0]) / size, (b[1] - a[1]) / size]
  const seen = [other.a, other.b]
    .map(([x, y]) => ({ along: (x - a[0]) * dx + (y - a[1]) * dy, off: (y - a[1]) * dx - (x - a[0]) * dy }))
    .sort((p, q) => p.along - q.along)
  const [p, q] = [seen[0]!, seen[1]!]
  const [from, to] = [Math.max(0, p.along), Math.min(size, q.along)]
  if (to <= from) return []
  const offAt = (t: number) => p.off + ((q.off - p.off) * (t - p.along)) / (q.along - p.along)
  return Math.abs(offAt(from)) <= near && Math.abs(offAt(to)) <= near ? [[from, to]] : []
}

function coverOfArc(curve: Arc, other: Arc, near: number): Stretch[] {
  const [r, s] = [radiusOf(curve), radiusOf(other)]
  if (
    r === undefined ||
    s === undefined ||
    Math.abs(r - s) > near ||
    Math.hypot(curve.c[0] - other.c[0], curve.c[1] - other.c[1]) > near
  )
    return []
  const [mine, its] = [sweepOf(curve), sweepOf(other)]
  return [-2, -1, 0, 1, 2].flatMap((turn): Stretch[] => {
    const start = its.start - mine.start + 2 * Math.PI * turn
    const [from, to] = [Math.max(0, start), Math.min(mine.angle, start + its.angle)]
    if (to <= from) return []
    return [mine.leftward ? [from * r, to * r] : [(mine.angle - to) * r, (mine.angle - from) * r]]
  })
}

/**
 * Where an arc begins when it is run through counter-clockwise, how far it goes, and whether that is its own
 * way.
 */
function sweepOf(arc: Arc): { start: number; angle: number; leftward: boolean } {
  const leftward = (arc.u[0] * arc.v[1] - arc.u[1] * arc.v[0]) * (arc.t1 - arc.t0) > 0
  const [x, y]: Point = leftward ? startOf(arc) : endOf(arc)
  return { start: Math.atan2(y - arc.c[1], x - arc.c[0]), angle: Math.abs(arc.t1 - arc.t0), leftward }
}

function partOf(curve: Curve, from: number, to: number): Curve {
  if (curve.kind === 'arc')
    return {
      ...curve,
      t0: curve.t0 + (curve.t1 - curve.t0) * from,
      t1: curve.t0 + (curve.t1 - curve.t0) * to,
    }
  if (curve.kind === 'nurbs') return curve
  const at = (t: number): Point => [
    curve.a[0] + (curve.b[0] - curve.a[0]) * t,
    curve.a[1] + (curve.b[1] - curve.a[1]) * t,
  ]
  return { kind: 'line', a: from === 0 ? curve.a : at(from), b: to === 1 ? curve.b : at(to) }
}
