import type { Bend } from '../measurement.ts'
import type { Outline } from './arrangeContours.ts'
import type { Point } from './curve.ts'
import { contains, distanceToRim } from './contour.ts'
import type { FlatText, Stroke } from './drawing.ts'
import { readBendNote } from './readNotes.ts'

export interface BendLine {
  readonly a: Point
  readonly b: Point
  readonly angle_deg: number | null
  readonly radius_mm: number | null
}

/**
 * Straight strokes of the bend role, pieces on one line merged (a hole in between does not make two bends).
 */
export function findBendLines(strokes: readonly Stroke[], texts: readonly FlatText[]): BendLine[] {
  const lines = strokes
    .flatMap((s) => s.curves)
    .flatMap((c) => (c.kind === 'line' ? [{ a: c.a, b: c.b }] : []))
  const notes = texts.flatMap((t) => {
    const note = readBendNote(t.text)
    return note ? [{ ...note, at: t.at }] : []
  })
  return mergeCollinear(lines).map(({ a, b }) => {
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const near = notes
      .map((n) => ({ n, d: Math.hypot(n.at[0] - middle[0], n.at[1] - middle[1]) }))
      .sort((x, y) => x.d - y.d)[0]
    const reach = Math.hypot(b[0] - a[0], b[1] - a[1])
    const note = near && near.d <= reach ? near.n : undefined
    return { a, b, angle_deg: note?.angle_deg ?? null, radius_mm: note?.radius_mm ?? null }
  })
}

interface Segment {
  readonly a: Point
  readonly b: Point
}

function mergeCollinear(lines: readonly Segment[]): Segment[] {
  const rest = [...lines]
  const merged: Segment[] = []
  while (rest.length > 0) {
    let current = rest.pop()!
    for (let i = 0; i < rest.length; i++) {
      const joined = join(current, rest[i]!)
      if (joined) {
        current = joined
        rest.splice(i, 1)
        i = -1
      }
    }
    merged.push(current)
  }
  return merged
}

/** One line when they lie on it and the gap is shorter than the shorter piece. */
function join(p: Segment, q: Segment): Segment | undefined {
  const [dx, dy] = [p.b[0] - p.a[0], p.b[1] - p.a[1]]
  const length = Math.hypot(dx, dy)
  if (length === 0) return q
  const off = (r: Point) => Math.abs((r[0] - p.a[0]) * dy - (r[1] - p.a[1]) * dx) / length
  if (off(q.a) > 0.01 || off(q.b) > 0.01) return undefined
  const along = (r: Point) => ((r[0] - p.a[0]) * dx + (r[1] - p.a[1]) * dy) / length
  const [from, to] = [Math.min(along(q.a), along(q.b)), Math.max(along(q.a), along(q.b))]
  const gap = Math.max(from - length, -to)
  if (gap > Math.min(length, to - from)) return undefined
  const at = (t: number): Point => [p.a[0] + (dx * t) / length, p.a[1] + (dy * t) / length]
  return { a: at(Math.min(0, from)), b: at(Math.max(length, to)) }
}

export const insideOutline = ({ outer }: Outline, { a, b }: Segment): boolean =>
  contains(outer, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])

/**
 * A straight line in another colour or line type whose two ends touch the rim of a part is taken for a bend
 * line.
 */
export const touchesRim = ({ outer }: Outline, point: Point, tolerance: number): boolean =>
  distanceToRim(outer, point) <= tolerance

export function groupBends(lines: readonly BendLine[]): Bend[] {
  const groups = new Map<string, Bend>()
  for (const { a, b, angle_deg, radius_mm } of lines) {
    const length_mm = Math.hypot(b[0] - a[0], b[1] - a[1])
    const key = `${angle_deg} ${radius_mm} ${length_mm.toFixed(2)}`
    const known = groups.get(key)
    groups.set(key, { angle_deg, radius_mm, length_mm, count: (known?.count ?? 0) + 1 })
  }
  return [...groups.values()]
}
