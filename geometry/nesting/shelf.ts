import type { NestInstance } from './instance.ts'
import type { Layout } from './layout.ts'
import { optionsWithin, type Problem } from './problem.ts'
import { finishSheets, fullBin } from './sheets.ts'

/**
 * Boxes in columns from left to right, the widest first: a poor layout, but there at once and never
 * wrong, so that an answer exists from the first moment.
 */
export function shelveStrip(problem: Problem, height: number): Layout {
  const n = problem.pieces.length
  const room = height - 2 * problem.inset
  const spots = {
    x: new Float64Array(n),
    y: new Float64Array(n),
    shape: new Int32Array(n),
    bin: new Int32Array(n),
  }
  const box = (i: number) => problem.shapes[spots.shape[i]!]!
  problem.pieces.forEach((piece, i) => {
    const fits = optionsWithin(problem, piece, room)
    spots.shape[i] = fits.reduce((a, b) =>
      problem.shapes[b.shape]!.width < problem.shapes[a.shape]!.width ? b : a,
    ).shape
  })
  const order = problem.pieces.map((_, i) => i).sort((i, j) => box(j).width - box(i).width)
  let x = 0,
    y = 0,
    widest = 0
  for (const i of order) {
    if (y + box(i).height > room) {
      x += widest
      y = 0
      widest = 0
    }
    spots.x[i] = problem.inset + x
    spots.y[i] = problem.inset + y
    y += box(i).height
    widest = Math.max(widest, box(i).width)
  }
  return { spots, cost: x + widest, length: x + widest, bins: [] }
}

/**
 * The same on sheets, each size of sheet tried as the first choice; null when the stock does not suffice for
 * it.
 */
export function shelveSheets(problem: Problem, instance: NestInstance): Layout | null {
  const sheets = instance.sheets!
  const perArea = (k: number): number =>
    (sheets[k]!.cost ?? sheets[k]!.width * sheets[k]!.height) / (sheets[k]!.width * sheets[k]!.height)
  const cheapest = sheets.map((_, k) => k).sort((a, b) => perArea(a) - perArea(b))
  const layouts = cheapest.map((first) =>
    shelveInOrder(problem, instance, [first, ...cheapest.filter((k) => k !== first)]),
  )
  return layouts.reduce(
    (best, layout) => (layout && (!best || layout.cost < best.cost) ? layout : best),
    null,
  )
}

function shelveInOrder(problem: Problem, instance: NestInstance, preferred: number[]): Layout | null {
  const n = problem.pieces.length
  const spots = {
    x: new Float64Array(n),
    y: new Float64Array(n),
    shape: new Int32Array(n),
    bin: new Int32Array(n),
  }
  const bins: Layout['bins'] = []
  const shelves: { x: number; y: number; widest: number }[] = []
  const box = (shape: number) => problem.shapes[shape]!
  const slack = 1e-12 * Math.max(...instance.sheets!.map((s) => s.width + s.height))
  const put = (i: number, k: number): boolean =>
    problem.pieces[i]!.options.some(({ shape }) => {
      const bin = bins[k]!,
        shelf = shelves[k]!
      const w = box(shape).width,
        h = box(shape).height
      const next = bin.y0 + shelf.y + h > bin.y1 + slack
      const x = shelf.x + (next ? shelf.widest : 0),
        y = next ? 0 : shelf.y
      if (bin.x0 + x + w > bin.x1 + slack || bin.y0 + y + h > bin.y1 + slack) return false
      spots.x[i] = bin.x0 + x
      spots.y[i] = bin.y0 + y
      spots.shape[i] = shape
      spots.bin[i] = k
      shelves[k] = { x, y: y + h, widest: Math.max(next ? 0 : shelf.widest, w) }
      return true
    })
  const size = (i: number): number => Math.min(...problem.pieces[i]!.options.map((o) => box(o.shape).width))
  const open = (i: number): boolean =>
    preferred.some((sheet) => {
      if (bins.filter((bin) => bin.sheet === sheet).length >= (instance.sheets![sheet]!.count ?? Infinity))
        return false
      bins.push(fullBin(problem, instance, sheet, nextOrigin(bins)))
      shelves.push({ x: 0, y: 0, widest: 0 })
      if (put(i, bins.length - 1)) return true
      bins.pop()
      shelves.pop()
      return false
    })
  for (const i of problem.pieces.map((_, k) => k).sort((a, b) => size(b) - size(a))) {
    if (!bins.some((_, k) => put(i, k)) && !open(i)) return null
  }
  return finishSheets(
    Float64Array.from(problem.shapes, (s) => s.width),
    instance,
    { spots, cost: 0, length: 0, bins },
  )
}

/** Bins lie in a row with room between, so that boxes in different bins never meet. */
export function nextOrigin(bins: Layout['bins']): number {
  return bins.reduce((end, bin) => Math.max(end, bin.x1 + (bin.x1 - bin.x0)), 0)
}
