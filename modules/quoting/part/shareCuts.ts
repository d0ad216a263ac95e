import { Decimal } from 'decimal.js'
import type { NestingState } from './costMaterial.ts'
import type { CostedPart } from './figures.ts'

/** What is cut by a beam; a wire or a punch makes every part by itself. */
const beamed: readonly (string | null)[] = ['sheet_metal', 'flat_cut']

/**
 * A part whose neighbours share its cuts is cut for less: its share of what the batch saves comes off its cut
 * length. Pierces stand.
 */
export function shareCuts(part: CostedPart, nesting: NestingState): CostedPart {
  const { cut_length_mm, process } = part.figures
  if (
    typeof nesting !== 'object' ||
    !nesting.saved_cut_mm ||
    cut_length_mm === null ||
    !beamed.includes(process)
  )
    return part
  const saved_cut_mm = new Decimal(nesting.saved_cut_mm).div(nesting.batch).toDecimalPlaces(6)
  return {
    ...part,
    figures: {
      ...part.figures,
      cut_length_mm: Decimal.max(0, new Decimal(cut_length_mm).minus(saved_cut_mm)),
      saved_cut_mm,
    },
  }
}
