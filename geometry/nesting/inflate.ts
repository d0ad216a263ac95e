import type { Ring } from './ring.ts'

/** Widens a part by `by` on every side (its holes become smaller by as much). */
export function inflateRings(rings: Ring[], by: number): Ring[] {
  if (by <= 0) return rings
  throw new Error('gap is not built yet')
}
