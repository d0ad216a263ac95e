import type { Outline } from './arrangeContours.ts'
import type { Point } from './curve.ts'

/**
 * The polar second moment of the material about its own middle, mm4: the same however a part is turned or
 * mirrored, another where a hole sits elsewhere. Source: Green's theorem over polygons.
 */
export function spreadOf({ outer, holes }: Outline): number {
  const [ox, oy] = outer.box.min
  const rings = [outer, ...holes].map((contour, i) => momentsOf(contour.polygon, [ox, oy], i === 0 ? 1 : -1))
  const [area, mx, my, polar] = [0, 1, 2, 3].map((k) => rings.reduce((sum, ring) => sum + ring[k]!, 0)) as [
    number,
    number,
    number,
    number,
  ]
  return polar - (mx * mx + my * my) / area
}

/** Area, first moments and polar moment about `origin`. */
function momentsOf(polygon: readonly Point[], [ox, oy]: Point, sign: 1 | -1): readonly number[] {
  let [area, mx, my, polar] = [0, 0, 0, 0]
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [x0, y0, x1, y1] = [
      polygon[j]![0] - ox,
      polygon[j]![1] - oy,
      polygon[i]![0] - ox,
      polygon[i]![1] - oy,
    ]
    const twice = x0 * y1 - x1 * y0
    area += twice / 2
    mx += (twice * (x0 + x1)) / 6
    my += (twice * (y0 + y1)) / 6
    polar += (twice * (x0 * x0 + x0 * x1 + x1 * x1 + y0 * y0 + y0 * y1 + y1 * y1)) / 12
  }
  return [area, mx, my, polar].map((value) => sign * value)
}
