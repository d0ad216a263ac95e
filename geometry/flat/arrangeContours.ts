import type { Contour } from './contour.ts'
import { contains } from './contour.ts'

export interface Outline { readonly outer: Contour, readonly holes: readonly Contour[] }

/**
 * Which contour lies in which: even depth is the rim of a part, odd depth a hole in the part around it. A part lying in
 * the hole of another is a part again. Sorted by area, so that what contains is met before what is contained.
 */
export function arrangeContours(contours: readonly Contour[]): Outline[] {
  const sorted = [...contours].sort((a, b) => b.area - a.area)
  const parents = sorted.map((contour, i) => {
    for (let j = i - 1; j >= 0; j--) if (encloses(sorted[j]!, contour)) return j
    return -1
  })
  const depths: number[] = []
  for (const [i, parent] of parents.entries()) depths[i] = parent < 0 ? 0 : depths[parent]! + 1
  return sorted.flatMap((outer, i) => depths[i]! % 2 === 1 ? [] : [{
    outer, holes: sorted.filter((_, j) => parents[j] === i),
  }])
}

/** Most of a few points decide, so that contours which touch in one are still told apart. */
function encloses(big: Contour, small: Contour): boolean {
  if (small.box.min[0] < big.box.min[0] - 1e-6 || small.box.max[0] > big.box.max[0] + 1e-6) return false
  if (small.box.min[1] < big.box.min[1] - 1e-6 || small.box.max[1] > big.box.max[1] + 1e-6) return false
  const { polygon } = small
  const picks = [0, 1, 2, 3, 4].map((k) => Math.floor((k * polygon.length) / 5))
  const votes = picks.filter((i) => {
    const [a, b] = [polygon[i]!, polygon[(i + 1) % polygon.length]!]
    return contains(big, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
  })
  return votes.length >= 3
}

/**
 * The border of a drawing sheet: an upright rectangle in the ratio of ISO 216 around everything else. Only asked when
 * the file carries words, because a bare cutting file has no border.
 */
export function isSheetFrame(contour: Contour, all: readonly Contour[]): boolean {
  const [width, height] = [contour.box.max[0] - contour.box.min[0], contour.box.max[1] - contour.box.min[1]]
  const upright = Math.abs(contour.area - width * height) < 1e-6 * contour.area && contour.curves.every((c) => c.kind === 'line')
  const ratio = Math.max(width, height) / Math.min(width, height)
  if (!upright || Math.abs(ratio - Math.SQRT2) > 0.06) return false
  return all.some((other) => other !== contour && other.area < contour.area * 0.98 && encloses(contour, other))
}
