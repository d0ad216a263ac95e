import type { LengthUnit } from './measurement.ts'

/** Millimetres in one unit. */
export const unitMillimetres: Readonly<Record<LengthUnit, number>> = {
  mm: 1,
  cm: 10,
  dm: 100,
  m: 1000,
  inch: 25.4,
  foot: 304.8,
  yard: 914.4,
  mil: 0.0254,
  micron: 0.001,
}

/** Group 70 of `$INSUNITS`. Source: Autodesk DXF reference, HEADER section. */
const insunits: Readonly<Record<number, LengthUnit>> = {
  1: 'inch',
  2: 'foot',
  4: 'mm',
  5: 'cm',
  6: 'm',
  9: 'mil',
  10: 'yard',
  13: 'micron',
  14: 'dm',
}

/** A cut part is between a grain and a ship's plate; outside, the header is the likelier liar. */
const plausible_mm = { smallest: 0.5, largest: 25_000 } as const

/** No plate that mills sell is wider or longer; what would not come out of one is asked about. */
const plate_mm = { width: 2600, length: 12_500 } as const

export interface UnitFinding {
  readonly unit: LengthUnit
  readonly source: 'stated' | 'inferred' | 'given'
  /** Why the unit was not simply taken from the file. */
  readonly doubt?:
    'not_stated' | 'implausible' | 'looks_imperial' | 'larger_than_plates' | 'stated_but_imperial'
}

/**
 * The unit of a flat drawing. `$INSUNITS` is often a left-over of the template, so a value that makes the
 * part absurd is not believed; nor is one that makes it larger than any plate, unless its lengths are round
 * in it. Without a value, millimetres, unless the drawing is imperial and its sizes are sixteenths of an
 * inch. A small drawing in such sizes that states millimetres is taken at its word, and doubted.
 * @param size the larger side of everything drawn, in drawing units; `width` the smaller one
 * @param samples lengths found in the drawing, to see whether they are round in inches or in millimetres
 */
export function inferUnit({
  insunits: code,
  measurement,
  size,
  width = size,
  samples,
}: {
  insunits?: number | undefined
  measurement?: number | undefined
  size: number
  width?: number
  samples: readonly number[]
}): UnitFinding {
  const stated = insunits[code ?? 0]
  if (stated !== undefined) {
    const size_mm = size * unitMillimetres[stated]
    const believable = size === 0 || (size_mm >= plausible_mm.smallest && size_mm <= plausible_mm.largest)
    if (!believable) return { unit: 'mm', source: 'inferred', doubt: 'implausible' }
    if (stated === 'mm')
      return looksImperial(size, samples)
        ? { unit: stated, source: 'stated', doubt: 'stated_but_imperial' }
        : { unit: stated, source: 'stated' }
    const tooLarge = size_mm > plate_mm.length || width * unitMillimetres[stated] > plate_mm.width
    const inches = stated === 'inch' && share(samples, 1 / 16) > 0.6 && share(samples, 0.5) < 0.9
    // In millimetres it is a part like others, and nothing speaks for the unit that is stated.
    if (tooLarge && !inches && size >= 20)
      return { unit: 'mm', source: 'inferred', doubt: 'larger_than_plates' }
    const odd = stated === 'inch' && size > 40 && share(samples, 1 / 16) < 0.5 && share(samples, 0.05) > 0.9
    return {
      unit: stated,
      source: 'stated',
      ...(tooLarge || odd ? { doubt: 'larger_than_plates' as const } : {}),
    }
  }
  const imperial = measurement === 0 && looksImperial(size, samples)
  return imperial
    ? { unit: 'inch', source: 'inferred', doubt: 'looks_imperial' }
    : { unit: 'mm', source: 'inferred', doubt: 'not_stated' }
}

/** Sizes that are sixteenths and mostly not halves: nobody draws so in millimetres. */
const looksImperial = (size: number, samples: readonly number[]): boolean =>
  size < 120 && share(samples, 1 / 16) > 0.6 && share(samples, 0.5) < 0.5

const share = (samples: readonly number[], step: number): number =>
  samples.length === 0
    ? 0
    : samples.filter((x) => Math.abs(x / step - Math.round(x / step)) < 1e-4).length / samples.length
