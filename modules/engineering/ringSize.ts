import type { PartContours } from '../../geometry/index.ts'
import type { Size } from './splitRemnants.ts'

export function boxOf(outer: PartContours['outer']): Size {
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)]
  return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)]
}

/** Area inside a closed contour, whichever way round it runs (shoelace formula). */
export const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length]!
      return sum + x * v - u * y
    }, 0),
  ) / 2

export const round = (mm: number) => Math.round(mm * 100) / 100
