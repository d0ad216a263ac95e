import { copySpots, layOut, putPiece, measureAll, totalLoss, type Field, type Spots } from './field.ts'
import type { Layout } from './layout.ts'
import { optionsWithin, type Problem } from './problem.ts'
import { drawIndex } from './random.ts'
import { findLeftmost } from './place.ts'
import { separate } from './separate.ts'

export interface Phase {
  /** 0 at the start of the phase, 1 at its end. */
  progress: () => number
  stopped: () => boolean
  found: (layout: Layout) => void
}

/**
 * Exploration: separate, shrink the strip, separate again; where that fails, go on from one of the
 * failed layouts with two large pieces swapped (algorithm 12 of arXiv 2509.13329). The step
 * starts wide and narrows with failures, so that a minute is not spent on the way down.
 */
export function explore(f: Field, problem: Problem, height: number, start: Layout, phase: Phase): Layout {
  let best = start
  let step = 0.04
  f.bins = [{ x0: problem.inset, y0: problem.inset, x1: 0, y1: height - problem.inset }]
  const least = leastLength(problem, height)
  let failed: { spots: Spots; loss: number }[] = []
  shrink(f, best, least, step, 0.5)
  while (phase.progress() < 1 && best.length > least * (1 + 1e-9)) {
    if (separate(f, step > 0.001 ? { rounds: 60, strikes: 1 } : { rounds: 200, strikes: 3 }, phase.stopped)) {
      best = takeLayout(f)
      phase.found(best)
      failed = []
      shrink(f, best, least, step, 0.5)
      f.weight.fill(1)
      continue
    }
    if (phase.stopped()) break
    if (step > 0.001) {
      step = Math.max(0.001, step / 2.5)
      failed = []
      shrink(f, best, least, step, 0.5)
      f.weight.fill(1)
      continue
    }
    failed.push({ spots: copySpots(f.spots), loss: totalLoss(f) })
    failed.sort((a, b) => a.loss - b.loss)
    const pick = Math.min(0.999, Math.abs(drawNormal(f)) * 0.25)
    layOut(f, failed[Math.floor(pick * failed.length)]!.spots)
    swapLarge(f, problem)
    measureAll(f)
    f.weight.fill(1)
  }
  return best
}

/**
 * Compression: from the best layout, shrink by ever smaller steps, closing the strip at a random
 * place, with ever so little overlap to remove (algorithm 13 of arXiv 2509.13329).
 */
export function compress(f: Field, problem: Problem, height: number, start: Layout, phase: Phase): Layout {
  let best = start
  f.bins = [{ x0: problem.inset, y0: problem.inset, x1: 0, y1: height - problem.inset }]
  const least = leastLength(problem, height)
  for (let p = phase.progress(); p < 1 && best.length > least * (1 + 1e-9); p = phase.progress()) {
    const step = 0.0005 + (0.00001 - 0.0005) * p
    shrink(f, best, least, step, f.random.next())
    f.weight.fill(1)
    if (separate(f, { rounds: 100, strikes: 5 }, phase.stopped)) {
      best = takeLayout(f)
      phase.found(best)
    }
  }
  return best
}

/**
 * Lays `from` out on a strip shorter by `share`, everything right of `cut` (0 to 1) moved left by as much.
 */
function shrink(f: Field, from: Layout, least: number, share: number, cut: number): void {
  const s = copySpots(from.spots)
  const length = Math.max(least, from.length * (1 - share))
  for (let i = 0; i < f.n; i++) {
    const middle = s.x[i]! + f.width[s.shape[i]!]! / 2
    if (middle > f.bins[0]!.x0 + cut * from.length) s.x[i] = s.x[i]! - (from.length - length)
  }
  f.bins[0]!.x1 = f.bins[0]!.x0 + length
  turnToFit(f, s)
  layOut(f, s)
}

/** A piece that is now longer than the strip takes the first turn that is not. */
function turnToFit(f: Field, s: Spots): void {
  const b = f.bins[0]!
  const fits = (shape: number): boolean =>
    f.width[shape]! <= (b.x1 - b.x0) * (1 + 1e-12) && f.height[shape]! <= (b.y1 - b.y0) * (1 + 1e-12)
  for (let i = 0; i < f.n; i++) {
    if (fits(s.shape[i]!)) continue
    for (let k = f.choice_start[i]!; k < f.choice_start[i + 1]!; k++)
      if (fits(f.choices[k]!)) s.shape[i] = f.choices[k]!
  }
}

/** No strip can be shorter: the longest piece in its shortest turn, and the area of all. */
function leastLength(problem: Problem, height: number): number {
  const inner = height - 2 * problem.inset
  const shortest = problem.pieces.map((p) =>
    Math.min(...optionsWithin(problem, p, inner).map((o) => problem.shapes[o.shape]!.width)),
  )
  return Math.max(
    ...shortest,
    problem.pieces.reduce((sum, p) => sum + problem.shapes[p.options[0]!.shape]!.area, 0) / inner,
  )
}

function takeLayout(f: Field): Layout {
  let end = 0
  for (let i = 0; i < f.n; i++) end = Math.max(end, f.right[i]!)
  const length = end - f.bins[0]!.x0
  return { spots: copySpots(f.spots), cost: length, length, bins: [] }
}

function drawNormal(f: Field): number {
  return Math.sqrt(-2 * Math.log(1 - f.random.next())) * Math.cos(2 * Math.PI * f.random.next())
}

/** Swaps two of the pieces that make up three quarters of the hull area, unlike each other if possible. */
function swapLarge(f: Field, problem: Problem): void {
  if (f.n < 2) return
  const s = f.spots
  const hull = (i: number): number => problem.shapes[s.shape[i]!]!.hull
  const order = Array.from({ length: f.n }, (_, i) => i).sort((a, b) => hull(b) - hull(a))
  const total = order.reduce((sum, i) => sum + hull(i), 0)
  let sum = 0
  const large = order.filter((i) => (sum += hull(i)) - hull(i) < 0.75 * total)
  const a = large[drawIndex(f.random, large.length)]!
  const unlike = large.filter((i) => Math.abs(hull(i) - hull(a)) > 0.01 * hull(a))
  const others = unlike.length > 0 ? unlike : order.filter((i) => i !== a)
  const b = others[drawIndex(f.random, others.length)]!
  const ax = (s.x[a]! + f.right[a]!) / 2,
    ay = (s.y[a]! + f.top[a]!) / 2
  const bx = (s.x[b]! + f.right[b]!) / 2,
    by = (s.y[b]! + f.top[b]!) / 2
  const bin = s.bin[a]!
  centre(f, a, s.bin[b]!, bx, by)
  centre(f, b, bin, ax, ay)
  carryCovered(f, a, b, ax - bx, ay - by)
  carryCovered(f, b, a, bx - ax, by - ay)
}

function centre(f: Field, i: number, bin: number, x: number, y: number): void {
  const shape = f.spots.shape[i]!
  putPiece(f, i, shape, bin, x - f.width[shape]! / 2, y - f.height[shape]! / 2)
}

/** Small pieces that the swapped piece now hides move to where it came from. */
function carryCovered(f: Field, i: number, other: number, dx: number, dy: number): void {
  const s = f.spots
  for (let j = 0; j < f.n; j++) {
    if (j === i || j === other || s.bin[j] !== s.bin[i]) continue
    const cx = (s.x[j]! + f.right[j]!) / 2,
      cy = (s.y[j]! + f.top[j]!) / 2
    if (
      cx > s.x[i]! &&
      cx < f.right[i]! &&
      cy > s.y[i]! &&
      cy < f.top[i]! &&
      f.width[s.shape[j]!]! * f.height[s.shape[j]!]! < 0.5 * f.width[s.shape[i]!]! * f.height[s.shape[i]!]!
    ) {
      putPiece(f, j, s.shape[j]!, s.bin[j]!, s.x[j]! + dx, s.y[j]! + dy)
    }
  }
}

/** The largest first, each as far left as it is easily found to fit. */
export function startStrip(f: Field, problem: Problem, height: number): Layout {
  const hull = (i: number): number => problem.shapes[problem.pieces[i]!.options[0]!.shape]!.hull
  f.bins = [{ x0: problem.inset, y0: problem.inset, x1: Infinity, y1: height - problem.inset }]
  let front = problem.inset
  const laid: number[] = []
  for (const i of Array.from({ length: f.n }, (_, k) => k).sort((a, b) => hull(b) - hull(a))) {
    const place = findLeftmost(f, i, laid, front)
    putPiece(f, i, place.shape, 0, place.x, place.y)
    front = Math.max(front, f.right[i]!)
    laid.push(i)
  }
  return takeLayout(f)
}
