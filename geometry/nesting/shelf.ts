import type { Layout } from './layout.ts'
import type { Problem } from './problem.ts'

/**
 * Boxes in columns from left to right, the widest first: a poor layout, but there at once and never
 * wrong, so that an answer exists from the first moment.
 */
export function shelveStrip(problem: Problem, height: number): Layout {
  const n = problem.pieces.length
  const room = height - 2 * problem.inset
  const spots = { x: new Float64Array(n), y: new Float64Array(n), shape: new Int32Array(n), bin: new Int32Array(n) }
  const box = (i: number) => problem.shapes[spots.shape[i]!]!
  problem.pieces.forEach((piece, i) => {
    const fits = piece.options.filter((o) => problem.shapes[o.shape]!.height <= room)
    spots.shape[i] = fits.reduce((a, b) => (problem.shapes[b.shape]!.width < problem.shapes[a.shape]!.width ? b : a)).shape
  })
  const order = problem.pieces.map((_, i) => i).sort((i, j) => box(j).width - box(i).width)
  let x = 0, y = 0, widest = 0
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
