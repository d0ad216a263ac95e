import type { Contour } from './contour.ts'
import { distanceToRim } from './contour.ts'
import { numberNodes } from './joinCurves.ts'

/**
 * Contours that lie on each other, however each was drawn, are cut once. `near` is how far apart they may
 * lie.
 */
export function dropSame(contours: readonly Contour[], near: number): Contour[] {
  const nodes = numberNodes(near)
  const known = new Map<number, Contour[]>()
  return contours.filter((contour) => {
    const { min, max } = contour.box
    const place = nodes.of([(min[0] + max[0]) / 2, (min[1] + max[1]) / 2])
    const here = known.get(place) ?? []
    if (here.some((other) => sameOutline(other, contour, near))) return false
    known.set(place, [...here, contour])
    return true
  })
}

/**
 * Same size, and every corner of one lies on the rim of the other: a mirrored part in the same box is another
 * part.
 */
export function sameOutline(a: Contour, b: Contour, near: number): boolean {
  if (
    [0, 1].some(
      (i) => Math.abs(a.box.min[i]! - b.box.min[i]!) > near || Math.abs(a.box.max[i]! - b.box.max[i]!) > near,
    )
  )
    return false
  if (Math.abs(a.area - b.area) > near * a.length || Math.abs(a.length - b.length) > 1e-3 * a.length + near)
    return false
  const step = Math.max(1, Math.floor(a.polygon.length / 64))
  return a.polygon.every((point, i) => i % step !== 0 || distanceToRim(b, point) <= 2 * near)
}
