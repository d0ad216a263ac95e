import { boxOf, type Ring } from './ring.ts'

/**
 * Leaves out corners that lie within `by` of the line between those kept
 * (Ramer, 1972; Douglas and Peucker, 1973), each half of the ring by itself.
 */
export function simplifyRing(ring: Ring, by: number): Ring {
  const n = ring.length / 2
  let far = 0
  for (let i = 1; i < n; i++) if (distance(ring, i, 0, 0) > distance(ring, far, 0, 0)) far = i
  const kept = new Uint8Array(n)
  kept[0] = kept[far] = 1
  keepBetween(ring, kept, 0, far, by)
  keepBetween(ring, kept, far, n, by)
  const points = Array.from({ length: n }, (_, i) => i).filter((i) => kept[i] === 1)
  return points.length < 3 ? ring : Float64Array.from(points.flatMap((i) => [ring[2 * i]!, ring[2 * i + 1]!]))
}

/** Length of the diagonal of the box. */
export function sizeOf(ring: Ring): number {
  const box = boxOf(ring)
  return Math.hypot(box.x1 - box.x0, box.y1 - box.y0)
}

function keepBetween(ring: Ring, kept: Uint8Array, from: number, to: number, by: number): void {
  const open: [number, number][] = [[from, to]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [a, b] = span
    let worst = 0,
      at = 0
    for (let i = a + 1; i < b; i++) {
      const off = distance(ring, i, a, b)
      if (off > worst) {
        worst = off
        at = i
      }
    }
    if (worst <= by) continue
    kept[at] = 1
    open.push([a, at], [at, b])
  }
}

/** Of corner i from the stretch between corners a and b; corner n is corner 0 again. */
function distance(ring: Ring, i: number, a: number, b: number): number {
  const n = ring.length / 2
  const ax = ring[2 * (a % n)]!,
    ay = ring[2 * (a % n) + 1]!
  const dx = ring[2 * (b % n)]! - ax,
    dy = ring[2 * (b % n) + 1]! - ay
  const px = ring[2 * i]! - ax,
    py = ring[2 * i + 1]! - ay
  const long = dx * dx + dy * dy
  const t = long === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / long))
  return Math.hypot(px - t * dx, py - t * dy)
}
