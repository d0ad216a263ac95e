import { nest, type NestInstance, type NestOptions, type PartContours } from '../../geometry/index.ts'
import { Refusal } from '../../model/index.ts'
import { coarsen } from './coarsen.ts'
import { layInRows, type Distances, type Sheet, type Spread, type Taken } from './layInRows.ts'
import { layOnStock } from './layOnStock.ts'
import { consumedOf, splitRemnants, type Size } from './splitRemnants.ts'

/** Distances in mm; with a grain a part is turned by half turns only. */
export interface NestingRules extends Distances {
  /** Sizes that are bought, as many as needed. */
  readonly sheets: readonly Sheet[]
  /** Remnants, and sheets of other sizes, that lie in stock: one entry each. They are taken first. */
  readonly stock: readonly Sheet[]
  /**
   * Rectangles of one kind share their cuts and lie as far apart as the cut is wide (kerf, mm); absent where
   * every part is cut by itself.
   */
  readonly common_cut?: { readonly kerf: number }
}

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

/** One line for the same rules, always: JSON that went through the database has its keys in another order. */
export const nameRules = ({ sheets, stock, gap, margin, grain, remnant, common_cut }: NestingRules): string =>
  `${sheets.map(nameSize).join('+')} gap ${gap} margin ${margin}${grain ? ' grain' : ''} keep ${remnant.least_side}/${remnant.least_share}${common_cut ? ` common ${common_cut.kerf}` : ''}${stock.length > 0 ? ` stock ${stock.map((one) => `${one.number ?? ''}:${nameSize(one)}`).join('+')}` : ''}`

const nameSize = ({ width, height }: Sheet): string => `${width}x${height}`

/** More pieces than this are not searched for: their loss hardly changes, the time does. */
export const searched_pieces_max = 40
const searched_corners_max = 600
const moves_a_piece = 60

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

type Laid = Spread & { readonly method: 'rows' | 'search'; readonly laid: number; readonly share: number }

/** Rows against the search, whichever fills more of what it takes. */
async function layFresh(
  contours: readonly PartContours[],
  { rest, parts }: { readonly rest: number; readonly parts: number },
  rules: NestingRules,
): Promise<Laid | null> {
  const coarse = contours.map((one) => ({ ...one, ...coarsen(one.outer) }))
  const corners = coarse.reduce((sum, { ring }) => sum + ring.length, 0)
  if (contours.length > 1 && (contours.length > searched_pieces_max || corners > searched_corners_max))
    return null
  const laid = Math.max(
    1,
    Math.min(
      rest,
      Math.floor(searched_pieces_max / contours.length),
      Math.floor(searched_corners_max / corners),
    ),
  )
  const rows = contours.length === 1 ? layInRows(boxOf(contours[0]!.outer), rest, rules.sheets, rules) : []
  // A block that is repeated lies on many sheets; one piece of stock takes it once at most.
  const offered = laid < rest ? { ...rules, stock: [] } : rules
  const searched = rowsSuffice(contours, rest, rows)
    ? null
    : await search(
        coarse.map(({ part, ring, holes }) => ({ part, outer: ring, holes })),
        laid,
        looser(offered, Math.max(...coarse.map(({ strays_mm }) => strays_mm))),
      )
  const ways: readonly Laid[] = [
    ...rows.map((way) => ({ ...way, method: 'rows' as const, laid: rest, share: (parts * rest) / way.area })),
    ...(searched
      ? [
          {
            ...searched,
            taken: repeat(searched, Math.ceil(rest / laid), rules),
            method: 'search' as const,
            laid,
            share: (parts * laid) / searched.area,
          },
        ]
      : []),
  ]
  const best = [...ways].sort((a, b) => b.share - a.share)[0]
  return best && best.share <= 1 ? best : null
}

/** The sheets of a layout that is cut several times over: one block is tiled, whole sheets are counted. */
function repeat({ taken, last, sheets }: Spread, times: number, rules: NestingRules): readonly Taken[] {
  if (times === 1) return taken
  if (sheets > 1) return taken.map((one) => ({ ...one, count: one.count * times, left: [] }))
  const block = [last[0] - 2 * rules.margin, last[1] - 2 * rules.margin] as const
  return (
    layInRows(block, times, rules.sheets, { ...rules, grain: true }).sort((a, b) => a.area - b.area)[0]
      ?.taken ?? taken.map((one) => ({ ...one, count: times }))
  )
}

/** A coarse contour strays to both sides of the true one, so two of them keep twice as much more apart. */
const looser = (rules: NestingRules, strays_mm: number): NestingRules => ({
  ...rules,
  gap: rules.gap + 2 * strays_mm,
  margin: rules.margin + strays_mm,
})

/** Whether a box lies on some sheet, turned where the grain allows. */
const fits = ([w, h]: readonly [number, number], { sheets, margin, grain }: NestingRules): boolean =>
  sheets.some(
    (sheet) =>
      (w + 2 * margin <= sheet.width && h + 2 * margin <= sheet.height) ||
      (!grain && h + 2 * margin <= sheet.width && w + 2 * margin <= sheet.height),
  )

/**
 * A search finds nothing better than rows for one piece, and hardly anything for parts that fill nine tenths
 * of their box.
 */
function rowsSuffice(contours: readonly PartContours[], demand: number, rows: readonly Spread[]): boolean {
  if (rows.length === 0) return false
  const { outer } = contours[0]!
  const [w, h] = boxOf(outer)
  return demand === 1 || areaOf(outer) >= 0.9 * w * h
}

/**
 * The batch as one block about as wide as long, if such a block goes onto a sheet; else spread over sheets.
 */
async function search(
  contours: readonly PartContours[],
  demand: number,
  rules: NestingRules,
): Promise<Spread | null> {
  const instance = {
    name: 'batch',
    gap: rules.gap,
    margin: rules.margin,
    // Holes are left out: their drops are loss in any case, and pairs of parts with holes take long to table.
    items: contours.map((one, id) => ({
      id,
      demand,
      allowed_orientations: rules.grain ? [0, 180] : [0, 90, 180, 270],
      shape: { type: 'polygon' as const, outer: [...one.outer], inner: [] },
    })),
  }
  const options = { seconds: 30, seed: 1, threads: 1, moves: moves_a_piece * demand * contours.length }
  try {
    return (
      (await layBlock(instance, contours, { rules, options })) ??
      (await laySheets(instance, contours, { rules, options }))
    )
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

interface Search {
  readonly rules: NestingRules
  readonly options: NestOptions
}

async function layBlock(
  instance: NestInstance,
  contours: readonly PartContours[],
  { rules, options }: Search,
): Promise<Spread | null> {
  const { sheets, margin, grain } = rules
  const lowest =
    Math.max(...contours.map(({ outer }) => boxOf(outer)).map(([w, h]) => (grain ? h : Math.min(w, h)))) +
    2 * margin
  const square =
    Math.sqrt(
      instance.items.reduce((sum, { demand }, i) => sum + demand * areaOf(contours[i]!.outer), 0) / 0.7,
    ) +
    2 * margin
  const highest = Math.max(...sheets.map((sheet) => sheet.height))
  const strip_height = Math.min(highest, Math.ceil(Math.max(lowest, square)))
  if (strip_height < lowest) return null
  const { strip_length } = await nest({ ...instance, strip_height }, options)
  return placeBlock(
    [round(strip_length), strip_height],
    instance.items.reduce((sum, { demand }, i) => sum + demand * areaOf(contours[i]!.outer), 0),
    rules,
  )
}

/**
 * The block onto the smallest piece in stock that it suits, else onto the smallest sheet that is bought;
 * turned where the grain allows.
 */
function placeBlock(
  block: Size,
  parts: number,
  { sheets, stock, grain, remnant }: NestingRules,
): Spread | null {
  const bySize = (some: readonly Sheet[]) => [...some].sort((a, b) => a.width * a.height - b.width * b.height)
  const blocks: readonly Size[] = grain ? [block] : [block, [block[1], block[0]]]
  for (const sheet of [...bySize(stock), ...bySize(sheets)]) {
    const size = [sheet.width, sheet.height] as const
    const last = blocks.find(([x, y]) => x <= sheet.width + 1e-6 && y <= sheet.height + 1e-6)
    if (!last) continue
    const left = splitRemnants(size, last, remnant)
    const area = consumedOf(size, left)
    if (sheet.stock && parts / area < remnant.least_share) continue
    return {
      adjacent_mm: 0,
      sheets: 1,
      width: sheet.width,
      height: sheet.height,
      last,
      area,
      taken: [{ ...sheet, count: 1, left }],
    }
  }
  return null
}

async function laySheets(
  instance: NestInstance,
  contours: readonly PartContours[],
  { rules: { sheets, margin, remnant }, options }: Search,
): Promise<Spread> {
  const { sheets_used, placements } = await nest(
    { ...instance, sheets: sheets.map(({ width, height }) => ({ width, height })) },
    options,
  )
  const end = sheets_used.length - 1
  const last = sheets_used[end]!
  const corners = placements
    .filter((one) => one.sheet === end)
    .flatMap((one) => turned(contours[one.item]!.outer, one))
  const used = [
    Math.min(last.width, Math.max(...corners.map(([x]) => x)) + margin),
    Math.min(last.height, Math.max(...corners.map(([, y]) => y)) + margin),
  ] as const
  const lastUsed = [round(used[0]), round(used[1])] as const
  const taken = sheets_used.map(({ width, height }, i) => ({
    width,
    height,
    count: 1,
    left: i === end ? splitRemnants([width, height], lastUsed, remnant) : [],
  }))
  return {
    adjacent_mm: 0,
    sheets: sheets_used.length,
    width: last.width,
    height: last.height,
    last: lastUsed,
    area: taken.reduce((sum, one) => sum + consumedOf([one.width, one.height], one.left), 0),
    taken,
  }
}

function turned(
  outer: PartContours['outer'],
  { rotation, x, y }: { rotation: number; x: number; y: number },
): (readonly [number, number])[] {
  const [cos, sin] = [
    Math.round(Math.cos((rotation * Math.PI) / 180)),
    Math.round(Math.sin((rotation * Math.PI) / 180)),
  ]
  return outer.map(([px, py]) => [px * cos - py * sin + x, px * sin + py * cos + y] as const)
}

function boxOf(outer: PartContours['outer']): Size {
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)]
  return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)]
}

/** Area inside a closed contour, whichever way round it runs (shoelace formula). */
export const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length]!
      return sum + x * v - u * y
    }, 0),
  ) / 2

const round = (mm: number) => Math.round(mm * 100) / 100
