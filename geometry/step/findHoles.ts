import type { Hole } from '../measurement.ts'
import type { CylinderFace, Face } from './face.ts'
import { pointOnAxis } from './face.ts'
import type { Axis } from './vector.ts'
import { dot, length, offAxis, sameLine, subtract } from './vector.ts'

/** A full concave cylinder, possibly made of several faces. */
export interface Bore {
  readonly axis: Axis
  readonly radius: number
  readonly from: number
  readonly to: number
}

/**
 * Every round bore of the body. The two cylinders of a counterbore are two holes; a bore is through when
 * nothing narrows it at either end: no floor, no drill tip, no ledge.
 */
export function findHoles(faces: readonly Face[]): Hole[] {
  const groups = new Map<string, Hole>()
  for (const bore of findBores(faces)) {
    const through = !isClosed(faces, bore, bore.from, 1) && !isClosed(faces, bore, bore.to, -1)
    const [diameter_mm, depth_mm] = [round(2 * bore.radius), round(bore.to - bore.from)]
    const key = `${diameter_mm} ${depth_mm} ${through}`
    groups.set(key, { diameter_mm, depth_mm, through, count: (groups.get(key)?.count ?? 0) + 1 })
  }
  return [...groups.values()].sort(
    (a, b) => a.diameter_mm - b.diameter_mm || (a.depth_mm ?? 0) - (b.depth_mm ?? 0),
  )
}

export function findBores(faces: readonly Face[]): Bore[] {
  const pieces = faces.flatMap(({ cylinder }) => (cylinder?.concave ? [cylinder] : []))
  const bores: Bore[] = []
  const used = new Set<CylinderFace>()
  for (const first of pieces) {
    if (used.has(first)) continue
    const own = pieces.filter(
      (p) =>
        !used.has(p) &&
        Math.abs(p.radius - first.radius) <= 1e-3 * first.radius &&
        sameLine(first.axis, p.axis, 1e-3 * first.radius + 1e-4),
    )
    for (const run of splitRuns(own, first.axis)) {
      for (const { piece } of run) used.add(piece)
      const [from, to] = [Math.min(...run.map((r) => r.from)), Math.max(...run.map((r) => r.to))]
      const turned =
        run.reduce((sum, { piece }) => sum + piece.span * (piece.to - piece.from), 0) / (to - from || 1)
      const widest = Math.max(...run.map(({ piece }) => piece.span))
      if (turned >= 2 * Math.PI * 0.995 || widest >= 2 * Math.PI * 0.999)
        bores.push({ axis: first.axis, radius: first.radius, from, to })
    }
    used.add(first)
  }
  return joinAcross(bores)
}

/** A bore that another one crosses is drilled in one go: its pieces on either side are one hole. */
function joinAcross(bores: readonly Bore[]): Bore[] {
  const joined: Bore[] = []
  for (const bore of bores) {
    const i = joined.findIndex(
      (other) => alike(other, bore) && bores.some((crossing) => crosses(crossing, other, bore)),
    )
    if (i < 0) {
      joined.push(bore)
      continue
    }
    const [a, b] = [stretchOf(joined[i]!, joined[i]!.axis), stretchOf(bore, joined[i]!.axis)]
    joined[i] = { ...joined[i]!, from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
  }
  return joined
}

const alike = (a: Bore, b: Bore): boolean =>
  Math.abs(a.radius - b.radius) <= 1e-3 * a.radius && sameLine(a.axis, b.axis, 1e-3 * a.radius + 1e-4)

/** The axis of `other` comes near, inside its own radius, where nothing is between the two pieces. */
function crosses(other: Bore, a: Bore, b: Bore): boolean {
  const { axis } = a
  const turn = dot(axis.direction, other.axis.direction)
  if (Math.abs(turn) > 0.99 || other.radius < a.radius * 0.999) return false
  const w = subtract(other.axis.origin, axis.origin)
  const along = (dot(w, axis.direction) - turn * dot(w, other.axis.direction)) / (1 - turn * turn)
  const itsAlong = turn * along - dot(w, other.axis.direction)
  const apart = length(subtract(pointOnAxis(axis, along), pointOnAxis(other.axis, itsAlong)))
  const [p, q] = [stretchOf(a, axis), stretchOf(b, axis)].sort((s, t) => s.from - t.from) as [
    Stretch,
    Stretch,
  ]
  const reach = other.radius / Math.sqrt(1 - turn * turn)
  return (
    apart < other.radius &&
    along > p.to - 1e-3 &&
    along < q.from + 1e-3 &&
    q.from - p.to < 2.01 * (reach + a.radius) &&
    itsAlong > other.from - 2.01 * reach &&
    itsAlong < other.to + 2.01 * reach
  )
}

interface Stretch {
  readonly from: number
  readonly to: number
}

const stretchOf = (bore: Bore, axis: Axis): Stretch => {
  const ends = [bore.from, bore.to].map((t) =>
    dot(subtract(pointOnAxis(bore.axis, t), axis.origin), axis.direction),
  )
  return { from: Math.min(...ends), to: Math.max(...ends) }
}

interface Placed {
  readonly piece: CylinderFace
  readonly from: number
  readonly to: number
}

/** Pieces on one axis that touch or overlap along it; two lugs with a gap are two bores. */
function splitRuns(pieces: readonly CylinderFace[], axis: Axis): Placed[][] {
  const placed = pieces
    .map((piece) => {
      const ends = [piece.from, piece.to].map((t) =>
        dot(subtract(pointOnAxis(piece.axis, t), axis.origin), axis.direction),
      )
      return { piece, from: Math.min(...ends), to: Math.max(...ends) }
    })
    .sort((a, b) => a.from - b.from)
  const runs: Placed[][] = []
  let reach = -Infinity
  for (const item of placed) {
    if (item.from > reach + 1e-3) runs.push([item])
    else runs.at(-1)!.push(item)
    reach = Math.max(reach, item.to)
  }
  return runs
}

/**
 * Something at this end lies inside the bore: its floor, a ledge, a tip. `inward` is the way into the bore.
 */
function isClosed(
  faces: readonly Face[],
  { axis, radius, from, to }: Bore,
  end: number,
  inward: 1 | -1,
): boolean {
  const near = Math.max(1e-3, (to - from) * 1e-4)
  return faces.some((face) => {
    const at = (point: Face['centre']) => dot(subtract(point, axis.origin), axis.direction)
    const disc = Math.PI * radius * radius * 1.001
    if (face.area > disc * 40) return false
    if (face.plane) {
      return (
        dot(face.plane.normal, axis.direction) * inward > 0.999 &&
        Math.abs(at(face.centre) - end) < near &&
        face.area <= disc &&
        length(offAxis(axis, face.centre)) < radius * 0.999
      )
    }
    if (face.cylinder) return false
    const along = face.samples.map((s) => at(s.point))
    const [low, high] = [Math.min(...along), Math.max(...along)]
    const touches = inward > 0 ? Math.abs(high - end) < near : Math.abs(low - end) < near
    const farthest = Math.max(...face.samples.map((s) => length(offAxis(axis, s.point))))
    return (
      touches && farthest <= radius * 1.001 && length(offAxis(axis, face.samples[12]!.point)) < radius * 0.999
    )
  })
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4
