import { convolveRings, windingAt } from './convolve.ts'
import type { OrientedShape } from './problem.ts'
import { boxOf, reverseRing, signedArea, type Ring } from './ring.ts'

/**
 * For two oriented shapes, everything about their overlap depends only on the displacement of
 * one from the other. So each pair gets, when first asked for, a square grid over the
 * displacements at which the boxes overlap: cells that are free, cells that collide, and cells
 * that the convolution crosses, with the few edges that decide there; and at the corners of the
 * cells the loss, the measure of overlap that guides the search. A question then costs a look-up.
 */
export interface Pairs {
  shapes: OrientedShape[]
  n: number
  ready: Uint8Array
  /** Per pair: origin x, y and cells per length x, y. */
  head: Float64Array
  /** Per pair: where its cells, its losses and its edges begin. */
  start: Int32Array
  cells: Int32Array
  cells_used: number
  loss: Float32Array
  loss_used: number
  /** `[base winding, count, edge...]` of the cells that the convolution crosses. */
  lists: Int32Array
  lists_used: number
  /** `[x, y, dx, dy, sign]`, dy > 0, sign what crossing it to the right adds. */
  edges: Float64Array
  edges_used: number
}

const bits = 5
const grid = 1 << bits
/** Losses are smooth and need only half the resolution. */
const coarse = grid / 2
const free = -1
const taken = -2

export function startPairs(shapes: OrientedShape[]): Pairs {
  const n = shapes.length
  return {
    shapes, n,
    ready: new Uint8Array(n * n),
    head: new Float64Array(4 * n * n),
    start: new Int32Array(3 * n * n),
    cells: new Int32Array(1 << 16), cells_used: 0,
    loss: new Float32Array(1 << 16), loss_used: 0,
    lists: new Int32Array(1 << 16), lists_used: 0,
    edges: new Float64Array(1 << 16), edges_used: 0,
  }
}

/** Loss of shape `b` displaced by (dx, dy) from shape `a`; 0 when they do not overlap. The boxes must overlap. */
export function lossAt(t: Pairs, a: number, b: number, dx: number, dy: number): number {
  if (a > b) {
    const c = a
    a = b
    b = c
    dx = -dx
    dy = -dy
  }
  const pair = a * t.n + b
  if (t.ready[pair] === 0) buildPair(t, a, b)
  const head = t.head
  const h = pair << 2
  let fx = (dx - head[h]!) * head[h + 2]!
  let fy = (dy - head[h + 1]!) * head[h + 3]!
  let ix = fx | 0
  let iy = fy | 0
  if (ix < 0) ix = 0
  else if (ix >= grid) ix = grid - 1
  if (iy < 0) iy = 0
  else if (iy >= grid) iy = grid - 1
  const code = t.cells[t.start[3 * pair]! + (iy << bits) + ix]!
  if (code === free) return 0
  if (code >= 0 && windingInCell(t, code, dx, dy) <= 0) return 0
  fx *= coarse / grid
  fy *= coarse / grid
  ix >>= 1
  iy >>= 1
  fx -= ix
  fy -= iy
  const loss = t.loss
  const k = t.start[3 * pair + 1]! + iy * (coarse + 1) + ix
  const low = loss[k]! + fx * (loss[k + 1]! - loss[k]!)
  const high = loss[k + coarse + 1]! + fx * (loss[k + coarse + 2]! - loss[k + coarse + 1]!)
  return low + fy * (high - low)
}

function windingInCell(t: Pairs, code: number, x: number, y: number): number {
  const lists = t.lists, edges = t.edges
  let winding = lists[code]!
  const end = code + 2 + lists[code + 1]!
  for (let k = code + 2; k < end; k++) {
    const e = lists[k]!
    const py = y - edges[e + 1]!
    const dy = edges[e + 3]!
    if (py >= 0 && y < edges[e + 5]! && (x - edges[e]!) * dy - py * edges[e + 2]! > 0) winding += edges[e + 4]!
  }
  return winding
}

/** About 25,000 pairs, 300 MB a thread; beyond that everything is forgotten and built again as needed. */
const cells_max = 25_000 * grid * grid

function buildPair(t: Pairs, a: number, b: number): void {
  if (t.cells_used >= cells_max || t.lists_used >= 2 * cells_max || t.edges_used >= cells_max) forgetAll(t)
  const A = t.shapes[a]!, B = t.shapes[b]!
  const pair = a * t.n + b
  const x0 = -B.width, y0 = -B.height
  const sx = (A.width + B.width) / grid, sy = (A.height + B.height) / grid
  t.head.set([x0, y0, 1 / sx, 1 / sy], 4 * pair)
  const chains = convolveShapes(A, B)
  t.start[3 * pair] = t.cells_used
  t.start[3 * pair + 1] = t.loss_used
  t.start[3 * pair + 2] = t.edges_used
  addEdges(t, chains)
  addCells(t, chains, t.start[3 * pair + 2]!, x0, y0, sx, sy)
  addLosses(t, A, B, x0, y0, sx, sy)
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
  for (const hole of A.rings.slice(1)) if (fitsInto(B, hole)) parts.push(convolveRings(reverseRing(hole), B.rings[0]!))
  for (const hole of B.rings.slice(1)) if (fitsInto(A, hole)) parts.push(convolveRings(A.rings[0]!, reverseRing(hole)))
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
  return shape.width < box.x1 - box.x0 && shape.height < box.y1 - box.y0 && signedArea(shape.rings[0]!) < signedArea(hole)
}

function addEdges(t: Pairs, chains: Float64Array): void {
  const count = chains.length / 4
  t.edges = room(t.edges, t.edges_used + 6 * count)
  for (let e = 0; e < chains.length; e += 4) {
    const up = chains[e + 3]! >= chains[e + 1]!
    const lx = up ? chains[e]! : chains[e + 2]!, ly = up ? chains[e + 1]! : chains[e + 3]!
    const hx = up ? chains[e + 2]! : chains[e]!, hy = up ? chains[e + 3]! : chains[e + 1]!
    t.edges.set([lx, ly, hx - lx, hy - ly, up ? -1 : 1, hy], t.edges_used)
    t.edges_used += 6
  }
}

function addCells(t: Pairs, chains: Float64Array, first: number, x0: number, y0: number, sx: number, sy: number): void {
  t.cells = room(t.cells, t.cells_used + grid * grid)
  const count = chains.length / 4
  const slack = 1e-9
  const left = new Float64Array(count), right = new Float64Array(count)
  const here = new Int32Array(count)
  for (let iy = 0; iy < grid; iy++) {
    const low = y0 + (iy - slack) * sy, high = y0 + (iy + 1 + slack) * sy
    let touching = 0
    for (let k = 0; k < count; k++) {
      const e = first + 6 * k
      const ly = t.edges[e + 1]!, hy = t.edges[e + 5]!
      if (hy < low || ly > high) continue
      const lx = t.edges[e]!, dx = t.edges[e + 2]!, dy = t.edges[e + 3]!
      const from = dy > 0 ? Math.max(0, (low - ly) / dy) : 0, to = dy > 0 ? Math.min(1, (high - ly) / dy) : 1
      left[k] = lx + dx * (dx > 0 ? from : to)
      right[k] = lx + dx * (dx > 0 ? to : from)
      here[touching++] = k
    }
    for (let ix = 0; ix < grid; ix++) {
      const w = x0 + (ix - slack) * sx, e = x0 + (ix + 1 + slack) * sx
      t.cells[t.cells_used++] = cellCode(t, chains, first, here, touching, left, right, { w, e, low, high })
    }
  }
}

function cellCode(
  t: Pairs, chains: Float64Array, first: number, here: Int32Array, touching: number,
  left: Float64Array, right: Float64Array, cell: { w: number; e: number; low: number; high: number },
): number {
  let crossed = false
  for (let i = 0; i < touching && !crossed; i++) crossed = left[here[i]!]! <= cell.e && right[here[i]!]! >= cell.w
  if (!crossed) return windingAt(chains, (cell.w + cell.e) / 2, (cell.low + cell.high) / 2) > 0 ? taken : free
  t.lists = room(t.lists, t.lists_used + 2 + touching)
  const code = t.lists_used
  let base = 0, kept = code + 2
  for (let i = 0; i < touching; i++) {
    const k = here[i]!, e = first + 6 * k
    if (left[k]! > cell.e || t.edges[e + 3]! === 0) continue
    if (right[k]! < cell.w && t.edges[e + 1]! <= cell.low && t.edges[e + 5]! >= cell.high) base += t.edges[e + 4]!
    else t.lists[kept++] = e
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
function addLosses(t: Pairs, A: OrientedShape, B: OrientedShape, x0: number, y0: number, sx: number, sy: number): void {
  t.loss = room(t.loss, t.loss_used + (coarse + 1) * (coarse + 1))
  const epsilon = 0.01 * Math.max(A.diameter, B.diameter)
  const penalty = Math.sqrt(Math.sqrt(A.hull) * Math.sqrt(B.hull))
  for (let iy = 0; iy <= coarse; iy++) {
    for (let ix = 0; ix <= coarse; ix++) {
      const x = x0 + ix * sx * (grid / coarse), y = y0 + iy * sy * (grid / coarse)
      let sum = 0
      for (let p = 0; p < A.poles.length; p += 3) {
        const ax = A.poles[p]! - x, ay = A.poles[p + 1]! - y, ar = A.poles[p + 2]!
        for (let q = 0; q < B.poles.length; q += 3) {
          const ux = ax - B.poles[q]!, uy = ay - B.poles[q + 1]!, br = B.poles[q + 2]!
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
