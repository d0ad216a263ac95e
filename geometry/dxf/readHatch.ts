import type { Curve, Point } from '../flat/curve.ts'
import { makeNurbs } from '../flat/nurbs.ts'
import { joinCorners } from './entityCurves.ts'
import type { Pair } from './readPairs.ts'
import type { DxfRecord } from './record.ts'
import { numberOf } from './record.ts'

/** The boundary loops of a HATCH. Source: Autodesk DXF reference, "Boundary path data". */
export function readHatch(record: DxfRecord): { loops: Curve[][]; solid: boolean } {
  const start = record.pairs.findIndex(([code]) => code === 91)
  const cursor = { pairs: record.pairs, at: start + 1 }
  const count = Math.min(Number(record.pairs[start]?.[1] ?? 0), record.pairs.length)
  const loops: Curve[][] = []
  for (let i = 0; i < count && start >= 0; i++) loops.push(readLoop(cursor))
  return { loops: loops.filter((loop) => loop.length > 0), solid: numberOf(record, 70) === 1 }
}

interface Cursor {
  readonly pairs: readonly Pair[]
  at: number
}

/** The next value if it has this code; otherwise the cursor stays and the default stands. */
function take(cursor: Cursor, code: number, otherwise = 0): number {
  const pair = cursor.pairs[cursor.at]
  if (pair?.[0] !== code) return otherwise
  cursor.at++
  return Number(pair[1]) || 0
}

const takePoint = (cursor: Cursor, code: number): Point => [take(cursor, code), take(cursor, code + 10)]

function readLoop(cursor: Cursor): Curve[] {
  const flags = take(cursor, 92)
  const curves = flags & 2 ? readPolylineLoop(cursor) : readEdgeLoop(cursor)
  const sources = take(cursor, 97)
  for (let i = 0; i < sources && cursor.pairs[cursor.at]?.[0] === 330; i++) cursor.at++
  return curves
}

function readPolylineLoop(cursor: Cursor): Curve[] {
  const hasBulge = take(cursor, 72) === 1
  take(cursor, 73)
  const count = Math.min(take(cursor, 93), cursor.pairs.length)
  const corners = Array.from({ length: count }, () => ({
    at: takePoint(cursor, 10),
    bulge: hasBulge ? take(cursor, 42) : 0,
  }))
  return joinCorners(corners, true).curves
}

function readEdgeLoop(cursor: Cursor): Curve[] {
  const count = Math.min(take(cursor, 93), cursor.pairs.length)
  const curves: Curve[] = []
  for (let i = 0; i < count; i++) {
    const edge = readEdge(cursor, take(cursor, 72))
    if (edge) curves.push(edge)
  }
  return curves
}

function readEdge(cursor: Cursor, kind: number): Curve | undefined {
  if (kind === 1) return { kind: 'line', a: takePoint(cursor, 10), b: takePoint(cursor, 11) }
  if (kind === 2) {
    const c = takePoint(cursor, 10)
    const r = take(cursor, 40)
    return turned({ c, u: [r, 0], v: [0, r] }, cursor)
  }
  if (kind === 3) {
    const c = takePoint(cursor, 10)
    const u = takePoint(cursor, 11)
    const ratio = take(cursor, 40, 1)
    return turned({ c, u, v: [-u[1] * ratio, u[0] * ratio] }, cursor)
  }
  return kind === 4 ? readSplineEdge(cursor) : undefined
}

/** A clockwise edge counts its angles the other way round. */
function turned(frame: { c: Point; u: Point; v: Point }, cursor: Cursor): Curve {
  const [t0, t1] = [(take(cursor, 50) * Math.PI) / 180, (take(cursor, 51, 360) * Math.PI) / 180]
  const sign = take(cursor, 73, 1) === 1 ? 1 : -1
  return { kind: 'arc', ...frame, t0: sign * t0, t1: sign * t1 }
}

function readSplineEdge(cursor: Cursor): Curve | undefined {
  const degree = take(cursor, 94, 3)
  const rational = take(cursor, 73) === 1
  const periodic = take(cursor, 74) === 1
  const [knotCount, pointCount] = [take(cursor, 95), take(cursor, 96)].map((n) =>
    Math.min(n, cursor.pairs.length),
  ) as [number, number]
  const knots = Array.from({ length: knotCount }, () => take(cursor, 40))
  const weights: number[] = []
  const points = Array.from({ length: pointCount }, () => {
    const point = takePoint(cursor, 10)
    if (rational) weights.push(take(cursor, 42, 1))
    return point
  })
  while ([97, 11, 21, 12, 22, 13, 23].includes(cursor.pairs[cursor.at]?.[0] ?? -1) && !endsLoop(cursor))
    cursor.at++
  return makeNurbs({ degree, knots, points, weights, periodic })
}

/**
 * Group 97 counts fit points inside a spline edge and source objects at the end of a loop: there 330 or 92
 * follows.
 */
function endsLoop({ pairs, at }: Cursor): boolean {
  const next = pairs[at + 1]?.[0] ?? -1
  return pairs[at]?.[0] === 97 && next !== 11 && next !== 72 && next !== 97
}
