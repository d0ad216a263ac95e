import { grouped } from '../../../model/moneyText.ts'
import type { Label } from '../../../model/refuse.ts'
import { sayRows } from '../../../model/sayRow.ts'
import type { AnyRow } from '../../../web/ground/definitions.ts'

/** Lengths in mm, angles in degrees; null where the file does not tell. */
export interface Bend {
  readonly angle_deg: number | null
  readonly radius_mm: number | null
  readonly length_mm: number
  readonly count: number
}
export interface Hole {
  readonly diameter_mm: number
  readonly depth_mm: number | null
  readonly through: boolean
  readonly count: number
}
export interface Part {
  readonly name: string
  readonly quantity: number
  readonly mass_kg: number | null
}

/**
 * What the screen reads of a measurement; a large one was kept without its parts, or with its warnings only.
 */
export interface Measured {
  readonly kind?: string
  readonly process?: { readonly kind: string; readonly confidence: number; readonly reason: Label }
  readonly bends: readonly Bend[]
  readonly holes: readonly Hole[]
  readonly parts: readonly Part[]
  readonly warnings: readonly { readonly code: string; readonly label: Label }[]
}

/**
 * @example readMeasured({ holes: [{ diameter_mm: 18, depth_mm: 20, through: true, count: 8 }] }).bends // []
 */
export function readMeasured(value: unknown): Measured {
  const kept = (value && typeof value === 'object' ? value : {}) as Partial<Measured>
  return {
    ...kept,
    bends: listOf(kept.bends),
    holes: listOf(kept.holes),
    parts: listOf(kept.parts),
    warnings: listOf(kept.warnings),
  }
}

const listOf = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : [])

export interface Told {
  readonly doubts: readonly Label[]
  readonly differences: readonly Label[]
}

/**
 * What the measuring doubts, and what differs between the sheet and the model, in the sentences that the
 * definition has for it.
 */
export function tellDoubts(
  record: AnyRow,
  measured: Measured,
  sentences: Readonly<Record<string, Label>>,
): Told {
  const kept = { doubts: sayRows(record.doubts, {}), differences: sayRows(record.differences, sentences) }
  return kept.doubts.length + kept.differences.length > 0 ? kept : tellWarnings(record.warnings, measured)
}

/**
 * Drawings from before doubts were kept as codes have lines of text: the measuring's own are known in both
 * languages, differences stay as they were said.
 */
function tellWarnings(text: unknown, { warnings }: Measured): Told {
  const known = new Map(warnings.map(({ label }) => [label.zh, label]))
  const lines = typeof text === 'string' ? text.split('\n').filter(Boolean) : []
  const differs = (line: string) => /^.+：图纸/.test(line) && !known.has(line)
  return {
    doubts: lines.filter((line) => !differs(line)).map((line) => known.get(line) ?? { zh: line }),
    differences: lines.filter(differs).map((zh) => ({ zh })),
  }
}

export interface Gap {
  readonly what: 'mass' | 'thickness'
  readonly stated: string
  readonly measured: string
  readonly percent: number
}

/** Beyond this share a difference is for an engineer to decide; as geometry/compareDrawings.ts has it. */
const tolerated = 0.02

/**
 * Where one drawing contradicts itself: the title block or the stated thickness (kg, mm) against what was
 * measured.
 */
export function findGaps(record: AnyRow): readonly Gap[] {
  const pairs = [
    ['mass', record.title_weight_kg, record.mass_kg],
    ['thickness', record.thickness, record.thickness_mm],
  ] as const
  return pairs.flatMap(([what, stated, measured]) => {
    const [said, found] = [Number(stated), Number(measured)]
    if (!said || !found || Math.abs(said - found) <= tolerated * found) return []
    return [
      {
        what,
        stated: String(stated),
        measured: String(measured),
        percent: Math.round((said / found - 1) * 1000) / 10,
      },
    ]
  })
}

/**
 * A length or an angle for reading: two digits after the point are finer than any drawing. @example
 * shortNumber(17.99999) // '18'
 */
export const shortNumber = (value: number | null): string =>
  value === null ? '—' : String(Number(value.toFixed(2)))

/**
 * A measured decimal for reading: six digits that count, thousands apart. @example readable('454085.8021') //
 * '454,086'
 */
export const readable = (value: unknown): string => grouped(String(Number(Number(value).toPrecision(6))))
