/** A closed ring, `[x0, y0, x1, y1, ...]`, last point not repeated. */
export type Ring = Float64Array

/**
 * Drops repeated and collinear points and spikes, and turns the ring counter-clockwise.
 * The tolerance is relative to the size of the ring (1e-12): nothing that a checker
 * with absolute 1e-6 could see is lost.
 */
export function cleanRing(points: ArrayLike<readonly [number, number]>): Ring {
  let list: (readonly [number, number])[] = Array.from(points, (p) => [p[0], p[1]] as const)
  const size = Math.max(...list.map((p) => Math.max(Math.abs(p[0]), Math.abs(p[1]))), 1e-300)
  for (let before = 0; before !== list.length;) {
    before = list.length
    list = list.filter((p, i) => {
      const next = list[(i + 1) % list.length]!
      return Math.hypot(next[0] - p[0], next[1] - p[1]) > 1e-12 * size
    })
    const flat = list.findIndex((p, i) =>
      isFlat(list[(i + list.length - 1) % list.length]!, p, list[(i + 1) % list.length]!),
    )
    if (flat >= 0) list.splice(flat, 1)
  }
  if (list.length < 3) return new Float64Array(0)
  const ring = new Float64Array(list.length * 2)
  list.forEach((p, i) => {
    ring[2 * i] = p[0]
    ring[2 * i + 1] = p[1]
  })
  return signedArea(ring) < 0 ? reverseRing(ring) : ring
}

/** A corner that turns by nothing, or straight back. */
function isFlat(
  a: readonly [number, number],
  p: readonly [number, number],
  b: readonly [number, number],
): boolean {
  const ux = p[0] - a[0],
    uy = p[1] - a[1],
    vx = b[0] - p[0],
    vy = b[1] - p[1]
  return Math.abs(ux * vy - uy * vx) <= 1e-12 * Math.hypot(ux, uy) * Math.hypot(vx, vy)
}

/** Positive when counter-clockwise (shoelace formula, about the first point). */
export function signedArea(ring: Ring): number {
  let sum = 0
  const ox = ring[0] ?? 0,
    oy = ring[1] ?? 0
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += (ring[j]! - ox) * (ring[i + 1]! - oy) - (ring[i]! - ox) * (ring[j + 1]! - oy)
  }
  return sum / 2
}

export function reverseRing(ring: Ring): Ring {
  const out = new Float64Array(ring.length)
  for (let i = 0; i < ring.length; i += 2) {
    out[ring.length - 2 - i] = ring[i]!
    out[ring.length - 1 - i] = ring[i + 1]!
  }
  return out
}

/** Quarter turns are exact; other angles carry the rounding of sine and cosine. */
export function turnRing(ring: Ring, degrees: number): Ring {
  const [c, s] = cosSin(degrees)
  const out = new Float64Array(ring.length)
  for (let i = 0; i < ring.length; i += 2) {
    out[i] = c * ring[i]! - s * ring[i + 1]!
    out[i + 1] = s * ring[i]! + c * ring[i + 1]!
  }
  return out
}

export function cosSin(degrees: number): [number, number] {
  const turn = ((degrees % 360) + 360) % 360
  if (turn === 0) return [1, 0]
  if (turn === 90) return [0, 1]
  if (turn === 180) return [-1, 0]
  if (turn === 270) return [0, -1]
  const radians = (turn * Math.PI) / 180
  return [Math.cos(radians), Math.sin(radians)]
}

export function boxOf(ring: Ring): { x0: number; y0: number; x1: number; y1: number } {
  let x0 = Infinity,
    y0 = Infinity,
    x1 = -Infinity,
    y1 = -Infinity
  for (let i = 0; i < ring.length; i += 2) {
    x0 = Math.min(x0, ring[i]!)
    x1 = Math.max(x1, ring[i]!)
    y0 = Math.min(y0, ring[i + 1]!)
    y1 = Math.max(y1, ring[i + 1]!)
  }
  return { x0, y0, x1, y1 }
}

export function moveRing(ring: Ring, dx: number, dy: number): Ring {
  const out = new Float64Array(ring.length)
  for (let i = 0; i < ring.length; i += 2) {
    out[i] = ring[i]! + dx
    out[i + 1] = ring[i + 1]! + dy
  }
  return out
}

/** Area of the convex hull (monotone chain of Andrew, 1979). */
export function hullArea(ring: Ring): number {
  const points: [number, number][] = []
  for (let i = 0; i < ring.length; i += 2) points.push([ring[i]!, ring[i + 1]!])
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (list: [number, number][]): [number, number][] => {
    const hull: [number, number][] = []
    for (const p of list) {
      while (hull.length >= 2) {
        const a = hull[hull.length - 2]!,
          b = hull[hull.length - 1]!
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break
        hull.pop()
      }
      hull.push(p)
    }
    hull.pop()
    return hull
  }
  const hull = [...half(points), ...half(points.reverse())]
  return Math.abs(signedArea(Float64Array.from(hull.flat())))
}
