import type { Contour } from './contour.ts'
import { contains } from './contour.ts'

export interface Outline {
  readonly outer: Contour
  readonly holes: readonly Contour[]
}

/**
 * Which contour lies in which: even depth is the rim of a part, odd depth a hole in the part around it. A
 * part lying in the hole of another is a part again. The largest part comes first.
 */
export function arrangeContours(contours: readonly Contour[]): Outline[] {
  const parents = findParents(contours)
  const children = new Map<Contour, Contour[]>()
  for (const [child, parent] of parents) {
    const known = children.get(parent)
    if (known) known.push(child)
    else children.set(parent, [child])
  }
  const depthOf = (contour: Contour): number => {
    let depth = 0
    for (let parent = parents.get(contour); parent; parent = parents.get(parent)) depth++
    return depth
  }
  return [...contours]
    .sort((a, b) => b.area - a.area)
    .flatMap((outer) => (depthOf(outer) % 2 === 1 ? [] : [{ outer, holes: children.get(outer) ?? [] }]))
}

/** The smallest contour around each; a sweep from left to right keeps only those whose box is still open. */
function findParents(contours: readonly Contour[]): Map<Contour, Contour> {
  const parents = new Map<Contour, Contour>()
  let open: Contour[] = []
  for (const contour of [...contours].sort((a, b) => a.box.min[0] - b.box.min[0] || b.area - a.area)) {
    open = open.filter((other) => other.box.max[0] >= contour.box.min[0])
    let best: Contour | undefined
    for (const other of open) {
      if (other.area > contour.area && (!best || other.area < best.area) && encloses(other, contour))
        best = other
    }
    if (best) parents.set(contour, best)
    open.push(contour)
  }
  return parents
}

/** Most of a few points decide, so that contours which touch in one are still told apart. */
export function encloses(big: Contour, small: Contour): boolean {
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
