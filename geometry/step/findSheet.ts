import type { Bend } from '../measurement.ts'
import type { CylinderFace, Face } from './face.ts'
import { pointOnAxis } from './face.ts'
import { cross, dot, length, sameLine, scale, subtract } from './vector.ts'

export interface SheetBend {
  readonly inner: Face
  readonly outer: Face
  readonly angle: number
  readonly radius: number
  readonly length: number
}

export interface Sheet {
  /** As modelled, unrounded: the cut length divides a small difference of large areas by it. */
  readonly thickness: number
  /** Part of the surface that lies on the two skins. */
  readonly share: number
  readonly skin: readonly Face[]
  readonly bends: readonly SheetBend[]
}

/** Thicker than this nobody calls it sheet. */
const thickest_mm = 30

/**
 * Sheet metal has two skins one thickness apart. Opposite planes with material between vote for their
 * distance by area; coaxial cylinders that distance apart are bends. The skins must hold 60 % of the surface
 * and the body must be at least twice as long and as wide as it is thick, or a block would be sheet too.
 */
export function findSheet(faces: readonly Face[], box: readonly number[]): Sheet | undefined {
  const total = faces.reduce((sum, f) => sum + f.area, 0)
  const best = voteThickness(faces)
  if (best === undefined) return undefined
  const { thickness, skin } = best
  const bends = findBends(faces, thickness, skin)
  const bent = bends.flatMap((b) => [b.inner, b.outer])
  const share = [...skin, ...bent].reduce((sum, f) => sum + f.area, 0) / total
  const [, middle, longest] = [...box].sort((a, b) => a - b) as [number, number, number]
  if (bends.length === 0 && !allParallel(best.skin)) return undefined
  if (share < 0.6 || longest < 2 * thickness || middle < 2 * thickness) return undefined
  return { thickness, share, skin: [...skin], bends }
}

/** Without bends only one flat plate is sheet; flanges that meet in a sharp corner are an angle section. */
const allParallel = (skin: ReadonlySet<Face>): boolean => {
  const [first] = skin
  return [...skin].every((f) => Math.abs(dot(f.plane!.normal, first!.plane!.normal)) > 1 - 1e-6)
}

function voteThickness(faces: readonly Face[]): { thickness: number; skin: Set<Face> } | undefined {
  const planes = faces.filter((f) => f.plane)
  const votes = new Map<number, { area: number; sum: number; skin: Set<Face> }>()
  for (const [i, a] of planes.entries())
    for (const b of planes.slice(i + 1)) {
      if (dot(a.plane!.normal, b.plane!.normal) > -1 + 1e-6) continue
      const distance = a.plane!.offset + b.plane!.offset
      if (distance < 0.05 || distance > thickest_mm || !overlap(a, b)) continue
      const key = Math.round(distance * 100)
      const vote = votes.get(key) ?? { area: 0, sum: 0, skin: new Set() }
      const weight = Math.min(a.area, b.area)
      votes.set(key, {
        area: vote.area + weight,
        sum: vote.sum + weight * distance,
        skin: vote.skin.add(a).add(b),
      })
    }
  const [winner] = [...votes.values()].sort((a, b) => b.area - a.area)
  return winner && { thickness: winner.sum / winner.area, skin: winner.skin }
}

/** Their middles lie nearer to each other, along the plane, than the larger is wide. */
function overlap(a: Face, b: Face): boolean {
  const d = subtract(a.centre, b.centre)
  const across = dot(d, a.plane!.normal)
  const sideways = Math.sqrt(Math.max(0, dot(d, d) - across * across))
  return sideways <= Math.sqrt(Math.max(a.area, b.area))
}

function findBends(faces: readonly Face[], thickness: number, skin: ReadonlySet<Face>): SheetBend[] {
  const cylinders = faces.filter((f) => f.cylinder && f.cylinder.span < 6.1)
  const outers = new Set(cylinders.filter((f) => !f.cylinder!.concave))
  const bends: SheetBend[] = []
  for (const inner of cylinders) {
    const c = inner.cylinder!
    if (!c.concave || isCornerOfPlate(c, thickness, skin)) continue
    const outer = [...outers].find((f) => isOuterSide(f.cylinder!, c, thickness) && near(f, inner, thickness))
    if (!outer) continue
    outers.delete(outer)
    bends.push({ inner, outer, angle: c.span, radius: c.radius, length: c.to - c.from })
  }
  return bends
}

const isOuterSide = (outer: CylinderFace, inner: CylinderFace, thickness: number): boolean =>
  Math.abs(outer.radius - inner.radius - thickness) <= 0.02 * thickness + 0.005 &&
  Math.abs(outer.span - inner.span) < 0.05 &&
  sameLine(inner.axis, outer.axis, 0.01)

/** The middles of the two faces are a thickness apart, give or take. */
const near = (a: Face, b: Face, thickness: number): boolean =>
  length(subtract(a.samples[12]!.point, b.samples[12]!.point)) <= thickness * 1.5 + 0.01

/** A rounded corner of a cut-out stands across the sheet and is one thickness high; a bend lies along it. */
const isCornerOfPlate = (c: CylinderFace, thickness: number, skin: ReadonlySet<Face>): boolean =>
  Math.abs(c.to - c.from - thickness) < 0.05 * thickness &&
  [...skin].some((f) => Math.abs(dot(f.plane!.normal, c.axis.direction)) > 0.999 && liesIn(c, f))

const liesIn = (c: CylinderFace, f: Face): boolean =>
  [c.from, c.to].some((t) => Math.abs(dot(pointOnAxis(c.axis, t), f.plane!.normal) - f.plane!.offset) < 1e-3)

/**
 * Pieces of one bend (a hole or a notch cuts it) are one: same axis, radius and angle, as the press brake
 * sees it.
 */
export function groupBends(bends: readonly SheetBend[]): Bend[] {
  const lines: SheetBend[][] = []
  for (const bend of bends) {
    const known = lines.find(
      ([first]) =>
        sameLine(first!.inner.cylinder!.axis, bend.inner.cylinder!.axis, 0.01) &&
        Math.abs(first!.radius - bend.radius) < 0.01 &&
        Math.abs(first!.angle - bend.angle) < 0.02 &&
        sameSide(first!, bend),
    )
    if (known) known.push(bend)
    else lines.push([bend])
  }
  const groups = new Map<string, Bend>()
  for (const pieces of lines) {
    const bend = {
      angle_deg: round((pieces[0]!.angle * 180) / Math.PI),
      radius_mm: round(pieces[0]!.radius),
      length_mm: round(lengthAlong(pieces)),
    }
    const key = Object.values(bend).join(' ')
    groups.set(key, { ...bend, count: (groups.get(key)?.count ?? 0) + 1 })
  }
  return [...groups.values()]
}

/** A hole in a bend does not shorten it: gaps smaller than the pieces beside them are bridged. */
function lengthAlong(pieces: readonly SheetBend[]): number {
  const { axis } = pieces[0]!.inner.cylinder!
  const placed = pieces
    .map(({ inner: { cylinder } }) => {
      const ends = [cylinder!.from, cylinder!.to].map((t) =>
        dot(subtract(pointOnAxis(cylinder!.axis, t), axis.origin), axis.direction),
      )
      return { from: Math.min(...ends), to: Math.max(...ends) }
    })
    .sort((a, b) => a.from - b.from)
  return placed.reduce((sum, { from, to }, i) => {
    const before = placed[i - 1]
    const gap = before ? from - before.to : Infinity
    return (
      sum + (to - from) + (before && gap > 0 && gap <= Math.min(to - from, before.to - before.from) ? gap : 0)
    )
  }, 0)
}

function sameSide(a: SheetBend, b: SheetBend): boolean {
  const arm = ({ inner }: SheetBend) => {
    const { axis } = inner.cylinder!
    const w = subtract(inner.samples[12]!.point, axis.origin)
    return subtract(w, scale(axis.direction, dot(w, axis.direction)))
  }
  const [p, q] = [arm(a), arm(b)]
  return dot(p, q) > 0 && length(cross(p, q)) < 0.02 * dot(p, q)
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4
