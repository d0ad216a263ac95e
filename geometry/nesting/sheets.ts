import { copySpots, layOut, type Bin, type Field, type Spots } from './field.ts'
import type { NestInstance } from './instance.ts'
import type { Layout } from './layout.ts'
import type { Problem } from './problem.ts'
import { drawIndex } from './random.ts'
import { separate } from './separate.ts'
import type { Phase } from './strip.ts'

type SheetBin = Bin & { sheet: number }

/**
 * Empties sheets: the end of one sheet is closed step by step, its parts pushed to wherever the
 * separation finds room, on any sheet, until it is empty and falls away. What cannot be
 * emptied ends as short as possible, so that its remnant is large. Same search as on the strip:
 * the sheets are bins far apart in one field.
 */
export function exploreSheets(
  f: Field,
  problem: Problem,
  instance: NestInstance,
  start: Layout,
  phase: Phase,
): Layout {
  let best = start
  let target = start.bins.length - 1
  let step = 0.3
  // Where nothing can be narrowed any more there is nothing left to do.
  for (let idle = 0; phase.progress() < 1 && idle < 200; idle++) {
    const moves = f.moves
    const narrowed = narrow(f, best, target, step)
    f.bins = narrowed.bins.map((bin) => ({ ...bin }))
    layOut(f, narrowed.spots)
    f.weight.fill(1)
    if (mayFit(f, problem) && separate(f, { rounds: 60, strikes: 2 }, phase.stopped)) {
      const next = takeSheets(f, problem, instance, narrowed.bins)
      if (next.cost < best.cost) {
        best = next
        phase.found(best)
        idle = 0
        target = best.bins.length - 1
        continue
      }
    }
    if (phase.stopped()) break
    if (f.moves > moves) idle = 0
    step /= 2
    if (step < 0.004) {
      step = 0.3
      if (best.bins.length > 1) best = putLast(best, drawIndex(f.random, best.bins.length))
      target = best.bins.length - 1
    }
  }
  return best
}

/**
 * Where shelves run out of stock: every sheet there is, parts anywhere, and separation. Null when that fails
 * too.
 */
export function startSheets(
  f: Field,
  problem: Problem,
  instance: NestInstance,
  stopped: () => boolean,
): Layout | null {
  const bins: SheetBin[] = []
  instance.sheets!.forEach((sheet, k) => {
    for (let c = 0; c < Math.min(sheet.count ?? f.n, f.n); c++)
      bins.push(fullBin(problem, instance, k, 3 * bins.reduce((end, b) => Math.max(end, b.x1), 0)))
  })
  const all: Layout = { spots: copySpots(f.spots), cost: 0, length: 0, bins }
  while (!stopped()) {
    all.spots.bin.fill(bins.length)
    const scattered = narrow(
      f,
      { ...all, bins: [...bins, { x0: 0, x1: 0, y0: 0, y1: 0, sheet: 0 }] },
      bins.length,
      1,
    )
    f.bins = bins.map((bin) => ({ ...bin }))
    layOut(f, scattered.spots)
    f.weight.fill(1)
    if (!mayFit(f, problem)) return null
    if (separate(f, { rounds: 100, strikes: 2 }, stopped)) return takeSheets(f, problem, instance, bins)
  }
  return null
}

/**
 * The bin at `target` ends earlier by a share of its width; parts no longer in it go to a random bin that
 * takes them.
 */
function narrow(f: Field, from: Layout, target: number, share: number): { spots: Spots; bins: SheetBin[] } {
  const spots = copySpots(from.spots)
  const bins = from.bins.map((bin) => ({ ...bin }))
  const bin = bins[target]!
  let end = 0
  for (let i = 0; i < f.n; i++)
    if (spots.bin[i] === target) end = Math.max(end, spots.x[i]! + f.width[spots.shape[i]!]!)
  const full = bin.x1 - bin.x0
  bin.x1 = Math.max(bin.x0, Math.min(bin.x1, end) - share * full)
  const empty = bin.x1 - bin.x0 < 0.02 * full
  const takes = (k: number, shape: number): boolean =>
    !(empty && k === target) &&
    f.width[shape]! <= bins[k]!.x1 - bins[k]!.x0 &&
    f.height[shape]! <= bins[k]!.y1 - bins[k]!.y0
  let stuck = false
  for (let i = 0; i < f.n; i++) {
    if (
      spots.bin[i] !== target ||
      (takes(target, spots.shape[i]!) && spots.x[i]! + f.width[spots.shape[i]!]! <= bin.x1)
    )
      continue
    const ways: [number, number][] = []
    for (let k = 0; k < bins.length; k++) {
      for (let c = f.choice_start[i]!; c < f.choice_start[i + 1]!; c++)
        if (takes(k, f.choices[c]!)) ways.push([k, f.choices[c]!])
    }
    if (ways.length === 0) {
      stuck = true
      continue
    }
    const [k, shape] = ways[drawIndex(f.random, ways.length)]!
    const b = bins[k]!
    spots.bin[i] = k
    spots.shape[i] = shape
    spots.x[i] = b.x0 + f.random.next() * (b.x1 - b.x0 - f.width[shape]!)
    spots.y[i] = b.y0 + f.random.next() * (b.y1 - b.y0 - f.height[shape]!)
  }
  // A sheet is not taken away from under a part that lies nowhere else; such a narrowing fits nothing and is
  // dropped.
  if (!empty || stuck) return { spots, bins }
  for (let i = 0; i < f.n; i++) if (spots.bin[i]! > target) spots.bin[i] = spots.bin[i]! - 1
  return { spots, bins: bins.filter((_, k) => k !== target) }
}

/** False when the parts have more area than the bins, or a part fits its bin no more. */
function mayFit(f: Field, problem: Problem): boolean {
  const room = f.bins.reduce((sum, b) => sum + (b.x1 - b.x0) * (b.y1 - b.y0), 0)
  if (f.bins.length === 0 || room < problem.area) return false
  for (let i = 0; i < f.n; i++) {
    const b = f.bins[f.spots.bin[i]!]
    if (!b || f.right[i]! > b.x1 + 1e-9 || f.top[i]! > b.y1 + 1e-9) return false
  }
  return true
}

function takeSheets(f: Field, problem: Problem, instance: NestInstance, narrowed: SheetBin[]): Layout {
  const bins = narrowed.map((bin, k) => {
    const mine = Array.from({ length: f.n }, (_, i) => i).filter((i) => f.spots.bin[i] === k)
    const right = Math.max(...mine.map((i) => f.right[i]!)),
      top = Math.max(...mine.map((i) => f.top[i]!))
    const others = narrowed.filter((other) => other !== bin)
    const enough = instance
      .sheets!.map((_, sheet) => fullBin(problem, instance, sheet, bin.x0))
      .filter((b) => {
        const stock = instance.sheets![b.sheet]!.count ?? Infinity
        return (
          b.sheet === bin.sheet ||
          (b.x1 >= right && b.y1 >= top && others.filter((o) => o.sheet === b.sheet).length < stock)
        )
      })
    // One sheet at a time may change size, or two could take the last one in stock.
    return k === narrowed.length - 1
      ? enough.reduce((a, b) => (priceOf(instance, b) < priceOf(instance, a) ? b : a))
      : fullBin(problem, instance, bin.sheet, bin.x0)
  })
  return finishSheets(f.width, instance, { spots: copySpots(f.spots), cost: 0, length: 0, bins })
}

function priceOf(instance: NestInstance, bin: SheetBin): number {
  const { cost, width, height } = instance.sheets![bin.sheet]!
  return cost ?? width * height
}

/** The whole sheet as a bin whose left inner edge is at x0. */
export function fullBin(problem: Problem, instance: NestInstance, sheet: number, x0: number): SheetBin {
  const { width, height } = instance.sheets![sheet]!
  return { x0, y0: problem.inset, x1: x0 + width - 2 * problem.inset, y1: height - problem.inset, sheet }
}

/**
 * Drops empty sheets, puts the emptiest last and prices the layout; the used part of the last sheet breaks
 * ties.
 */
export function finishSheets(width: Float64Array, instance: NestInstance, layout: Layout): Layout {
  const { spots } = layout
  const ends = layout.bins.map(() => 0)
  for (let i = 0; i < spots.x.length; i++) {
    const k = spots.bin[i]!
    ends[k] = Math.max(ends[k]!, spots.x[i]! + width[spots.shape[i]!]! - layout.bins[k]!.x0)
  }
  const share = (k: number): number => ends[k]! / (layout.bins[k]!.x1 - layout.bins[k]!.x0)
  const order = layout.bins
    .map((_, k) => k)
    .filter((k) => ends[k]! > 0)
    .sort((a, b) => share(b) - share(a))
  const bins = order.map((k) => layout.bins[k]!)
  const last = order[order.length - 1]!
  const total = bins.reduce((sum, bin) => sum + priceOf(instance, bin), 0)
  return {
    spots: { ...spots, bin: spots.bin.map((k) => order.indexOf(k)) },
    bins,
    cost: total + 0.001 * share(last) * priceOf(instance, layout.bins[last]!),
    length: ends[last]!,
  }
}

function putLast(layout: Layout, k: number): Layout {
  const last = layout.bins.length - 1
  const at = (b: number): number => (b === k ? last : b === last ? k : b)
  return {
    ...layout,
    bins: layout.bins.map((_, b) => layout.bins[at(b)]!),
    spots: { ...layout.spots, bin: layout.spots.bin.map(at) },
  }
}
