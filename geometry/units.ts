import type { LengthUnit } from './measurement.ts'

/** Millimetres in one unit. */
export const unitMillimetres: Readonly<Record<LengthUnit, number>> = {
  mm: 1, cm: 10, dm: 100, m: 1000, inch: 25.4, foot: 304.8, yard: 914.4, mil: 0.0254, micron: 0.001,
}

/** Group 70 of `$INSUNITS`. Source: Autodesk DXF reference, HEADER section. */
const insunits: Readonly<Record<number, LengthUnit>> = { 1: 'inch', 2: 'foot', 4: 'mm', 5: 'cm', 6: 'm', 9: 'mil', 10: 'yard', 13: 'micron', 14: 'dm' }

/** A cut part is between a grain and a ship's plate; outside, the header is the likelier liar. */
const plausible_mm = { smallest: 0.5, largest: 25_000 } as const

export interface UnitFinding {
  readonly unit: LengthUnit
  readonly source: 'stated' | 'inferred' | 'given'
  /** Why the unit was not simply taken from the file. */
  readonly doubt?: 'not_stated' | 'implausible' | 'looks_imperial'
}

/**
 * The unit of a flat drawing. `$INSUNITS` is often a left-over of the template, so a value that makes the part absurd
 * is not believed; without one, millimetres, unless the drawing is imperial and its sizes are sixteenths of an inch.
 * @param size the larger side of everything drawn, in drawing units
 * @param samples lengths found in the drawing, to see whether they are round in inches or in millimetres
 */
export function inferUnit({ insunits: code, measurement, size, samples }: {
  insunits?: number | undefined, measurement?: number | undefined, size: number, samples: readonly number[]
}): UnitFinding {
  const stated = insunits[code ?? 0]
  if (stated !== undefined) {
    const size_mm = size * unitMillimetres[stated]
    const believable = size === 0 || (size_mm >= plausible_mm.smallest && size_mm <= plausible_mm.largest)
    return believable ? { unit: stated, source: 'stated' } : { unit: 'mm', source: 'inferred', doubt: 'implausible' }
  }
  const imperial = measurement === 0 && size < 120 && share(samples, 1 / 16) > 0.6 && share(samples, 0.5) < 0.5
  return imperial ? { unit: 'inch', source: 'inferred', doubt: 'looks_imperial' } : { unit: 'mm', source: 'inferred', doubt: 'not_stated' }
}

const share = (samples: readonly number[], step: number): number =>
  samples.length === 0 ? 0 : samples.filter((x) => Math.abs(x / step - Math.round(x / step)) < 1e-4).length / samples.length
