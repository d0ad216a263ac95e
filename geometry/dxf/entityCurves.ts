import type { Affine, Curve, Point } from '../flat/curve.ts'
import { bulgeArc, circle, identity, mapCurve } from '../flat/curve.ts'
import { makeNurbs, throughPoints } from '../flat/nurbs.ts'
import type { DxfRecord } from './record.ts'
import { numberOf, numbersOf, pointsOf } from './record.ts'

export interface EntityCurves {
  readonly curves: Curve[]
  readonly closed: boolean
}

/** The curves of one entity in world coordinates, seen from above; undefined for what draws no outline. */
export function entityCurves(record: DxfRecord): EntityCurves | undefined {
  const read = readers[record.type]
  if (!read) return undefined
  const found = read(record)
  if (!inObjectFrame.has(record.type)) return found
  const frame = objectFrame(record)
  return frame === identity
    ? found
    : { ...found, curves: found.curves.map((curve) => mapCurve(frame, curve)) }
}

const readers: Readonly<Record<string, (record: DxfRecord) => EntityCurves>> = {
  LINE: (r) => open([{ kind: 'line', a: pointsOf(r, 10)[0] ?? [0, 0], b: pointsOf(r, 11)[0] ?? [0, 0] }]),
  CIRCLE: (r) => ({
    curves: [circle(pointsOf(r, 10)[0] ?? [0, 0], Math.abs(numberOf(r, 40)))],
    closed: true,
  }),
  ARC: readArc,
  ELLIPSE: readEllipse,
  LWPOLYLINE: readLwPolyline,
  POLYLINE: readPolyline,
  SPLINE: readSpline,
  SOLID: readSolid,
  TRACE: readSolid,
}

/**
 * Entities whose coordinates are in the object system of their extrusion. Source: Autodesk DXF reference,
 * "OCS".
 */
const inObjectFrame = new Set(['CIRCLE', 'ARC', 'LWPOLYLINE', 'POLYLINE', 'SOLID', 'TRACE'])

const open = (curves: Curve[]): EntityCurves => ({ curves, closed: false })

/** Object to world coordinates by the arbitrary axis algorithm, projected on the drawing plane. */
export function objectFrame(record: DxfRecord): Affine {
  const n = [numberOf(record, 210, 0), numberOf(record, 220, 0), numberOf(record, 230, 1)] as const
  const length = Math.hypot(...n)
  if (length === 0 || (n[0] === 0 && n[1] === 0 && n[2] > 0)) return identity
  const [nx, ny, nz] = [n[0] / length, n[1] / length, n[2] / length]
  const nearZ = Math.abs(nx) < 1 / 64 && Math.abs(ny) < 1 / 64
  const [ax, ay, az] = nearZ ? [nz, 0, -nx] : [-ny, nx, 0]
  const size = Math.hypot(ax, ay, az)
  const x = [ax / size, ay / size, az / size] as const
  const y = [ny * x[2] - nz * x[1], nz * x[0] - nx * x[2]] as const
  const elevation = record.type === 'LWPOLYLINE' ? numberOf(record, 38) : numberOf(record, 30)
  return [x[0], x[1], y[0], y[1], nx * elevation, ny * elevation]
}

function readArc(record: DxfRecord): EntityCurves {
  const degrees = Math.PI / 180
  const t0 = numberOf(record, 50) * degrees
  const full = circle(pointsOf(record, 10)[0] ?? [0, 0], Math.abs(numberOf(record, 40)))
  return open([{ ...full, t0, t1: upTo(t0, numberOf(record, 51, 360) * degrees) }])
}

function readEllipse(record: DxfRecord): EntityCurves {
  const u = pointsOf(record, 11)[0] ?? [1, 0]
  const ratio = numberOf(record, 40, 1) * (numberOf(record, 230, 1) < 0 ? -1 : 1)
  const t0 = numberOf(record, 41, 0)
  const t1 = upTo(t0, numberOf(record, 42, 2 * Math.PI))
  const arc: Curve = {
    kind: 'arc',
    c: pointsOf(record, 10)[0] ?? [0, 0],
    u,
    v: [-u[1] * ratio, u[0] * ratio],
    t0,
    t1,
  }
  return { curves: [arc], closed: Math.abs(t1 - t0 - 2 * Math.PI) < 1e-9 }
}

/**
 * The end angle brought to at most one turn after the start; equal ends, or a turn written with few digits,
 * mean a full turn.
 */
function upTo(t0: number, t1: number): number {
  const turn = 2 * Math.PI
  if (Math.abs(Math.abs(t1 - t0) - turn) < 1e-4) return t0 + turn
  const span = (((t1 - t0) % turn) + turn) % turn
  return t0 + (span < 1e-12 ? turn : span)
}

interface Corner {
  at: [number, number]
  bulge: number
}

function readLwPolyline(record: DxfRecord): EntityCurves {
  const corners: Corner[] = []
  for (const [code, raw] of record.pairs) {
    const value = Number.isFinite(Number(raw)) ? Number(raw) : 0
    if (code === 10) corners.push({ at: [value, 0], bulge: 0 })
    else if (code === 20 && corners.length) corners.at(-1)!.at[1] = value
    else if (code === 42 && corners.length) corners.at(-1)!.bulge = value
  }
  return joinCorners(corners, (numberOf(record, 70) & 1) === 1)
}

function readPolyline(record: DxfRecord): EntityCurves {
  const flags = numberOf(record, 70)
  if (flags & (16 | 64)) return open([])
  const corners = (record.children ?? [])
    .filter((vertex) => vertex.type === 'VERTEX' && !(numberOf(vertex, 70) & 16))
    .map((vertex): Corner => ({
      at: [...(pointsOf(vertex, 10)[0] ?? [0, 0])] as [number, number],
      bulge: numberOf(vertex, 42),
    }))
  return joinCorners(corners, (flags & 1) === 1)
}

export function joinCorners(corners: readonly { at: Point; bulge: number }[], closed: boolean): EntityCurves {
  const curves: Curve[] = []
  const last = closed ? corners.length : corners.length - 1
  for (let i = 0; i < last; i++) {
    const [from, to] = [corners[i]!, corners[(i + 1) % corners.length]!]
    if (from.at[0] === to.at[0] && from.at[1] === to.at[1]) continue
    curves.push(bulgeArc(from.at, to.at, from.bulge))
  }
  return { curves, closed: closed && curves.length > 0 }
}

function readSpline(record: DxfRecord): EntityCurves {
  const flags = numberOf(record, 70)
  const points = pointsOf(record, 10)
  const curve =
    points.length > 0
      ? makeNurbs({
          degree: numberOf(record, 71, 3),
          knots: numbersOf(record, 40),
          points,
          weights: numbersOf(record, 41),
          periodic: (flags & 3) !== 0,
        })
      : throughPoints(pointsOf(record, 11), (flags & 3) !== 0)
  return open(curve ? [curve] : [])
}

/** A SOLID is written in a zigzag: the third and fourth corners change places. */
function readSolid(record: DxfRecord): EntityCurves {
  const [a, b, c, d] = [10, 11, 12, 13].map((code) => pointsOf(record, code)[0])
  if (!a || !b || !c) return open([])
  return joinCorners(
    [a, b, d ?? c, c].map((at) => ({ at, bulge: 0 })),
    true,
  )
}
