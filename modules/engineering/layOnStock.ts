import { layInRows, roomInRows, type Distances, type Sheet, type Taken } from './layInRows.ts'
import type { Size } from './splitRemnants.ts'

/** Pieces laid on what lies in stock, and the area that is gone by it, mm². */
export interface Stocked {
  readonly pieces: number
  readonly area: number
  readonly adjacent_mm: number
  readonly taken: readonly Taken[]
}

/** More pieces of stock than this nobody fetches for one batch. */
const fetched_max = 5

/**
 * Lays what it can of a batch of one part on remnants and odd sheets in stock, before a new sheet is taken:
 * the smallest that takes all that is left, else the one that takes most. One that would mostly become scrap
 * is left for something that suits it.
 */
export function layOnStock(
  part: { readonly sides: Size; readonly area: number },
  demand: number,
  stock: readonly Sheet[],
  rules: Distances,
): Stocked {
  let found: Stocked = { pieces: 0, area: 0, adjacent_mm: 0, taken: [] }
  const free = [...stock]
  while (found.pieces < demand && found.taken.length < fetched_max) {
    const rest = demand - found.pieces
    const best = free
      .flatMap((sheet) => offer(part, rest, sheet, rules) ?? [])
      .sort(
        (a, b) =>
          b.pieces - a.pieces ||
          a.sheet.width * a.sheet.height - b.sheet.width * b.sheet.height ||
          (a.sheet.number ?? '').localeCompare(b.sheet.number ?? ''),
      )[0]
    if (!best) break
    free.splice(free.indexOf(best.sheet), 1)
    found = {
      pieces: found.pieces + best.pieces,
      area: found.area + best.area,
      adjacent_mm: found.adjacent_mm + best.adjacent_mm,
      taken: [...found.taken, ...best.taken],
    }
  }
  return found
}

function offer(
  { sides, area }: { readonly sides: Size; readonly area: number },
  rest: number,
  sheet: Sheet,
  rules: Distances,
): (Stocked & { readonly sheet: Sheet }) | null {
  const pieces = Math.min(rest, roomInRows(sides, sheet, rules))
  if (pieces < 1) return null
  const way = layInRows(sides, pieces, [sheet], rules)
    .filter(({ sheets }) => sheets === 1)
    .sort((a, b) => a.area - b.area)[0]
  return way && (pieces * area) / way.area >= rules.remnant.least_share
    ? { sheet, pieces, area: way.area, adjacent_mm: way.adjacent_mm, taken: way.taken }
    : null
}
