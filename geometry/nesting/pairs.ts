import type { OrientedShape } from './problem.ts'
import { free, tabulatePair } from './tabulate.ts'

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
  /** Cells per side are two to this power; losses have half the resolution, they are smooth. */
  bits: number
  ready: Uint8Array
  /** Per pair: origin x, y and cells per length x, y. */
  head: Float64Array
  /** Per pair: where its cells and its losses begin. */
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

/**
 * With more shapes than this the grid is coarser: most pairs are asked for too seldom to repay a fine one.
 */
const shapes_fine = 120

export function startPairs(shapes: OrientedShape[]): Pairs {
  const n = shapes.length
  return {
    shapes,
    n,
    bits: n > shapes_fine ? 4 : 5,
    ready: new Uint8Array(n * n),
    head: new Float64Array(4 * n * n),
    start: new Int32Array(2 * n * n),
    cells: new Int32Array(1 << 16),
    cells_used: 0,
    loss: new Float32Array(1 << 16),
    loss_used: 0,
    lists: new Int32Array(1 << 16),
    lists_used: 0,
    edges: new Float64Array(1 << 16),
    edges_used: 0,
  }
}

/**
 * Loss of shape `b` displaced by (dx, dy) from shape `a`; 0 when they do not overlap. The boxes must overlap.
 */
export function lossAt(t: Pairs, a: number, b: number, dx: number, dy: number): number {
  if (a > b) {
    const c = a
    a = b
    b = c
    dx = -dx
    dy = -dy
  }
  const pair = a * t.n + b
  if (t.ready[pair] === 0) tabulatePair(t, a, b)
  const head = t.head
  const bits = t.bits,
    last = (1 << bits) - 1
  const h = pair << 2
  let fx = (dx - head[h]!) * head[h + 2]!
  let fy = (dy - head[h + 1]!) * head[h + 3]!
  let ix = fx | 0
  let iy = fy | 0
  if (ix < 0) ix = 0
  else if (ix > last) ix = last
  if (iy < 0) iy = 0
  else if (iy > last) iy = last
  const code = t.cells[t.start[2 * pair]! + (iy << bits) + ix]!
  if (code === free) return 0
  if (code >= 0 && windingInCell(t, code, dx, dy) <= 0) return 0
  fx *= 0.5
  fy *= 0.5
  ix >>= 1
  iy >>= 1
  fx -= ix
  fy -= iy
  const loss = t.loss
  const row = (1 << (bits - 1)) + 1
  const k = t.start[2 * pair + 1]! + iy * row + ix
  const low = loss[k]! + fx * (loss[k + 1]! - loss[k]!)
  const high = loss[k + row]! + fx * (loss[k + row + 1]! - loss[k + row]!)
  return low + fy * (high - low)
}

function windingInCell(t: Pairs, code: number, x: number, y: number): number {
  const lists = t.lists,
    edges = t.edges
  let winding = lists[code]!
  const end = code + 2 + lists[code + 1]!
  for (let k = code + 2; k < end; k++) {
    const e = lists[k]!
    const py = y - edges[e + 1]!
    const dy = edges[e + 3]!
    if (py >= 0 && y < edges[e + 5]! && (x - edges[e]!) * dy - py * edges[e + 2]! > 0)
      winding += edges[e + 4]!
  }
  return winding
}
