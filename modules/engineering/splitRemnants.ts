export type Size = readonly [width: number, height: number]

/** What is worth keeping of a cut sheet, and what is worth cutting of a kept one. */
export interface RemnantRules {
  /** Both sides of a piece that goes back to stock, mm. */
  readonly least_side: number
  /**
   * Share of what a remnant loses that must be parts, 0 to 1; below it the remnant waits for something that
   * suits it.
   */
  readonly least_share: number
}

/**
 * What two straight cuts leave of a sheet beside the rectangle in use, mm, as far as it is worth keeping. Of
 * the two ways to cut through (guillotine cuts, first along or first across) the one that keeps the larger
 * piece.
 */
export function splitRemnants(
  [width, height]: Size,
  [x, y]: Size,
  { least_side }: RemnantRules,
): readonly Size[] {
  const [right, above] = [round(width - x), round(height - y)]
  const ways: readonly (readonly Size[])[] = [
    [
      [right, round(height)],
      [round(x), above],
    ],
    [
      [round(width), above],
      [right, round(y)],
    ],
  ]
  const kept = ways.map((pieces) => pieces.filter(([w, h]) => Math.min(w, h) >= least_side))
  return kept.sort((a, b) => largest(b) - largest(a))[0]!
}

const largest = (pieces: readonly Size[]): number => pieces.reduce((most, [w, h]) => Math.max(most, w * h), 0)

/** Area of a sheet that is gone after cutting: all of it but what goes back to stock, mm². */
export const consumedOf = ([width, height]: Size, left: readonly Size[]): number =>
  left.reduce((area, [w, h]) => area - w * h, width * height)

const round = (mm: number) => Math.round(mm * 100) / 100
