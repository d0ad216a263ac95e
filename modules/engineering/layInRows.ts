import { consumedOf, splitRemnants, type RemnantRules, type Size } from './splitRemnants.ts'

/** A sheet to lay on, mm: of a size that is bought, or one that lies in stock. */
export interface Sheet {
  readonly width: number
  readonly height: number
  /** Record of `sheet_stock`, and its number; absent for sheets that are bought as needed. */
  readonly stock?: string
  readonly number?: string
}

/** Sheets of one size that a layout takes, and what each of them leaves for stock. */
export interface Taken extends Sheet {
  readonly count: number
  readonly left: readonly Size[]
}

/** Sheets that a layout takes; lengths mm, area mm² without what goes back to stock. */
export interface Spread {
  readonly sheets: number
  readonly width: number
  readonly height: number
  readonly last: Size
  readonly area: number
  /** Length of the edges along which two neighbours in the grid lie, mm: one cut would do for both. */
  readonly adjacent_mm: number
  readonly taken: readonly Taken[]
}

export interface Distances {
  readonly gap: number
  readonly margin: number
  readonly grain: boolean
  readonly remnant: RemnantRules
}

/**
 * One kind of part in rows and columns by its box, on every size of sheet and both ways round where the grain
 * allows: what a worker would lay first.
 */
export function layInRows(sides: Size, pieces: number, sheets: readonly Sheet[], rules: Distances): Spread[] {
  return sheets.flatMap((sheet) =>
    waysRound(sides, rules).flatMap((side) => layOneWay(side, pieces, sheet, rules) ?? []),
  )
}

/** The most pieces that rows lay on one sheet. */
export const roomInRows = (sides: Size, sheet: Sheet, rules: Distances): number =>
  Math.max(
    0,
    ...waysRound(sides, rules).map((side) => {
      const [columns, rows] = gridOf(side, sheet, rules)
      return columns * rows
    }),
  )

const waysRound = ([w, h]: Size, { grain }: Distances): readonly Size[] =>
  grain
    ? [[w, h]]
    : [
        [w, h],
        [h, w],
      ]

function gridOf([w, h]: Size, sheet: Sheet, { gap, margin }: Distances): Size {
  const fit = (room: number, side: number) =>
    Math.max(0, Math.floor((room - 2 * margin + gap + 1e-9) / (side + gap)))
  return [fit(sheet.width, w), fit(sheet.height, h)]
}

function layOneWay([w, h]: Size, pieces: number, sheet: Sheet, rules: Distances): Spread | null {
  const [columns, rows] = gridOf([w, h], sheet, rules)
  if (columns < 1 || rows < 1) return null
  const size = [sheet.width, sheet.height] as const
  const span = (count: number, side: number) =>
    Math.round((count * side + (count - 1) * rules.gap + 2 * rules.margin) * 100) / 100
  const full = Math.ceil(pieces / (columns * rows)) - 1
  const rest = pieces - full * columns * rows
  // The rest goes into whichever shape takes the smaller rectangle: full columns, full rows, or near a
  // square.
  const shapes = Array.from({ length: Math.min(rows, rest) }, (_, i) => i + 1)
    .filter((high) => Math.ceil(rest / high) <= columns)
    .map((high) => ({ high, size: [span(Math.ceil(rest / high), w), span(high, h)] as const }))
  const { high, size: last } = shapes.sort((a, b) => a.size[0] * a.size[1] - b.size[0] * b.size[1])[0]!
  const taken = [
    ...(full > 0
      ? [
          {
            ...sheet,
            count: full,
            left: splitRemnants(size, [span(columns, w), span(rows, h)], rules.remnant),
          },
        ]
      : []),
    { ...sheet, count: 1, left: splitRemnants(size, last, rules.remnant) },
  ]
  const adjacent_mm = full * adjacentIn([w, h], columns * rows, rows) + adjacentIn([w, h], rest, high)
  return {
    adjacent_mm,
    sheets: full + 1,
    width: sheet.width,
    height: sheet.height,
    last,
    area: taken.reduce((sum, { count, left }) => sum + count * consumedOf(size, left), 0),
    taken,
  }
}

/**
 * Edges that neighbours share where pieces fill columns of `high` one after another, the last one only as far
 * as they go.
 */
function adjacentIn([w, h]: Size, pieces: number, high: number): number {
  const columns = Math.ceil(pieces / high)
  return (pieces - columns) * w + Math.max(0, pieces - high) * h
}
