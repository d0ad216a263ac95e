import type { Curve, Point } from './curve.ts'
import { endOf, startOf } from './curve.ts'
import { flattenCurve } from './measureCurve.ts'
import type { LooseCurve } from './joinCurves.ts'

/** Lines drawn twice would be cut twice: equal curves are kept once, whichever way they run. */
export function dropDuplicates(
  loose: readonly LooseCurve[],
  tolerance: number,
): { kept: LooseCurve[]; dropped: number } {
  const seen = new Set<string>()
  const kept = loose.filter(({ curve }) => {
    const key = keyOf(curve, tolerance * 10)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return { kept, dropped: loose.length - kept.length }
}

function keyOf(curve: Curve, step: number): string {
  const round = ([x, y]: Point) => `${Math.round(x / step)},${Math.round(y / step)}`
  const ends = [round(startOf(curve)), round(endOf(curve))].sort()
  return [curve.kind, ...ends, round(middleOf(curve))].join(' ')
}

function middleOf(curve: Curve): Point {
  if (curve.kind === 'line') return [(curve.a[0] + curve.b[0]) / 2, (curve.a[1] + curve.b[1]) / 2]
  if (curve.kind === 'arc') return startOf({ ...curve, t0: (curve.t0 + curve.t1) / 2 })
  const points = flattenCurve(curve, Infinity)
  return points.reduce<Point>(
    (sum, p) => [sum[0] + p[0] / points.length, sum[1] + p[1] / points.length],
    [0, 0],
  )
}
