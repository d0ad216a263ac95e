import { convolveRings, windingAt } from './convolve.ts'
import type { Pairs } from './pairs.ts'
import type { OrientedShape } from './problem.ts'
import { boxOf, reverseRing, signedArea, type Ring } from './ring.ts'

/** Codes of cells that the convolution does not cross; any other is the place of their list. */
export const free = -1
const taken = -2

/** About 25,000 pairs, 300 MB a thread; beyond that everything is forgotten and built again as needed. */
const cells_max = 25_000 * 32 * 32

/** Fills in the tables of the pair of shapes a and b, a <= b. */
export function tabulatePair(t: Pairs, a: number, b: number): void {
  if (t.cells_used >= cells_max || t.lists_used >= 2 * cells_max || t.edges_used >= cells_max) forgetAll(t)
  const A = t.shapes[a]!,
    B = t.shapes[b]!
  const pair = a * t.n + b
  const side = 1 << t.bits
  const frame: Frame = {
    x0: -B.width,
    y0: -B.height,
    sx: (A.width + B.width) / side,
    sy: (A.height + B.height) / side,
    side,
  }
  t.head.set([frame.x0, frame.y0, 1 / frame.sx, 1 / frame.sy], 4 * pair)
  const chains = convolveShapes(A, B)
  const first = t.edges_used
  t.start[2 * pair] = t.cells_used
  t.start[2 * pair + 1] = t.loss_used
  addEdges(t, chains)
  addCells(t, chains, first, frame, (x, y) => poleDepth(A, B, x, y))
  addLosses(t, A, B, frame)
  t.ready[pair] = 1
}

function forgetAll(t: Pairs): void {
  t.ready.fill(0)
  t.cells_used = t.loss_used = t.lists_used = t.edges_used = 0
}

/**
 * A hole of one shape that the other fits into is subtracted: its contour, taken the other way round,
 * winds once less wherever the other lies wholly inside it. (Holes too small for the other are filled.)
 */
function convolveShapes(A: OrientedShape, B: OrientedShape): Float64Array {
  const parts = [convolveRings(A.rings[0]!, B.rings[0]!)]
  for (const hole of A.rings.slice(1))
    if (fitsInto(B, hole)) parts.push(convolveRings(reverseRing(hole), B.rings[0]!))
  for (const hole of B.rings.slice(1))
    if (fitsInto(A, hole)) parts.push(convolveRings(A.rings[0]!, reverseRing(hole)))
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function fitsInto(shape: OrientedShape, hole: Ring): boolean {
  const box = boxOf(hole)
  return (
    shape.width < box.x1 - box.x0 &&
    shape.height < box.y1 - box.y0 &&
    signedArea(shape.rings[0]!) < signedArea(hole)
  )
}

function addEdges(t: Pairs, chains: Float64Array): void {
  const count = chains.length / 4
  t.edges = room(t.edges, t.edges_used + 6 * count)
  for (let e = 0; e < chains.length; e += 4) {
    const up = chains[e + 3]! >= chains[e + 1]!
    const lx = up ? chains[e]! : chains[e + 2]!,
      ly = up ? chains[e + 1]! : chains[e + 3]!
    const hx = up ? chains[e + 2]! : chains[e]!,
      hy = up ? chains[e + 3]! : chains[e + 1]!
    t.edges.set([lx, ly, hx - lx, hy - ly, up ? -1 : 1, hy], t.edges_used)
    t.edges_used += 6
  }
}

/** The grid over the displacements of one pair: lower left corner and size of a cell. */
interface Frame {
  x0: number
  y0: number
  sx: number
  sy: number
  side: number
}

/** Conservative by a billionth of a cell, so that rounding never declares a crossed cell clear. */
const slack = 1e-9
/** A row of cells that more edges touch than this is worth a look at the poles. */
const edges_few = 6

function addCells(
  t: Pairs,
  chains: Float64Array,
  first: number,
  { x0, y0, sx, sy, side }: Frame,
  depthAt: (x: number, y: number) => number,
): void {
  t.cells = room(t.cells, t.cells_used + side * side)
  const count = chains.length / 4
  const left = new Float64Array(count),
    right = new Float64Array(count)
  const here = new Int32Array(count)
  const reach = 0.5001 * Math.hypot(sx, sy)
  for (let iy = 0; iy < side; iy++) {
    const low = y0 + (iy - slack) * sy,
      high = y0 + (iy + 1 + slack) * sy
    let touching = 0
    for (let k = 0; k < count; k++) {
      const e = first + 6 * k
      const ly = t.edges[e + 1]!,
        hy = t.edges[e + 5]!
      if (hy < low || ly > high) continue
      const lx = t.edges[e]!,
        dx = t.edges[e + 2]!,
        dy = t.edges[e + 3]!
      const from = dy > 0 ? Math.max(0, (low - ly) / dy) : 0,
        to = dy > 0 ? Math.min(1, (high - ly) / dy) : 1
      left[touching] = lx + dx * (dx > 0 ? from : to)
      right[touching] = lx + dx * (dx > 0 ? to : from)
      here[touching++] = e
    }
    // Between crossed cells nothing changes, so a clear cell beside a clear cell is like it.
    let clear: number | undefined
    for (let ix = 0; ix < side; ix++) {
      const w = x0 + (ix - slack) * sx,
        e = x0 + (ix + 1 + slack) * sx
      let crossed = false
      for (let i = 0; i < touching && !crossed; i++) crossed = left[i]! <= e && right[i]! >= w
      if (crossed) clear = undefined
      else clear ??= windingAt(chains, (w + e) / 2, (low + high) / 2) > 0 ? taken : free
      const deep = crossed && touching > edges_few && depthAt((w + e) / 2, (low + high) / 2) > reach
      t.cells[t.cells_used++] = deep
        ? taken
        : (clear ?? listCell(t, here, touching, left, right, w, e, low, high))
    }
  }
}

/**
 * How deep the poles of the two shapes lie in each other. A cell in whose middle that is more than half its
 * diagonal collides throughout, however many inner edges of the convolution cross it (gears, combs).
 */
function poleDepth(A: OrientedShape, B: OrientedShape, x: number, y: number): number {
  let deepest = -Infinity
  for (let p = 0; p < A.poles.length; p += 3) {
    for (let q = 0; q < B.poles.length; q += 3) {
      const apart = Math.hypot(A.poles[p]! - x - B.poles[q]!, A.poles[p + 1]! - y - B.poles[q + 1]!)
      deepest = Math.max(deepest, A.poles[p + 2]! + B.poles[q + 2]! - apart)
    }
  }
  return deepest
}

/** Edges wholly to the left count once and for all, edges to the right never, the rest are listed. */
function listCell(
  t: Pairs,
  here: Int32Array,
  touching: number,
  left: Float64Array,
  right: Float64Array,
  w: number,
  e: number,
  low: number,
  high: number,
): number {
  t.lists = room(t.lists, t.lists_used + 2 + touching)
  const code = t.lists_used
  let base = 0,
    kept = code + 2
  for (let i = 0; i < touching; i++) {
    const edge = here[i]!
    if (left[i]! > e || !t.edges[edge + 3]) continue
    if (right[i]! < w && t.edges[edge + 1]! <= low && t.edges[edge + 5]! >= high) base += t.edges[edge + 4]!
    else t.lists[kept++] = edge
  }
  t.lists[code] = base
  t.lists[code + 1] = kept - code - 2
  t.lists_used = kept
  return code
}

/**
 * Overlap proxy of Gardeyn and Wauters (arXiv 2509.13329, algorithms 3 and 4): sum over pairs of
 * poles of penetration depth times the smaller radius, falling off smoothly where poles are apart;
 * its root times a penalty by size, so that large parts settle first.
 */
function addLosses(t: Pairs, A: OrientedShape, B: OrientedShape, { x0, y0, sx, sy, side }: Frame): void {
  const coarse = side / 2
  t.loss = room(t.loss, t.loss_used + (coarse + 1) * (coarse + 1))
  const epsilon = 0.01 * Math.max(A.diameter, B.diameter)
  const penalty = Math.sqrt(Math.sqrt(A.hull) * Math.sqrt(B.hull))
  for (let iy = 0; iy <= coarse; iy++) {
    for (let ix = 0; ix <= coarse; ix++) {
      const x = x0 + 2 * ix * sx,
        y = y0 + 2 * iy * sy
      let sum = 0
      for (let p = 0; p < A.poles.length; p += 3) {
        const ax = A.poles[p]! - x,
          ay = A.poles[p + 1]! - y,
          ar = A.poles[p + 2]!
        for (let q = 0; q < B.poles.length; q += 3) {
          const ux = ax - B.poles[q]!,
            uy = ay - B.poles[q + 1]!,
            br = B.poles[q + 2]!
          const depth = ar + br - Math.sqrt(ux * ux + uy * uy)
          sum += (depth >= epsilon ? depth : (epsilon * epsilon) / (2 * epsilon - depth)) * Math.min(ar, br)
        }
      }
      t.loss[t.loss_used++] = Math.sqrt(Math.PI * sum + epsilon * epsilon) * penalty
    }
  }
}

function room<T extends Int32Array | Float32Array | Float64Array>(pool: T, needed: number): T {
  if (needed <= pool.length) return pool
  const wider = new (pool.constructor as new (n: number) => T)(Math.max(needed, 2 * pool.length))
  wider.set(pool as never)
  return wider
}
