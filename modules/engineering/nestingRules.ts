import type { Distances, Sheet } from './layInRows.ts'

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

/** One line for the same rules, always: JSON that went through the database has its keys in another order. */
export const nameRules = ({ sheets, stock, gap, margin, grain, remnant, common_cut }: NestingRules): string =>
  `${sheets.map(nameSize).join('+')} gap ${gap} margin ${margin}${grain ? ' grain' : ''} keep ${remnant.least_side}/${remnant.least_share}${common_cut ? ` common ${common_cut.kerf}` : ''}${stock.length > 0 ? ` stock ${stock.map((one) => `${one.number ?? ''}:${nameSize(one)}`).join('+')}` : ''}`

const nameSize = ({ width, height }: Sheet): string => `${width}x${height}`
