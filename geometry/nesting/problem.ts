import {
  contoursOf,
  orientations_default,
  type NestInstance,
  type NestItem,
  type Placement,
} from './instance.ts'
import { boxOf, cleanRing, hullArea, moveRing, signedArea, turnRing, type Ring } from './ring.ts'
import { findPoles, turnPoles, type Poles } from './poles.ts'
import { inflateRings } from './inflate.ts'
import { simplifyRing, sizeOf } from './simplify.ts'

/** A part turned one allowed way, its box moved to the origin, widened by half the gap. */
export interface OrientedShape {
  /** Outer contour counter-clockwise, then the holes, also counter-clockwise. */
  rings: Ring[]
  width: number
  height: number
  area: number
  hull: number
  diameter: number
  poles: Poles
}

/** One way to lay a part: which shape, and what brings the corner of its box back to the part's origin. */
export interface Option {
  shape: number
  rotation: number
  dx: number
  dy: number
}

export interface Piece {
  item: number
  /** As drawn, without gap. */
  area: number
  options: Option[]
}

export interface Problem {
  shapes: OrientedShape[]
  /** One entry for every piece demanded. */
  pieces: Piece[]
  /** Area of all pieces as drawn, without gap. */
  area: number
  /** What the box of a widened part keeps from the edge: margin minus half the gap. */
  inset: number
}

/** A contour with more corners than this is simplified for the search and widened by what that may cost. */
const corners_plain = 120
/** As a share of the part's diagonal. */
const simplify_share = 0.0005

/**
 * Contours of each item as the search sees them: widened by half the gap. Plain data, made once and handed to
 * the threads.
 */
export async function widenItems(instance: NestInstance): Promise<Ring[][]> {
  return Promise.all(
    instance.items.map((item) => {
      const drawn = drawnRings(item)
      const half = (instance.gap ?? 0) / 2
      if (drawn.reduce((sum, ring) => sum + ring.length / 2, 0) <= corners_plain)
        return inflateRings(drawn, half)
      const by = simplify_share * sizeOf(drawn[0]!)
      return inflateRings(
        drawn.map((ring) => simplifyRing(ring, by)),
        half + by,
      )
    }),
  )
}

function drawnRings(item: NestItem): Ring[] {
  const { outer, inner } = contoursOf(item.shape)
  return [cleanRing(outer), ...inner.map(cleanRing).filter((ring) => ring.length >= 6)]
}

/**
 * Tables grow with the square of the number of oriented shapes, so many different parts get fewer turns each.
 */
const shapes_max = 1600

/** Oriented shapes that coincide (a square turned by 90 degrees, two like parts) become one. */
export function readProblem(instance: NestInstance, widened: Ring[][]): Problem {
  const half = (instance.gap ?? 0) / 2
  const problem: Problem = { shapes: [], pieces: [], area: 0, inset: (instance.margin ?? 0) - half }
  const turns_max = Math.max(1, Math.floor(shapes_max / instance.items.length))
  instance.items.forEach((item, index) => {
    const drawn = drawnRings(item)
    const area = netArea(drawn)
    const ways = (item.allowed_orientations ?? orientations_default)
      .map((rotation) => ({ rotation, box: boxOf(turnRing(drawn[0]!, rotation)) }))
      .filter(({ box }) =>
        fitsSomewhere(instance, problem.inset, box.x1 - box.x0 + 2 * half, box.y1 - box.y0 + 2 * half),
      )
    const poles = findPoles(widened[index]!)
    const options: Option[] = []
    for (const { rotation, box } of ways) {
      if (options.length >= turns_max) break
      // The box is the drawn one and half the gap, exactly; round corners may stick out of it by their
      // flattening, which matters to nobody: parts whose boxes are apart keep the gap.
      const dx = half - box.x0,
        dy = half - box.y0
      const rings = widened[index]!.map((ring) => moveRing(turnRing(ring, rotation), dx, dy))
      const shape = findOrAdd(
        problem.shapes,
        rings,
        () => turnPoles(poles, rotation, dx, dy),
        box.x1 - box.x0 + 2 * half,
        box.y1 - box.y0 + 2 * half,
      )
      if (!options.some((o) => o.shape === shape)) options.push({ shape, rotation, dx, dy })
    }
    for (let k = 0; k < item.demand; k++) problem.pieces.push({ item: item.id, area, options })
    problem.area += item.demand * area
  })
  return problem
}

function fitsSomewhere(instance: NestInstance, inset: number, width: number, height: number): boolean {
  const bins = instance.sheets ?? [{ width: Infinity, height: instance.strip_height! }]
  return bins.some(
    (bin) =>
      width <= (bin.width - 2 * inset) * (1 + 1e-12) && height <= (bin.height - 2 * inset) * (1 + 1e-12),
  )
}

/** The ways to lay a piece on a strip of the stated inner height; what is too high by rounding only, fits. */
export function optionsWithin(problem: Problem, piece: Piece, height: number): Option[] {
  return piece.options.filter((o) => problem.shapes[o.shape]!.height <= height * (1 + 1e-12))
}

function netArea(rings: Ring[]): number {
  return rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * signedArea(ring), 0)
}

function findOrAdd(
  shapes: OrientedShape[],
  rings: Ring[],
  poles: () => Poles,
  width: number,
  height: number,
): number {
  const tolerance = 1e-9 * Math.max(width, height)
  const known = shapes.findIndex(
    (s) => s.rings.length === rings.length && s.rings.every((r, i) => sameRing(r, rings[i]!, tolerance)),
  )
  if (known >= 0) return known
  shapes.push({
    rings,
    width,
    height,
    area: netArea(rings),
    hull: hullArea(rings[0]!),
    diameter: diameterOf(rings[0]!),
    poles: poles(),
  })
  return shapes.length - 1
}

function sameRing(a: Ring, b: Ring, tolerance: number): boolean {
  if (a.length !== b.length) return false
  for (let shift = 0; shift < a.length; shift += 2) {
    let same = true
    for (let i = 0; i < a.length && same; i++)
      same = Math.abs(a[i]! - b[(i + shift) % a.length]!) <= tolerance
    if (same) return true
  }
  return false
}

function diameterOf(ring: Ring): number {
  let widest = 0
  for (let i = 0; i < ring.length; i += 2) {
    for (let j = 0; j < i; j += 2)
      widest = Math.max(widest, Math.hypot(ring[i]! - ring[j]!, ring[i + 1]! - ring[j + 1]!))
  }
  return widest
}

/** The corner of a piece's box back to how its drawing is turned and moved. */
export function placementAt(piece: Piece, shape: number, x: number, y: number): Placement {
  const option = piece.options.find((o) => o.shape === shape)!
  return { item: piece.item, rotation: option.rotation, x: x + option.dx, y: y + option.dy }
}
