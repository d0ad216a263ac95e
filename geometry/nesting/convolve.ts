import type { Ring } from './ring.ts'

/**
 * The convolution of A with -B: closed chains of edges around which a displacement p of B
 * winds as often as A and B + p have pieces in common. Winding zero means that they are apart
 * or touch. (Guibas, Ramshaw and Stolfi, "A kinetic framework for computational geometry", 1983.)
 * Unlike the no-fit polygon it needs no boolean operations and so has no cases that go wrong:
 * the ends of neighbouring edges are computed from the same two corners and agree to the last bit.
 *
 * Both rings are counter-clockwise and clean. Returns edges `[x0, y0, x1, y1, ...]`.
 */
export function convolveRings(a: Ring, b: Ring): Float64Array {
  const edges: number[] = []
  const turnsA = edgeAngles(a, 1)
  const turnsB = edgeAngles(b, -1)
  const na = turnsA.length,
    nb = turnsB.length
  for (let i = 0; i < na; i++) {
    const i1 = (i + 1) % na
    for (let j = 0; j < nb; j++) {
      // Edge i of A at corner j of -B, between the edges j-1 and j. Of two equal directions A's counts as the
      // earlier.
      const pass = passes(turnsA[i]!, turnsB[(j + nb - 1) % nb]!, turnsB[j]!, false)
      if (pass === 0) continue
      const bx = b[2 * j]!,
        by = b[2 * j + 1]!
      push(edges, pass, a[2 * i]! - bx, a[2 * i + 1]! - by, a[2 * i1]! - bx, a[2 * i1 + 1]! - by)
    }
  }
  for (let j = 0; j < nb; j++) {
    const j1 = (j + 1) % nb
    for (let i = 0; i < na; i++) {
      const pass = passes(turnsB[j]!, turnsA[(i + na - 1) % na]!, turnsA[i]!, true)
      if (pass === 0) continue
      const ax = a[2 * i]!,
        ay = a[2 * i + 1]!
      push(edges, pass, ax - b[2 * j]!, ay - b[2 * j + 1]!, ax - b[2 * j1]!, ay - b[2 * j1 + 1]!)
    }
  }
  return Float64Array.from(edges)
}

function push(edges: number[], pass: number, x0: number, y0: number, x1: number, y1: number): void {
  if (pass > 0) edges.push(x0, y0, x1, y1)
  else edges.push(x1, y1, x0, y0)
}

function edgeAngles(ring: Ring, sign: number): Float64Array {
  const n = ring.length / 2
  const angles = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const k = (i + 1) % n
    angles[i] = Math.atan2(sign * (ring[2 * k + 1]! - ring[2 * i + 1]!), sign * (ring[2 * k]! - ring[2 * i]!))
  }
  return angles
}

/**
 * Whether direction `d` is swept while turning from `from` to `to` the short way: 1 on a left
 * turn (convex corner), -1 on a right turn (reflex corner), 0 if not. The sweep is half open:
 * it holds its left end when `holdsStart`, else its right end, so that ties are broken one way.
 */
function passes(d: number, from: number, to: number, holdsStart: boolean): -1 | 0 | 1 {
  const left = turn(from, to)
  if (left <= Math.PI) return swept(d, from, to, holdsStart) ? 1 : 0
  return swept(d, to, from, holdsStart) ? -1 : 0
}

function swept(d: number, from: number, to: number, holdsStart: boolean): boolean {
  if (from === to) return false
  const beyond = from < to
  if (holdsStart) return beyond ? d >= from && d < to : d >= from || d < to
  return beyond ? d > from && d <= to : d > from || d <= to
}

function turn(from: number, to: number): number {
  const by = to - from
  return by < 0 ? by + 2 * Math.PI : by
}

/** How often the chains wind around p (crossings of the ray to the left, half-open in y). */
export function windingAt(edges: Float64Array, x: number, y: number): number {
  let winding = 0
  for (let e = 0; e < edges.length; e += 4) {
    const y0 = edges[e + 1]!,
      y1 = edges[e + 3]!
    if (y0 <= y === y1 <= y) continue
    const x0 = edges[e]!,
      x1 = edges[e + 2]!
    if (y1 > y0) {
      if ((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0) > 0) winding--
    } else if ((x - x1) * (y0 - y1) - (y - y1) * (x0 - x1) > 0) winding++
  }
  return winding
}
