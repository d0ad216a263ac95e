import type { Point } from './instance.ts'

/** Contours of one laid part, the outer first; even-odd decides what is material. */
export type Outline = Point[][]
type Edge = readonly [Point, Point]

/**
 * Common area of two parts: cut both at the height of every corner and of every crossing of their
 * edges; between two cuts everything is linear, so the width at mid-height times the height is exact.
 * A sum of widths has no degenerate cases, which is why the checker measures instead of deciding.
 */
export function commonArea(a: Outline, b: Outline): number {
  const low = Math.max(leastOf(a, 1), leastOf(b, 1)),
    high = Math.min(mostOf(a, 1), mostOf(b, 1))
  const left = Math.max(leastOf(a, 0), leastOf(b, 0)),
    right = Math.min(mostOf(a, 0), mostOf(b, 0))
  if (low >= high || left >= right) return 0
  const level = ([p, q]: Edge): boolean => Math.max(p[1], q[1]) >= low && Math.min(p[1], q[1]) <= high
  const across = ([p, q]: Edge): boolean => Math.max(p[0], q[0]) >= left && Math.min(p[0], q[0]) <= right
  const edgesA = edgesOf(a).filter(level),
    edgesB = edgesOf(b).filter(level)
  const nearB = edgesB.filter(across)
  const cuts = [low, high, ...edgesA.map(([p]) => p[1]), ...edgesB.map(([p]) => p[1])]
  for (const [p, q] of edgesA.filter(across)) {
    for (const [r, s] of nearB) {
      const t = crossing(p, q, r, s)
      if (t !== null) cuts.push(p[1] + t * (q[1] - p[1]))
    }
  }
  const heights = [...new Set(cuts.filter((y) => y >= low && y <= high))].sort((y, z) => y - z)
  let area = 0
  for (let k = 1; k < heights.length; k++) {
    const y0 = heights[k - 1]!,
      y1 = heights[k]!
    area += (y1 - y0) * commonWidth(widthsAt(edgesA, (y0 + y1) / 2), widthsAt(edgesB, (y0 + y1) / 2))
  }
  return area
}

/** How deep the corners of `a` lie in the material of `b`. */
export function deepestCorner(a: Outline, b: Outline): number {
  let deepest = 0
  const edges = edgesOf(b)
  for (const p of a.flat()) {
    const widths = widthsAt(edges, p[1])
    const inside = widths.some((x, i) => i % 2 === 0 && x < p[0] && p[0] < widths[i + 1]!)
    if (inside)
      deepest = Math.max(
        deepest,
        edges.reduce((least, [r, s]) => Math.min(least, pointToEdge(p, r, s)), Infinity),
      )
  }
  return deepest
}

/** Least distance between the contours; of parts that do not overlap it is reached at a corner. */
export function leastDistance(a: Outline, b: Outline): number {
  let least = Infinity
  const others = edgesOf(b)
  for (const [p, q] of edgesOf(a)) {
    for (const [r, s] of others) {
      least = Math.min(least, pointToEdge(p, r, s), pointToEdge(r, p, q))
    }
  }
  return least
}

function edgesOf(outline: Outline): Edge[] {
  return outline.flatMap((contour) => contour.map((p, i): Edge => [p, contour[(i + 1) % contour.length]!]))
}

/** Where along pq the edge rs crosses it, 0 to 1; null when they do not or are parallel. */
function crossing(p: Point, q: Point, r: Point, s: Point): number | null {
  const ux = q[0] - p[0],
    uy = q[1] - p[1],
    vx = s[0] - r[0],
    vy = s[1] - r[1]
  const across = ux * vy - uy * vx
  if (across === 0) return null
  const t = ((r[0] - p[0]) * vy - (r[1] - p[1]) * vx) / across
  const u = ((r[0] - p[0]) * uy - (r[1] - p[1]) * ux) / across
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : null
}

/** Where the line at height y enters and leaves the material. */
function widthsAt(edges: Edge[], y: number): number[] {
  const hits: number[] = []
  for (const [p, q] of edges) {
    if (p[1] > y !== q[1] > y) hits.push(p[0] + ((y - p[1]) / (q[1] - p[1])) * (q[0] - p[0]))
  }
  return hits.sort((x, z) => x - z)
}

function commonWidth(a: number[], b: number[]): number {
  let width = 0
  for (let i = 0; i + 1 < a.length; i += 2) {
    for (let j = 0; j + 1 < b.length; j += 2) {
      width += Math.max(0, Math.min(a[i + 1]!, b[j + 1]!) - Math.max(a[i]!, b[j]!))
    }
  }
  return width
}

function pointToEdge(p: Point, r: Point, s: Point): number {
  const dx = s[0] - r[0],
    dy = s[1] - r[1]
  const long = dx * dx + dy * dy
  const t = long === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - r[0]) * dx + (p[1] - r[1]) * dy) / long))
  return Math.hypot(p[0] - r[0] - t * dx, p[1] - r[1] - t * dy)
}

function leastOf(outline: Outline, axis: 0 | 1): number {
  return outline[0]!.reduce((least, p) => Math.min(least, p[axis]), Infinity)
}

function mostOf(outline: Outline, axis: 0 | 1): number {
  return outline[0]!.reduce((most, p) => Math.max(most, p[axis]), -Infinity)
}
