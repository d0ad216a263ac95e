import { nest, type NestInstance, type NestOptions, type PartContours } from '../../geometry/index.ts'
import { Refusal } from '../../model/index.ts'
import { coarsen } from './coarsen.ts'
import { layInRows, type Spread } from './layInRows.ts'

export interface NestingRules {
  /** Sheets to choose from, mm. */
  readonly sheets: readonly { readonly width: number; readonly height: number }[]
  readonly gap: number
  readonly margin: number
  /** With a grain a part is turned by half turns only. */
  readonly grain: boolean
}

/** What a batch leaves of the sheets it needs. Same contours, batch and rules: same answer. */
export interface BatchNesting {
  readonly batch: number
  /** Pieces that were laid; a larger batch repeats their layout. */
  readonly laid: number
  /** 1 − area of the parts ÷ area of the sheets used, to 0.0001; of the last sheet only the rectangle in use counts, the rest is remnant. */
  readonly loss_rate: string
  readonly sheets: number
  readonly width: number
  readonly height: number
  /** Rectangle in use on the last sheet, mm. */
  readonly last: readonly [x: number, y: number]
  readonly method: 'rows' | 'search'
  /** The rules it was laid by, in words that compare. */
  readonly by: string
}

/** One line for the same rules, always: JSON that went through the database has its keys in another order. */
export const nameRules = ({ sheets, gap, margin, grain }: NestingRules): string =>
  `${sheets.map(({ width, height }) => `${width}x${height}`).join('+')} gap ${gap} margin ${margin}${grain ? ' grain' : ''}`

/** More pieces than this are not searched for: their loss hardly changes, the time does. */
export const searched_pieces_max = 40
const searched_corners_max = 600
const moves_a_piece = 60

/**
 * Lays a batch of the drawing's parts on stock sheets and answers the loss. Parts of one kind are laid in rows, too, and the better
 * layout counts. The search ends after a number of moves with seed 1, so the clock has no say; 30 s are only a guard.
 * Null when the parts are not laid: larger than every sheet, contours that cross themselves, or too many kinds at once.
 */
export async function nestBatch(contours: readonly PartContours[], batch: number, rules: NestingRules): Promise<BatchNesting | null> {
  const demand = Math.max(1, Math.ceil(batch))
  const parts = contours.reduce((sum, one) => sum + areaOf(one.outer) - one.holes.reduce((holes, hole) => holes + areaOf(hole), 0), 0)
  if (contours.length === 0 || !(parts > 0) || contours.some((one) => !fits(boxOf(one.outer), rules))) return null
  const coarse = contours.map((one) => ({ ...one, ...coarsen(one.outer) }))
  const corners = coarse.reduce((sum, { ring }) => sum + ring.length, 0)
  if (contours.length > 1 && (contours.length > searched_pieces_max || corners > searched_corners_max)) return null
  const laid = Math.max(1, Math.min(demand, Math.floor(searched_pieces_max / contours.length), Math.floor(searched_corners_max / corners)))
  const rows = contours.length === 1 ? layInRows(contours[0]!.outer, demand, rules) : []
  const searched = rowsSuffice(contours, demand, rows) ? null : await search(coarse.map(({ part, ring, holes }) => ({ part, outer: ring, holes })), laid, looser(rules, Math.max(...coarse.map(({ strays_mm }) => strays_mm))))
  const ways = [...rows.map((way) => ({ ...way, method: 'rows' as const, laid: demand, share: (parts * demand) / way.area })), ...(searched ? [{ ...searched, method: 'search' as const, laid, share: (parts * laid) / searched.area }] : [])]
  const best = ways.sort((a, b) => b.share - a.share)[0]
  if (!best || best.share > 1) return null
  const { method, sheets, width, height, last } = best
  return { batch: demand, laid: best.laid, loss_rate: String(Math.max(0, Number((1 - best.share).toFixed(4)))), sheets, width, height, last, method, by: nameRules(rules) }
}

/** A coarse contour strays to both sides of the true one, so two of them keep twice as much more apart. */
const looser = (rules: NestingRules, strays_mm: number): NestingRules => ({ ...rules, gap: rules.gap + 2 * strays_mm, margin: rules.margin + strays_mm })

/** Whether a box lies on some sheet, turned where the grain allows. */
const fits = ([w, h]: readonly [number, number], { sheets, margin, grain }: NestingRules): boolean =>
  sheets.some((sheet) => (w + 2 * margin <= sheet.width && h + 2 * margin <= sheet.height) || (!grain && h + 2 * margin <= sheet.width && w + 2 * margin <= sheet.height))

/** A search finds nothing better than rows for one piece, and hardly anything for parts that fill nine tenths of their box. */
function rowsSuffice(contours: readonly PartContours[], demand: number, rows: readonly Spread[]): boolean {
  if (rows.length === 0) return false
  const { outer } = contours[0]!
  const [w, h] = boxOf(outer)
  return demand === 1 || areaOf(outer) >= 0.9 * w * h
}

/** The batch as one block about as wide as long, if such a block goes onto a sheet; else spread over sheets. */
async function search(contours: readonly PartContours[], demand: number, rules: NestingRules): Promise<Spread | null> {
  const instance = {
    name: 'batch', gap: rules.gap, margin: rules.margin,
    // Holes are left out: their drops are loss in any case, and pairs of parts with holes take long to table.
    items: contours.map((one, id) => ({ id, demand, allowed_orientations: rules.grain ? [0, 180] : [0, 90, 180, 270], shape: { type: 'polygon' as const, outer: [...one.outer], inner: [] } })),
  }
  const options = { seconds: 30, seed: 1, threads: 1, moves: moves_a_piece * demand * contours.length }
  try {
    return (await layBlock(instance, contours, { rules, options })) ?? (await laySheets(instance, contours, { rules, options }))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

interface Search {
  readonly rules: NestingRules
  readonly options: NestOptions
}

async function layBlock(instance: NestInstance, contours: readonly PartContours[], { rules: { sheets, margin, grain }, options }: Search): Promise<Spread | null> {
  const lowest = Math.max(...contours.map(({ outer }) => boxOf(outer)).map(([w, h]) => (grain ? h : Math.min(w, h)))) + 2 * margin
  const square = Math.sqrt(instance.items.reduce((sum, { demand }, i) => sum + demand * areaOf(contours[i]!.outer), 0) / 0.7) + 2 * margin
  const highest = Math.max(...sheets.map((sheet) => sheet.height))
  const strip_height = Math.min(highest, Math.ceil(Math.max(lowest, square)))
  if (strip_height < lowest) return null
  const { strip_length } = await nest({ ...instance, strip_height }, options)
  const onto = [...sheets].sort((a, b) => a.width * a.height - b.width * b.height).find((sheet) => strip_length <= sheet.width + 1e-6 && strip_height <= sheet.height)
  return onto ? { sheets: 1, ...onto, last: [round(strip_length), strip_height], area: strip_length * strip_height } : null
}

async function laySheets(instance: NestInstance, contours: readonly PartContours[], { rules: { sheets, margin }, options }: Search): Promise<Spread> {
  const { sheets_used, placements } = await nest({ ...instance, sheets: sheets.map((sheet) => ({ ...sheet })) }, options)
  const end = sheets_used.length - 1
  const last = sheets_used[end]!
  const corners = placements.filter((one) => one.sheet === end).flatMap((one) => turned(contours[one.item]!.outer, one))
  const used = [Math.min(last.width, Math.max(...corners.map(([x]) => x)) + margin), Math.min(last.height, Math.max(...corners.map(([, y]) => y)) + margin)] as const
  const area = sheets_used.slice(0, end).reduce((sum, sheet) => sum + sheet.width * sheet.height, 0) + used[0] * used[1]
  return { sheets: sheets_used.length, width: last.width, height: last.height, last: [round(used[0]), round(used[1])], area }
}

function turned(outer: PartContours['outer'], { rotation, x, y }: { rotation: number; x: number; y: number }): (readonly [number, number])[] {
  const [cos, sin] = [Math.round(Math.cos((rotation * Math.PI) / 180)), Math.round(Math.sin((rotation * Math.PI) / 180))]
  return outer.map(([px, py]) => [px * cos - py * sin + x, px * sin + py * cos + y] as const)
}

function boxOf(outer: PartContours['outer']): readonly [number, number] {
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)]
  return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)]
}

/** Area inside a closed contour, whichever way round it runs (shoelace formula). */
export const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]!; return sum + x * v - u * y }, 0)) / 2

const round = (mm: number) => Math.round(mm * 100) / 100
