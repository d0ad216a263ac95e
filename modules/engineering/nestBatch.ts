import type { PartContours } from '../../geometry/index.ts'
import type { Taken } from './layInRows.ts'
import { layOnStock } from './layOnStock.ts'
import { type NestingRules, nameRules } from './nestingRules.ts'
import { areaOf, boxOf, round } from './ringSize.ts'
import { layFresh } from './layFresh.ts'

/** What a batch leaves of the sheets it needs. Same contours, batch and rules: same answer. */
export interface BatchNesting {
  readonly batch: number
  /** Pieces that were laid; a larger batch repeats their layout. */
  readonly laid: number
  /**
   * 1 − area of the parts ÷ area that is gone of the sheets, to 0.0001; what is large enough to go back to
   * stock is not gone.
   */
  readonly loss_rate: string
  /** Sheets of the sizes that are bought, beside what comes from stock. */
  readonly sheets: number
  readonly width: number
  readonly height: number
  /** Rectangle in use on the last sheet, mm. */
  readonly last: readonly [x: number, y: number]
  readonly method: 'rows' | 'search'
  /** Which sheets the whole batch takes; absent on nestings from before there was stock. */
  readonly taken?: readonly Taken[]
  /** Numbers of what comes from stock, for reading. */
  readonly from_stock?: string
  /** Cut length that the batch saves because neighbours share a cut, mm; absent where none is shared. */
  readonly saved_cut_mm?: number
  /** The rules it was laid by, in words that compare. */
  readonly by: string
}

/**
 * Lays a batch of the drawing's parts on sheets and answers the loss: first on what lies in stock, the rest
 * on sizes that are bought. Parts of one kind are laid in rows, too, and the better layout counts. The search
 * ends after a number of moves with seed 1, so the clock has no say; 30 s are only a guard. Null when the
 * parts are not laid: larger than every sheet, contours that cross themselves, or too many kinds at once.
 */
export async function nestBatch(
  contours: readonly PartContours[],
  batch: number,
  asked: NestingRules,
): Promise<BatchNesting | null> {
  const shared = asked.common_cut && sharesCuts(contours)
  const rules = shared ? { ...asked, gap: asked.common_cut!.kerf } : asked
  const demand = Math.max(1, Math.ceil(batch))
  const parts = contours.reduce(
    (sum, one) => sum + areaOf(one.outer) - one.holes.reduce((holes, hole) => holes + areaOf(hole), 0),
    0,
  )
  if (contours.length === 0 || !(parts > 0) || contours.some((one) => !fits(boxOf(one.outer), rules)))
    return null
  const stocked =
    contours.length === 1
      ? layOnStock({ sides: boxOf(contours[0]!.outer), area: parts }, demand, rules.stock, rules)
      : { pieces: 0, area: 0, adjacent_mm: 0, taken: [] }
  const rest = demand - stocked.pieces
  const free = {
    ...rules,
    stock: rules.stock.filter(({ stock }) => !stocked.taken.some((one) => one.stock === stock)),
  }
  const fresh = rest > 0 ? await layFresh(contours, { rest, parts }, free) : null
  if (rest > 0 && !fresh) return null
  const taken = [...stocked.taken, ...(fresh?.taken ?? [])]
  const area = stocked.area + (fresh ? (parts * rest) / fresh.share : 0)
  const { width, height } = fresh ?? taken.at(-1)!
  const saved = shared ? stocked.adjacent_mm + (fresh?.adjacent_mm ?? 0) : 0
  const numbers = taken.flatMap(({ number }) => number ?? [])
  return {
    batch: demand,
    laid: stocked.pieces + (fresh?.laid ?? 0),
    loss_rate: String(Math.max(0, Number((1 - (parts * demand) / area).toFixed(4)))),
    sheets: taken.reduce((sum, { stock, count }) => sum + (stock ? 0 : count), 0),
    width,
    height,
    last: fresh?.last ?? [width, height],
    method: fresh?.method ?? 'rows',
    taken,
    ...(numbers.length > 0 ? { from_stock: numbers.join(', ') } : {}),
    ...(saved > 0 ? { saved_cut_mm: round(saved) } : {}),
    by: nameRules(asked),
  }
}

/**
 * Two of a kind can share a cut where the outline is a rectangle that lies straight: to a hundredth of a
 * millimetre, repeated corners aside.
 */
function sharesCuts(contours: readonly PartContours[]): boolean {
  if (contours.length !== 1) return false
  const { outer } = contours[0]!
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)]
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const near = (a: number, b: number) => Math.abs(a - b) < 0.01
  return (
    outer.every(([x, y]) => near(x, left) || near(x, right) || near(y, low) || near(y, high)) &&
    Math.abs(areaOf(outer) - (right - left) * (high - low)) < 0.01 * (right - left + high - low)
  )
}

/** Whether a box lies on some sheet, turned where the grain allows. */
const fits = ([w, h]: readonly [number, number], { sheets, margin, grain }: NestingRules): boolean =>
  sheets.some(
    (sheet) =>
      (w + 2 * margin <= sheet.width && h + 2 * margin <= sheet.height) ||
      (!grain && h + 2 * margin <= sheet.width && w + 2 * margin <= sheet.height),
  )
