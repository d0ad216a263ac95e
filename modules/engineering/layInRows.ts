import type { NestingRules } from './nestBatch.ts'

/** Sheets that a layout takes; lengths mm, area mm². */
export interface Spread {
  readonly sheets: number
  readonly width: number
  readonly height: number
  readonly last: readonly [x: number, y: number]
  readonly area: number
}

/** One kind of part in rows and columns by its box, on every size of sheet and both ways round where the grain allows: what a worker would lay first. */
export function layInRows(outer: readonly (readonly [number, number])[], pieces: number, { sheets, gap, margin, grain }: NestingRules): Spread[] {
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)]
  const sides = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)] as const
  const ways = grain ? [sides] : [sides, [sides[1], sides[0]] as const]
  return sheets.flatMap((sheet) => ways.flatMap(([w, h]) => {
    const fit = (room: number, side: number) => Math.floor((room - 2 * margin + gap + 1e-9) / (side + gap))
    const [columns, rows] = [fit(sheet.width, w), fit(sheet.height, h)]
    if (columns < 1 || rows < 1) return []
    const full = Math.ceil(pieces / (columns * rows)) - 1
    const rest = pieces - full * columns * rows
    const span = (count: number, side: number) => count * side + (count - 1) * gap + 2 * margin
    // The rest goes into whichever shape takes the smaller rectangle: full columns, full rows, or near a square.
    const shapes = Array.from({ length: Math.min(rows, rest) }, (_, i) => i + 1).filter((high) => Math.ceil(rest / high) <= columns).map((high) => [span(Math.ceil(rest / high), w), span(high, h)] as const)
    const last = shapes.sort((a, b) => a[0] * a[1] - b[0] * b[1])[0]!
    return [{ sheets: full + 1, ...sheet, last: [Math.round(last[0] * 100) / 100, Math.round(last[1] * 100) / 100] as const, area: full * sheet.width * sheet.height + last[0] * last[1] }]
  }))
}
