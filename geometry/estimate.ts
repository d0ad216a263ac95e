import { basename } from 'node:path'
import type { Figures, LengthUnit, Measurement, Part, TitleBlock, Warning } from './measurement.ts'
import type { DrawingKind } from './recogniseDrawing.ts'

/** What `guantong estimate FILE --json` prints. Null is "the file does not tell", never a guess. */
export interface EstimateJson extends Figures {
  readonly file: string
  readonly kind: DrawingKind
  readonly unit: LengthUnit
  readonly unit_source: 'stated' | 'inferred' | 'given'
  readonly solids: number
  /**
   * Filled by the command with the quoting module, which owns prices and rules; geometry does not invent
   * money.
   */
  readonly cost: null
  readonly quantity: number
  readonly parts: readonly Part[]
  readonly warnings: readonly Warning[]
  readonly title_block?: TitleBlock
}

/** A measurement as it is printed; who knows prices puts the cost in. */
export function describeEstimate(
  m: Measurement,
  { file, quantity }: { readonly file: string; readonly quantity: number },
): EstimateJson {
  return {
    file: basename(file),
    kind: m.kind,
    unit: m.unit,
    unit_source: m.unit_source,
    solids: m.solids,
    volume_mm3: tidy(m.volume_mm3),
    area_mm2: tidy(m.area_mm2),
    mass_kg: tidy(m.mass_kg),
    box_mm: m.box_mm,
    thickness_mm: m.thickness_mm,
    bends: m.bends,
    holes: m.holes,
    cut_length_mm: tidy(m.cut_length_mm),
    pierces: m.pierces,
    net_area_mm2: tidy(m.net_area_mm2),
    process: m.process,
    cost: null,
    quantity,
    parts: m.parts.map((part) => ({
      ...part,
      volume_mm3: tidy(part.volume_mm3),
      area_mm2: tidy(part.area_mm2),
      mass_kg: tidy(part.mass_kg),
      cut_length_mm: tidy(part.cut_length_mm),
      net_area_mm2: tidy(part.net_area_mm2),
    })),
    warnings: m.warnings,
    ...(m.title_block ? { title_block: m.title_block } : {}),
  }
}

/** Six decimals are far below any tolerance and keep floating dust out of the print. */
const tidy = (x: number | null): number | null => (x === null ? null : Math.round(x * 1e6) / 1e6)
