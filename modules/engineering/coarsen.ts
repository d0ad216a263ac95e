import { simplifyRing } from '../../geometry/index.ts'

type Outline = readonly (readonly [number, number])[]

/** Corners above which a contour is drawn coarser: the search takes longer with every one of them. */
const corners_max = 40

/**
 * A contour with at most some 40 corners and how far it strays, in mm. Who lays it keeps that much more
 * distance, so that the true contours cannot overlap.
 */
export function coarsen(outline: Outline): { readonly ring: Outline; readonly strays_mm: number } {
  if (outline.length <= corners_max) return { ring: outline, strays_mm: 0 }
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)]
  const diagonal = Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  const flat = Float64Array.from(outline.flat())
  for (let strays_mm = diagonal / 500; ; strays_mm *= 1.5) {
    const thin = simplifyRing(flat, strays_mm)
    if (thin.length <= 2 * corners_max || strays_mm > diagonal / 10)
      return {
        ring: Array.from({ length: thin.length / 2 }, (_, i) => [thin[2 * i]!, thin[2 * i + 1]!] as const),
        strays_mm,
      }
  }
}
