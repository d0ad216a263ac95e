import { lossAt, startPairs, type Pairs } from './pairs.ts'
import type { Problem } from './problem.ts'
import type { Random } from './random.ts'

/** A rectangle that boxes of parts must stay inside: the strip, or one sheet. */
export interface Bin {
  x0: number
  y0: number
  x1: number
  y1: number
}

/** Where every piece lies: corner of its box, shape it shows, bin it is in. */
export interface Spots {
  x: Float64Array
  y: Float64Array
  shape: Int32Array
  bin: Int32Array
}

/** The search's whole state. Overlap is allowed in it; that is what the search removes. */
export interface Field {
  n: number
  pairs: Pairs
  bins: Bin[]
  spots: Spots
  /** Right and upper side of each piece's box. */
  right: Float64Array
  top: Float64Array
  width: Float64Array
  height: Float64Array
  /** Shapes a piece may show: `choices[choice_start[i] .. choice_start[i + 1]]`. */
  choices: Int32Array
  choice_start: Int32Array
  /** Loss between pieces i and j at `i * n + j`, and how much it weighs by now. */
  loss: Float64Array
  weight: Float64Array
  random: Random
  moves: number
  evaluations: number
}

export function startField(problem: Problem, random: Random): Field {
  const n = problem.pieces.length
  const choice_start = new Int32Array(n + 1)
  problem.pieces.forEach((p, i) => {
    choice_start[i + 1] = choice_start[i]! + p.options.length
  })
  return {
    n,
    random,
    moves: 0,
    evaluations: 0,
    pairs: startPairs(problem.shapes),
    bins: [],
    spots: {
      x: new Float64Array(n),
      y: new Float64Array(n),
      shape: new Int32Array(n),
      bin: new Int32Array(n),
    },
    right: new Float64Array(n),
    top: new Float64Array(n),
    width: Float64Array.from(problem.shapes, (s) => s.width),
    height: Float64Array.from(problem.shapes, (s) => s.height),
    choices: Int32Array.from(problem.pieces.flatMap((p) => p.options.map((o) => o.shape))),
    choice_start,
    loss: new Float64Array(n * n),
    weight: new Float64Array(n * n).fill(1),
  }
}

/** Puts piece i down, kept inside its bin, without looking at what it covers. */
export function putPiece(f: Field, i: number, shape: number, bin: number, x: number, y: number): void {
  const b = f.bins[bin]!,
    s = f.spots
  const w = f.width[shape]!,
    h = f.height[shape]!
  x = Math.max(b.x0, Math.min(x, b.x1 - w))
  y = Math.max(b.y0, Math.min(y, b.y1 - h))
  s.x[i] = x
  s.y[i] = y
  s.shape[i] = shape
  s.bin[i] = bin
  f.right[i] = x + w
  f.top[i] = y + h
}

/** Measures again what piece i covers. */
export function measurePiece(f: Field, i: number): void {
  const { n, pairs, loss, right, top } = f
  const { x, y, shape } = f.spots
  const xi = x[i]!,
    yi = y[i]!,
    ri = right[i]!,
    ti = top[i]!,
    si = shape[i]!
  for (let j = 0; j < n; j++) {
    let l = 0
    if (j !== i && x[j]! < ri && right[j]! > xi && y[j]! < ti && top[j]! > yi) {
      l = lossAt(pairs, si, shape[j]!, x[j]! - xi, y[j]! - yi)
    }
    loss[i * n + j] = l
    loss[j * n + i] = l
  }
}

export function measureAll(f: Field): void {
  for (let i = 0; i < f.n; i++) measurePiece(f, i)
}

/** Unweighted loss of piece i. */
export function lossOf(f: Field, i: number): number {
  let sum = 0
  for (let k = i * f.n; k < (i + 1) * f.n; k++) sum += f.loss[k]!
  return sum
}

export function totalLoss(f: Field): number {
  let sum = 0
  for (let k = 0; k < f.loss.length; k++) sum += f.loss[k]!
  return sum / 2
}

/**
 * Guided local search (Voudouris and Tsang, 1999; algorithm 8 of arXiv 2509.13329): what still
 * overlaps weighs more the worse it is, what is resolved is slowly forgotten.
 */
export function raiseWeights(f: Field): void {
  const { loss, weight } = f
  let worst = 0
  for (let k = 0; k < loss.length; k++) if (loss[k]! > worst) worst = loss[k]!
  for (let k = 0; k < loss.length; k++) {
    const l = loss[k]!
    if (l > 0) weight[k] = weight[k]! * (1.2 + 0.8 * (l / worst))
    else if (weight[k]! > 1) weight[k] = Math.max(1, 0.95 * weight[k]!)
  }
}

export function copySpots(s: Spots): Spots {
  return { x: s.x.slice(), y: s.y.slice(), shape: s.shape.slice(), bin: s.bin.slice() }
}

/** Puts all pieces as in `s` and measures; weights stay as they are. */
export function layOut(f: Field, s: Spots): void {
  for (let i = 0; i < f.n; i++) putPiece(f, i, s.shape[i]!, s.bin[i]!, s.x[i]!, s.y[i]!)
  measureAll(f)
}
