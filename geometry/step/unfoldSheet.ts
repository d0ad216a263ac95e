import type { Curve, Point } from '../flat/curve.ts'
import type { Face } from './face.ts'
import type { Sheet, SheetBend } from './findSheet.ts'
import type { Edge } from './readEdges.ts'
import type { Vector } from './vector.ts'
import { cross, dot, length, normalise, offAxis, scale, subtract } from './vector.ts'

export interface FlatPattern {
  readonly lines: readonly Curve[]
  readonly bends: readonly {
    readonly a: Point
    readonly b: Point
    readonly angle_deg: number
    readonly radius_mm: number
  }[]
  readonly length_mm: number
  readonly width_mm: number
  readonly k_factor: number
}

/**
 * Where the neutral line lies in a bend, as a share of the thickness. Source: DIN 6935, k = 0.65 + 0.5 lg(r /
 * s) up to r / s = 5, counted there from the middle (hence the half).
 */
export const kFactorFor = (radius: number, thickness: number): number =>
  radius / thickness > 5
    ? 0.5
    : Math.max(0.05, Math.min(1, 0.65 + 0.5 * Math.log10(Math.max(radius / thickness, 1e-3)))) / 2

/** Lays 3D points of one plane into the flat. */
interface Frame {
  readonly origin: Vector
  readonly at: Point
  readonly x: Vector
  readonly y: Vector
  readonly X: Point
  readonly Y: Point
}

/**
 * Unrolls one skin onto a plane, from the largest flange over the bends: an angle A of inner radius r becomes
 * a strip A (r + K t) wide. Closed when a flange would lie in two places, as in a
 * tube; undefined when one cannot be reached over bends, for then the part is not a simple bent sheet.
 */
export function unfoldSheet({
  faces,
  edges,
  sheet,
  kFactor,
}: {
  faces: readonly Face[]
  edges: readonly (readonly Edge[])[]
  sheet: Sheet
  kFactor?: number | undefined
}): FlatPattern | 'closed' | undefined {
  const base = [...sheet.skin].sort((a, b) => b.area - a.area)[0]
  if (!base) return undefined
  const owners = new Map<number, Face[]>()
  for (const face of faces)
    for (const { id } of edges[face.index]!) owners.set(id, [...(owners.get(id) ?? []), face])
  const bendOf = new Map<Face, SheetBend>(
    sheet.bends.flatMap((b) => [
      [b.inner, b],
      [b.outer, b],
    ]),
  )
  const x = normalise(longestDirection(edges[base.index]!) ?? perpendicular(base.plane!.normal))
  const frames = new Map<Face, Frame>([
    [base, { origin: base.centre, at: [0, 0], x, y: cross(base.plane!.normal, x), X: [1, 0], Y: [0, 1] }],
  ])
  const lines: Curve[] = []
  const bends: FlatPattern['bends'][number][] = []
  const crossed = new Set<SheetBend>()
  const queue: Face[] = [base]
  let k = kFactor ?? kFactorFor(sheet.bends[0]?.radius ?? sheet.thickness, sheet.thickness)
  for (let face = queue.shift(); face; face = queue.shift()) {
    const frame = frames.get(face)!
    for (const edge of edges[face.index]!) {
      const next = owners.get(edge.id)!.find((f) => f !== face && bendOf.has(f))
      const bend = next && bendOf.get(next)
      if (!next || !bend) {
        lines.push(...polyline(edge.points.map((p) => lay(frame, p))))
        continue
      }
      if (crossed.has(bend)) continue
      crossed.add(bend)
      k = kFactor ?? kFactorFor(bend.radius, sheet.thickness)
      const strip = bend.angle * (bend.radius + k * sheet.thickness)
      const roll = rollOut(face, frame, edge, next, strip)
      const far = edges[next.index]!.map((e) => ({
        e,
        flange: owners.get(e.id)!.find((f) => f !== next && f !== face && sheet.skin.includes(f)),
      })).find((o) => o.flange)
      for (const other of edges[next.index]!)
        if (other.id !== edge.id && other !== far?.e) lines.push(...polyline(other.points.map(roll.lay)))
      const middle = edge.points.map((p) => add2(lay(frame, p), scale2(roll.out, strip / 2)))
      bends.push({
        a: middle[0]!,
        b: middle.at(-1)!,
        angle_deg: (bend.angle * 180) / Math.PI,
        radius_mm: bend.radius,
      })
      if (!far?.flange) continue
      const laid = roll.frameOf(far.flange, far.e)
      const before = frames.get(far.flange)
      if (before && distance(lay(before, far.flange.centre), lay(laid, far.flange.centre)) > 0.1)
        return 'closed'
      if (before) continue
      frames.set(far.flange, laid)
      queue.push(far.flange)
    }
  }
  const opposite = sheet.skin.filter((f) => !frames.has(f)).reduce((sum, f) => sum + f.area, 0)
  const laid = [...frames.keys()].reduce((sum, f) => sum + f.area, 0)
  if (opposite > laid * 1.25 || crossed.size < sheet.bends.length) return undefined
  const points = lines.flatMap((l) => (l.kind === 'line' ? [l.a, l.b] : []))
  const [width_mm, length_mm] = smallestBox(points, lines)
  return { lines, bends, length_mm, width_mm, k_factor: Math.round(k * 1e4) / 1e4 }
}

/**
 * Laying the bend face and the flange behind it: along the edge nothing changes, across it the arc is
 * stretched.
 */
function rollOut(face: Face, frame: Frame, edge: Edge, bendFace: Face, strip: number) {
  const cylinder = bendFace.cylinder!
  const { axis } = cylinder
  const start = edge.points[0]!
  const along = axis.direction
  const outward = normalise(cross(face.plane!.normal, along))
  const heading =
    dot(subtract(bendFace.samples[12]!.point, start), outward) > 0 ? outward : scale(outward, -1)
  const flat = (v: Vector): Point => add2(scale2(frame.X, dot(v, frame.x)), scale2(frame.Y, dot(v, frame.y)))
  const [D, W] = [flat(along), flat(heading)]
  const first = normalise(offAxis(axis, start))
  const at0 = lay(frame, start)
  const layPoint = (p: Vector): Point => {
    const arm = normalise(offAxis(axis, p))
    const angle = Math.atan2(length(cross(first, arm)), dot(first, arm))
    return add2(
      add2(at0, scale2(D, dot(subtract(p, start), along))),
      scale2(W, (angle / cylinder.span) * strip),
    )
  }
  return {
    lay: layPoint,
    out: W,
    frameOf(flange: Face, tangent: Edge): Frame {
      const q = tangent.points[0]!
      const away = normalise(cross(flange.plane!.normal, along))
      const y = dot(subtract(flange.centre, q), away) > 0 ? away : scale(away, -1)
      const at = add2(add2(at0, scale2(D, dot(subtract(q, start), along))), scale2(W, strip))
      return { origin: q, at, x: along, y, X: D, Y: W }
    },
  }
}

function lay({ origin, at, x, y, X, Y }: Frame, p: Vector): Point {
  const w = subtract(p, origin)
  return add2(add2(at, scale2(X, dot(w, x))), scale2(Y, dot(w, y)))
}

function longestDirection(edges: readonly Edge[]): Vector | undefined {
  const straight = edges.filter((e) => e.points.length === 2).map((e) => subtract(e.points[1]!, e.points[0]!))
  return straight.sort((a, b) => length(b) - length(a))[0]
}

const perpendicular = (n: Vector): Vector =>
  Math.abs(n[0]) < 0.9 ? cross(n, [1, 0, 0]) : cross(n, [0, 1, 0])

/** The smallest rectangle has a side along some straight edge, or nearly; longer side first. */
function smallestBox(points: readonly Point[], lines: readonly Curve[]): [width: number, length: number] {
  const angles = new Set([0])
  for (const l of lines.slice(0, 400))
    if (l.kind === 'line')
      angles.add(Math.round((Math.atan2(l.b[1] - l.a[1], l.b[0] - l.a[0]) % (Math.PI / 2)) * 1e4) / 1e4)
  let best: [number, number] = [Infinity, Infinity]
  for (const angle of angles) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity]
    for (const [x, y] of points) {
      const [u, v] = [x * c + y * s, y * c - x * s]
      x0 = Math.min(x0, u)
      x1 = Math.max(x1, u)
      y0 = Math.min(y0, v)
      y1 = Math.max(y1, v)
    }
    const sides: [number, number] = [x1 - x0, y1 - y0]
    if (sides[0] * sides[1] < best[0] * best[1] - 1e-9) best = sides
  }
  return [Math.min(...best), Math.max(...best)].map((s) => Math.round(s * 1e4) / 1e4) as [number, number]
}

const polyline = (points: readonly Point[]): Curve[] =>
  points.slice(1).map((b, i) => ({ kind: 'line', a: points[i]!, b }))
const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
const add2 = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1]]
const scale2 = (a: Point, k: number): Point => [a[0] * k, a[1] * k]
