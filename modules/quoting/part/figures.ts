import type { Decimal } from 'decimal.js'
import type { Measurement, Part } from '../../../geometry/index.ts'
import { hasBody } from '../../engineering/index.ts'

type Figure = Decimal.Value | null

/**
 * What is known of a part: lengths mm, areas mm², volume mm³, mass kg. Null is "the drawing does not tell".
 */
export interface PartFigures {
  /** What it was taken for, or the way of making that an engineer chose instead. */
  readonly process: string | null
  readonly material: string | null
  readonly mass_kg: Figure
  readonly volume_mm3: Figure
  readonly area_mm2: Figure
  readonly box_mm: readonly number[]
  readonly thickness_mm: Figure
  readonly cut_length_mm: Figure
  readonly pierces: Figure
  readonly bends: Figure
  readonly holes: Figure
  /** Depth of all holes together. */
  readonly drilled_mm: Figure
  /** What was taken off the cut length because neighbours share cuts. */
  readonly saved_cut_mm?: Figure
  /** Length of all welds, as an engineer states it. */
  readonly weld_mm?: Figure
  readonly solids: number
}

/** A part of a costing: how often it is in one piece, and what it is called where there are several. */
export interface CostedPart {
  readonly figures: PartFigures
  readonly pieces: number
  readonly name?: string
}

type Measured = Partial<Pick<Measurement, 'kind' | 'parts'>> &
  Pick<
    Measurement,
    | 'process'
    | 'volume_mm3'
    | 'area_mm2'
    | 'mass_kg'
    | 'box_mm'
    | 'thickness_mm'
    | 'bends'
    | 'holes'
    | 'cut_length_mm'
    | 'pierces'
  >

/** The figures of a measurement, or of one part of an assembly. */
export function figuresOf(measured: Measured | Part, material: string | null, solids = 1): PartFigures {
  const { process, volume_mm3, area_mm2, mass_kg, thickness_mm, cut_length_mm, pierces } = measured
  const counted = !('kind' in measured) || hasBody(measured)
  const box_mm = counted ? measured.box_mm : []
  return {
    process: process.kind,
    material,
    solids,
    box_mm,
    mass_kg: tidy(mass_kg),
    volume_mm3: tidy(volume_mm3),
    area_mm2: tidy(area_mm2),
    thickness_mm: tidy(thickness_mm),
    cut_length_mm: tidy(cut_length_mm),
    pierces: tidy(pierces),
    bends: counted ? countOf(measured.bends) : null,
    holes: counted ? countOf(measured.holes) : null,
    drilled_mm: counted ? drilledOf(measured.holes, thickness_mm, box_mm) : null,
  }
}

const countOf = (features: readonly { readonly count: number }[]): string =>
  String(features.reduce((sum, one) => sum + one.count, 0))

/**
 * How deep the drill goes in all; a through hole without a depth goes through the sheet, else through the
 * thinnest side.
 */
export const drilledOf = (
  holes: Measured['holes'],
  thickness_mm: number | null,
  box_mm: readonly number[],
): string | null =>
  tidy(
    holes.reduce(
      (sum, { count, depth_mm }) =>
        sum + count * (depth_mm ?? thickness_mm ?? (box_mm.length > 0 ? Math.min(...box_mm) : 0)),
      0,
    ),
  )

/**
 * The parts of an assembly one by one, then the assembly itself, which has no material of its own; a single
 * part as it is.
 */
export function partsOf(
  measured: Measured & { readonly solids: number; readonly parts?: readonly Part[] },
  material: string | null,
): readonly CostedPart[] {
  const whole: CostedPart = { figures: figuresOf(measured, material, measured.solids), pieces: 1 }
  if (measured.process.kind !== 'assembly' || !measured.parts?.length) return [whole]
  return [
    ...measured.parts.map((part) => ({
      figures: figuresOf(part, material),
      pieces: part.quantity,
      name: part.name,
    })),
    whole,
  ]
}

const tidy = (value: number | null): string | null =>
  value === null || !Number.isFinite(value) ? null : String(Number(value.toFixed(6)))
