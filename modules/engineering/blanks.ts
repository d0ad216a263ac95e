import type { Measurement, PartContours } from '../../geometry/index.ts'
import type { Drawing } from './drawing.ts'
import { nameRules, type NestingRules } from './nestingRules.ts'
import { nestBatch, type BatchNesting } from './nestBatch.ts'

/** What is laid by itself: the part of a drawing, or a sheet part of an assembly, by its own thickness. */
export interface Blank {
  /** Place among the parts of the measurement; null for a drawing that is one part. */
  readonly part: number | null
  readonly name: string | null
  readonly thickness: string | null
  /** How often it is in one piece of the drawing. */
  readonly pieces: number
}

/** One batch of one blank as it was laid, or that it does not go onto a sheet. */
export interface Laid {
  readonly batch: number
  readonly blank: Blank
  readonly nesting: BatchNesting | null
  readonly by: string
}

/** More sheet parts than this in one assembly are not laid: each takes seconds. */
const blanks_max = 12
const sheetKinds: readonly (string | null)[] = ['sheet_metal', 'flat_cut', 'wire_cut', 'stamped', 'punched']

/** Whether the part comes from a sheet, so that its loss is a matter of nesting. */
export const isNested = ({
  process,
  cut_length_mm,
}: {
  readonly process: string | null
  readonly cut_length_mm: unknown
}): boolean => sheetKinds.includes(process) && cut_length_mm !== null

type Parts = Pick<Measurement, 'process' | 'parts'>

/** The sheet parts of an assembly, each for itself; any other drawing as one. */
export function blanksOf(row: Pick<Drawing, 'measurement' | 'thickness' | 'thickness_mm'>): readonly Blank[] {
  const { process, parts = [] } = (row.measurement ?? {}) as Partial<Parts>
  return (
    sheetPartsOf(process && { process, parts }) ?? [
      { part: null, name: null, thickness: row.thickness_mm ?? row.thickness, pieces: 1 },
    ]
  )
}

/** Null where there is nothing to take apart. */
export function sheetPartsOf(measured: Parts | undefined): readonly Blank[] | null {
  if (measured?.process.kind !== 'assembly' || measured.parts.length === 0) return null
  return measured.parts
    .flatMap((one, part) =>
      isNested({ process: one.process.kind, cut_length_mm: one.cut_length_mm })
        ? [
            {
              part,
              name: one.name,
              thickness: one.thickness_mm === null ? null : String(one.thickness_mm),
              pieces: one.quantity,
            },
          ]
        : [],
    )
    .slice(0, blanks_max)
}

/**
 * Lays a batch blank by blank. What one takes from stock the next does not find there, though each is named
 * by the stock as it was, so that the nestings of one batch belong together.
 */
export async function layBlanks(
  contours: readonly PartContours[],
  {
    blanks,
    batch,
    rulesOf,
  }: {
    readonly blanks: readonly Blank[]
    readonly batch: number
    readonly rulesOf: (blank: Blank) => Promise<NestingRules>
  },
): Promise<readonly Laid[]> {
  const laid: Laid[] = []
  const gone = new Set<string | undefined>()
  for (const blank of blanks) {
    const rules = await rulesOf(blank)
    const own = contours.filter(({ part }) => blank.part === null || part === blank.part)
    const nesting = await nestBatch(own, batch * blank.pieces, {
      ...rules,
      stock: rules.stock.filter(({ stock }) => !gone.has(stock)),
    })
    for (const { stock } of nesting?.taken ?? []) if (stock) gone.add(stock)
    laid.push({ batch, blank, nesting, by: nameRules(rules) })
  }
  return laid
}
