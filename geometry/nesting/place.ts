import type { Field } from './field.ts'
import { lossAt } from './pairs.ts'
import { drawIndex } from './random.ts'

/** Where a piece could lie and what that costs. */
interface Candidate {
  x: number
  y: number
  shape: number
  bin: number
  loss: number
}

const samples_near = 10
const samples_anywhere = 20
const kept_count = 3

/** The pieces that matter for the evaluations at hand. */
let near = new Int32Array(64)
let near_count = 0

/**
 * Looks for the place of least weighted loss for piece i (algorithm 6 of arXiv 2509.13329):
 * samples around where it is and anywhere, and walks the best few downhill, then the best finely.
 */
export function findPlace(f: Field, i: number): Candidate {
  if (near.length < f.n) near = new Int32Array(2 * f.n)
  const s = f.spots
  const now = s.shape[i]!
  const size = Math.min(f.width[now]!, f.height[now]!)
  gatherAll(f, i)
  const kept: Candidate[] = []
  const here = { x: s.x[i]!, y: s.y[i]!, shape: now, bin: s.bin[i]!, loss: 0 }
  here.loss = evaluate(f, i, now, here.x, here.y, Infinity)
  if (here.loss === 0) return here
  kept.push(here)
  const cx = (s.x[i]! + f.right[i]!) / 2,
    cy = (s.y[i]! + f.top[i]!) / 2
  const count = samples_near + samples_anywhere
  for (let k = 0; k < count; k++) {
    const shape = drawShape(f, i)
    const w = f.width[shape]!,
      h = f.height[shape]!
    const bin = k < samples_near ? here.bin : drawBin(f, w, h)
    const b = f.bins[bin]!
    const fx = f.random.next(),
      fy = f.random.next()
    if ((b.x1 - b.x0) * (1 + 1e-12) < w || (b.y1 - b.y0) * (1 + 1e-12) < h) continue
    let x = b.x0 + fx * (b.x1 - b.x0 - w),
      y = b.y0 + fy * (b.y1 - b.y0 - h)
    if (k < samples_near) {
      x = Math.max(b.x0, Math.min(cx - w / 2 + (fx - 0.5) * f.width[now]!, b.x1 - w))
      y = Math.max(b.y0, Math.min(cy - h / 2 + (fy - 0.5) * f.height[now]!, b.y1 - h))
    }
    const bound = kept.length < kept_count ? Infinity : kept[kept.length - 1]!.loss
    const loss = evaluate(f, i, shape, x, y, bound)
    if (loss < bound) keep(kept, { x, y, shape, bin, loss }, 0.05 * size)
  }
  for (const c of kept) {
    if (kept[0]!.loss === 0) break
    walkDown(f, i, c, 0.25 * size, 0.02 * size)
  }
  const best = kept.reduce((a, b) => (b.loss < a.loss ? b : a))
  if (best.loss > 0) walkDown(f, i, best, 0.01 * size, 0.001 * size)
  return best
}

/**
 * A free place for piece i beside the pieces already laid, as far left as samples and slides reach;
 * `front`, where all of them end, is always free.
 */
export function findLeftmost(
  f: Field,
  i: number,
  laid: number[],
  front: number,
): { x: number; y: number; shape: number } {
  if (near.length < f.n) near = new Int32Array(2 * f.n)
  near.set(laid)
  near_count = laid.length
  const b = f.bins[0]!
  const shapes = Array.from(f.choices.subarray(f.choice_start[i]!, f.choice_start[i + 1]!))
  const narrowest = shapes.reduce((a, c) => (f.width[c]! < f.width[a]! ? c : a))
  const best = { x: front, y: b.y0, shape: narrowest }
  let right = front + f.width[narrowest]!
  const isFree = (shape: number, x: number, y: number): boolean =>
    x >= b.x0 && y >= b.y0 && y + f.height[shape]! <= b.y1 && evaluate(f, i, shape, x, y, 1e-300) === 0
  for (let k = 0; k < 60; k++) {
    const shape = drawShape(f, i)
    const reach = right - f.width[shape]! - b.x0
    const x = b.x0 + f.random.next() * reach,
      y = b.y0 + f.random.next() * (b.y1 - b.y0 - f.height[shape]!)
    if (reach <= 0 || !isFree(shape, x, y)) continue
    Object.assign(best, { x, y, shape })
    right = x + f.width[shape]!
  }
  for (let step = f.width[best.shape]! / 2; step > f.width[best.shape]! / 500; step /= 2) {
    for (const [dx, dy] of [
      [-step, 0],
      [-step, step],
      [-step, -step],
      [0, -step],
    ] as const) {
      while (isFree(best.shape, best.x + dx, best.y + dy)) {
        best.x += dx
        best.y += dy
      }
    }
  }
  return best
}

/** Keeps the list short, sorted, and without near copies. */
function keep(kept: Candidate[], c: Candidate, apart: number): void {
  const like = kept.findIndex(
    (k) => k.shape === c.shape && Math.abs(k.x - c.x) < apart && Math.abs(k.y - c.y) < apart,
  )
  if (like >= 0) {
    if (kept[like]!.loss <= c.loss) return
    kept.splice(like, 1)
  }
  let at = kept.length
  while (at > 0 && kept[at - 1]!.loss > c.loss) at--
  kept.splice(at, 0, c)
  if (kept.length > kept_count) kept.pop()
}

/** Axis or diagonal steps that grow on success and shrink on failure, until both are under `least`. */
function walkDown(f: Field, i: number, c: Candidate, first: number, least: number): void {
  const b = f.bins[c.bin]!
  const x_max = b.x1 - f.width[c.shape]!,
    y_max = b.y1 - f.height[c.shape]!
  let sx = first,
    sy = first
  let axis = drawIndex(f.random, 4)
  const reach = 2.5 * first
  let gx = c.x,
    gy = c.y
  gatherNear(f, i, c.shape, gx, gy, reach)
  while (c.loss > 0 && (sx >= least || sy >= least)) {
    const ux = axis === 1 ? 0 : sx,
      uy = axis === 0 ? 0 : axis === 3 ? -sy : sy
    if (Math.abs(c.x - gx) + sx > reach || Math.abs(c.y - gy) + sy > reach) {
      gx = c.x
      gy = c.y
      gatherNear(f, i, c.shape, gx, gy, Math.max(reach, 1.5 * Math.max(sx, sy)))
    }
    const x = c.x,
      y = c.y
    let better = false
    for (let side = 1; side >= -1; side -= 2) {
      const tx = Math.max(b.x0, Math.min(x + side * ux, x_max)),
        ty = Math.max(b.y0, Math.min(y + side * uy, y_max))
      if (tx === x && ty === y) continue
      const loss = evaluate(f, i, c.shape, tx, ty, c.loss)
      if (loss < c.loss) {
        c.x = tx
        c.y = ty
        c.loss = loss
        better = true
      }
    }
    const m = better ? 1.1 : 0.5
    if (axis === 0) sx *= m
    else if (axis === 1) sy *= m
    else {
      sx *= better ? 1.0488088 : Math.SQRT1_2
      sy *= better ? 1.0488088 : Math.SQRT1_2
    }
    if (!better) axis = drawIndex(f.random, 4)
  }
}

function drawShape(f: Field, i: number): number {
  const from = f.choice_start[i]!,
    to = f.choice_start[i + 1]!
  return to - from === 1 ? f.choices[from]! : f.choices[from + drawIndex(f.random, to - from)]!
}

function drawBin(f: Field, w: number, h: number): number {
  if (f.bins.length === 1) return 0
  for (let tries = 0; tries < 4; tries++) {
    const k = drawIndex(f.random, f.bins.length)
    const b = f.bins[k]!
    if (b.x1 - b.x0 >= w && b.y1 - b.y0 >= h) return k
  }
  return drawIndex(f.random, f.bins.length)
}

function gatherAll(f: Field, i: number): void {
  near_count = 0
  for (let j = 0; j < f.n; j++) if (j !== i) near[near_count++] = j
}

function gatherNear(f: Field, i: number, shape: number, x: number, y: number, reach: number): void {
  const x0 = x - reach,
    x1 = x + f.width[shape]! + reach,
    y0 = y - reach,
    y1 = y + f.height[shape]! + reach
  const { spots, right, top } = f
  near_count = 0
  for (let j = 0; j < f.n; j++) {
    if (spots.x[j]! < x1 && right[j]! > x0 && spots.y[j]! < y1 && top[j]! > y0 && j !== i)
      near[near_count++] = j
  }
}

/** Weighted loss of piece i at (x, y), or Infinity as soon as it reaches `bound`. */
function evaluate(f: Field, i: number, shape: number, x: number, y: number, bound: number): number {
  f.evaluations++
  const { spots, right, top, weight, pairs } = f
  const { x: left, y: low, shape: shapes } = spots
  const x1 = x + f.width[shape]!,
    y1 = y + f.height[shape]!
  const row = i * f.n
  let sum = 0
  for (let k = 0; k < near_count; k++) {
    const j = near[k]!
    if (left[j]! < x1 && right[j]! > x && low[j]! < y1 && top[j]! > y) {
      const loss = lossAt(pairs, shape, shapes[j]!, left[j]! - x, low[j]! - y)
      if (loss > 0) {
        sum += loss * weight[row + j]!
        if (sum >= bound) return Infinity
      }
    }
  }
  return sum
}
