import type { PartContours } from '../../geometry/index.ts'
import { coarsen } from './coarsen.ts'
import { layInRows, type Spread, type Taken } from './layInRows.ts'
import type { NestingRules } from './nestingRules.ts'
import { boxOf, areaOf } from './ringSize.ts'
import { search } from './searchLayout.ts'

/** More pieces than this are not searched for: their loss hardly changes, the time does. */
export const searched_pieces_max = 40
const searched_corners_max = 600

type Laid = Spread & { readonly method: 'rows' | 'search'; readonly laid: number; readonly share: number }

/** Rows against the search, whichever fills more of what it takes. */
export async function layFresh(
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
