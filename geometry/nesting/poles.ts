import { boxOf, cosSin, signedArea, type Ring } from './ring.ts'

/** Circles `[x, y, r, ...]` inside a shape, the largest first, none overlapping another. */
export type Poles = Float64Array

/**
 * Fills a shape with its poles of inaccessibility: the largest circle inside it, then the
 * largest that fits beside it, and so on. The idea is polylabel's (Agafonkin, 2016); the use of
 * such circles as a stand-in for overlap area is Gardeyn and Wauters' (arXiv 2509.13329).
 * Stops at `share` of the area covered or at `limit` circles. A grid finds each circle and a
 * shrinking cross search refines it; exactness is not needed, the circles only guide the search.
 */
export function findPoles(rings: Ring[], limit = 10, share = 0.9): Poles {
  const outer = rings[0]!
  const area = rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(signedArea(ring)), 0)
  const box = boxOf(outer)
  const steps = 24
  const sx = (box.x1 - box.x0) / steps,
    sy = (box.y1 - box.y0) / steps
  const poles: number[] = []
  const roomAt = (x: number, y: number): number => {
    let room = depthAt(rings, x, y)
    for (let k = 0; k < poles.length && room > 0; k += 3) {
      room = Math.min(room, Math.hypot(x - poles[k]!, y - poles[k + 1]!) - poles[k + 2]!)
    }
    return room
  }
  let covered = 0
  while (poles.length < 3 * limit && covered < share * area) {
    let bx = 0,
      by = 0,
      best = 0
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < steps; j++) {
        const x = box.x0 + (i + 0.5) * sx,
          y = box.y0 + (j + 0.5) * sy
        const room = roomAt(x, y)
        if (room > best) {
          bx = x
          by = y
          best = room
        }
      }
    }
    for (let step = Math.max(sx, sy) / 2; step > 1e-3 * Math.max(sx, sy); step /= 2) {
      for (let moved = true; moved;) {
        moved = false
        for (const [dx, dy] of [
          [step, 0],
          [-step, 0],
          [0, step],
          [0, -step],
        ] as const) {
          const room = roomAt(bx + dx, by + dy)
          if (room > best * (1 + 1e-9)) {
            bx += dx
            by += dy
            best = room
            moved = true
          }
        }
      }
    }
    if (best <= 0) break
    poles.push(bx, by, best)
    covered += Math.PI * best * best
  }
  if (poles.length === 0)
    poles.push((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, Math.sqrt(area / Math.PI) / 4)
  return Float64Array.from(poles)
}

/** The poles of the same shape turned and then moved. */
export function turnPoles(poles: Poles, degrees: number, dx: number, dy: number): Poles {
  const [c, s] = cosSin(degrees)
  return poles.map((v, k) =>
    k % 3 === 0 ? c * v - s * poles[k + 1]! + dx : k % 3 === 1 ? s * poles[k - 1]! + c * v + dy : v,
  )
}

/** Distance to the nearest edge, negative outside; holes count as outside (even-odd rule). */
export function depthAt(rings: Ring[], x: number, y: number): number {
  let nearest = Infinity
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const ax = ring[j]!,
        ay = ring[j + 1]!,
        bx = ring[i]!,
        by = ring[i + 1]!
      const dx = bx - ax,
        dy = by - ay
      if (ay > y !== by > y && x < ax + ((y - ay) * dx) / dy) inside = !inside
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
      nearest = Math.min(nearest, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2)
    }
  }
  return inside ? Math.sqrt(nearest) : -Math.sqrt(nearest)
}
