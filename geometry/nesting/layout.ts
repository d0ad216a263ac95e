import type { Bin, Spots } from './field.ts'
import type { NestInstance, NestResult, SheetUsed } from './instance.ts'
import { placementAt, type Problem } from './problem.ts'

/** A layout without overlap as the search knows it; travels between threads. */
export interface Layout {
  spots: Spots
  /** What is to be made small: length of the strip, or cost of the sheets and then length of the last. */
  cost: number
  /** Used length of the strip or of the last sheet, from the inset. */
  length: number
  /** The rectangle and the size of sheet (index in the instance) behind each bin; empty for a strip. */
  bins: (Bin & { sheet: number })[]
}

export function describeLayout(
  instance: NestInstance,
  problem: Problem,
  layout: Layout,
  seconds: number,
): NestResult {
  const { spots, bins } = layout
  const used = bins.map((_, k) => k).filter((k) => spots.bin.includes(k))
  const placements = problem.pieces.map((piece, i) => {
    const bin = bins[spots.bin[i]!]
    if (!bin) return placementAt(piece, spots.shape[i]!, spots.x[i]!, spots.y[i]!)
    const laid = placementAt(
      piece,
      spots.shape[i]!,
      spots.x[i]! - bin.x0 + problem.inset,
      spots.y[i]! - bin.y0 + problem.inset,
    )
    return { ...laid, sheet: used.indexOf(spots.bin[i]!) }
  })
  const sheets_used = used.map((k): SheetUsed => describeSheet(instance, problem, layout, k))
  const room = instance.sheets
    ? sheets_used.reduce((sum, s) => sum + s.width * s.height, 0)
    : (instance.strip_height ?? 0) * (layout.length + 2 * problem.inset)
  return {
    name: instance.name,
    density: problem.area / room,
    strip_length: layout.length + 2 * problem.inset,
    placements,
    seconds,
    sheets_used,
  }
}

function describeSheet(instance: NestInstance, problem: Problem, layout: Layout, k: number): SheetUsed {
  const bin = layout.bins[k]!
  const { width, height } = instance.sheets![bin.sheet]!
  let area = 0,
    end = 0
  problem.pieces.forEach((piece, i) => {
    if (layout.spots.bin[i] !== k) return
    area += piece.area
    end = Math.max(end, layout.spots.x[i]! - bin.x0 + problem.shapes[layout.spots.shape[i]!]!.width)
  })
  const x = Math.min(width, end + 2 * problem.inset)
  return {
    sheet: bin.sheet,
    width,
    height,
    utilisation: area / (width * height),
    remnant: { x, width: width - x, height },
  }
}
