import type { Curve, Point } from './curve.ts'
import { mapCurve, reverseCurve, startOf } from './curve.ts'
import { flattenCurve, lengthOf, sweptArea } from './measureCurve.ts'

/**
 * A chain of curves; when closed it encloses `area`, which is positive because contours are turned
 * counter-clockwise.
 */
export interface Contour {
  readonly curves: readonly Curve[]
  readonly closed: boolean
  readonly length: number
  readonly area: number
  readonly polygon: readonly Point[]
  readonly box: Box
  readonly layer: string
  readonly colour: number
}

export interface Box {
  readonly min: Point
  readonly max: Point
}

export interface ContourLook {
  readonly closed: boolean
  readonly tolerance: number
  readonly layer: string
  readonly colour: number
}

export function makeContour(
  chain: readonly Curve[],
  { closed, tolerance, layer, colour }: ContourLook,
): Contour {
  const signed = closed ? sumArea(chain) : 0
  const curves = signed < 0 ? chain.map(reverseCurve).reverse() : chain
  const polygon: Point[] = []
  for (const curve of curves) {
    const points = flattenCurve(curve, tolerance)
    for (let i = polygon.length > 0 ? 1 : 0; i < points.length; i++) polygon.push(points[i]!)
  }
  if (closed) polygon.pop()
  const lean = dropCollinear(polygon, closed)
  const length = curves.reduce((sum, curve) => sum + lengthOf(curve), 0)
  return { curves, closed, length, area: Math.abs(signed), polygon: lean, box: boxOf(lean), layer, colour }
}

/** About its own first point: a part drawn far from the origin, in map coordinates, would lose its digits. */
function sumArea(chain: readonly Curve[]): number {
  const [x, y] = startOf(chain[0]!)
  return chain.reduce((sum, curve) => sum + sweptArea(mapCurve([1, 0, 0, 1, -x, -y], curve)), 0)
}

/** Points in the middle of a straight run say nothing; readers that cut lines into pieces leave many. */
function dropCollinear(polygon: readonly Point[], closed: boolean): Point[] {
  const kept: Point[] = []
  for (const [i, p] of polygon.entries()) {
    const [a, b] = [kept.at(-1) ?? polygon.at(-1)!, polygon[i + 1] ?? polygon[0]!]
    const end = !closed && (i === 0 || i === polygon.length - 1)
    const [ux, uy, vx, vy] = [p[0] - a[0], p[1] - a[1], b[0] - p[0], b[1] - p[1]]
    const straight =
      Math.abs(ux * vy - uy * vx) <= 1e-9 * (ux * ux + uy * uy + vx * vx + vy * vy) && ux * vx + uy * vy > 0
    if (end || !straight) kept.push(p)
  }
  return kept.length >= 3 || !closed ? kept : [...polygon]
}

export function boxOf(points: Iterable<Point>): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    if (x < x0) x0 = x
    if (x > x1) x1 = x
    if (y < y0) y0 = y
    if (y > y1) y1 = y
  }
  return { min: [x0, y0], max: [x1, y1] }
}

export const joinBoxes = (boxes: readonly Box[]): Box => boxOf(boxes.flatMap(({ min, max }) => [min, max]))

export function distanceToRim({ polygon }: Contour, point: Point): number {
  let least = Infinity
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [p, q] = [polygon[j]!, polygon[i]!]
    const [dx, dy] = [q[0] - p[0], q[1] - p[1]]
    const t = Math.max(
      0,
      Math.min(1, ((point[0] - p[0]) * dx + (point[1] - p[1]) * dy) / (dx * dx + dy * dy || 1)),
    )
    least = Math.min(least, Math.hypot(point[0] - p[0] - t * dx, point[1] - p[1] - t * dy))
  }
  return least
}

/** Even-odd rule. Source: W. R. Franklin, PNPOLY. */
export function contains({ polygon, box }: Contour, [x, y]: Point): boolean {
  if (x < box.min[0] || x > box.max[0] || y < box.min[1] || y > box.max[1]) return false
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i]!,
      [xj, yj] = polygon[j]!
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}
