import { nest, type NestInstance, type NestOptions, type PartContours } from '../../geometry/index.ts'
import { Refusal } from '../../model/index.ts'
import type { Sheet, Spread } from './layInRows.ts'
import { consumedOf, splitRemnants, type Size } from './splitRemnants.ts'
import type { NestingRules } from './nestingRules.ts'
import { boxOf, areaOf, round } from './ringSize.ts'

const moves_a_piece = 60

/**
 * The batch as one block about as wide as long, if such a block goes onto a sheet; else spread over sheets.
 */
export async function search(
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
