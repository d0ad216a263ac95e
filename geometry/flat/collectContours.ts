import type { Curve } from './curve.ts'
import { endOf, mapCurve, startOf } from './curve.ts'
import type { Contour } from './contour.ts'
import { boxOf, makeContour } from './contour.ts'
import type { Stroke, Warning } from './drawing.ts'
import { warn } from './drawing.ts'
import { dropDuplicates } from './dropDuplicates.ts'
import type { LooseCurve } from './joinCurves.ts'
import { joinCurves } from './joinCurves.ts'
import { lengthOf } from './measureCurve.ts'

export interface Tolerances {
  /** Ends closer than this are one point. */
  readonly join: number
  /** A gap up to this is bridged, and said so. */
  readonly gap: number
  /** How far a polygon may lie from its curve. */
  readonly flatten: number
}

/** All in mm. Relative to the drawing, because some files are a watch part and some a ship. */
export const tolerancesFor = (size_mm: number): Tolerances => ({
  join: Math.max(1e-6 * size_mm, 1e-6),
  gap: Math.min(0.5, Math.max(2e-4 * size_mm, 0.02)),
  flatten: Math.min(0.01, Math.max(1e-5 * size_mm, 1e-6)),
})

/** Strokes to contours: closed ones as they are, the others joined end to end, small gaps bridged with a warning. */
export function collectContours(strokes: readonly Stroke[], tolerances: Tolerances): { contours: Contour[], warnings: Warning[] } {
  const warnings: Warning[] = []
  const outlines = strokes.filter((stroke) => !stroke.hatch)
  const { kept, dropped } = dropDuplicates(outlines.flatMap(loosen), tolerances.join)
  if (dropped > 0) warnings.push(warn('duplicates_dropped', `有 ${dropped} 条重复线，已只计一次`, `${dropped} curves were drawn twice and are counted once`))
  const chains = joinCurves(kept, tolerances.join)
  const bridged = bridgeGaps(chains.filter((c) => !c.closed), tolerances, warnings)
  const contours = [...chains.filter((c) => c.closed), ...bridged]
    .map((chain) => makeContour(chain.curves, { ...chain, tolerance: tolerances.flatten }))
    .map((contour) => (contour.closed && contour.area <= tolerances.join ** 2 ? { ...contour, closed: false } : contour))
  return { contours: [...contours, ...hatchContours(strokes, contours, tolerances, warnings)], warnings }
}

function loosen(stroke: Stroke): LooseCurve[] {
  const { layer, colour } = stroke
  return stroke.curves.filter((curve) => lengthOf(curve) > 0).map((curve) => ({ curve, layer, colour }))
}

function bridgeGaps(open: readonly { curves: readonly Curve[], layer: string, colour: number }[], tolerances: Tolerances, warnings: Warning[]) {
  if (open.length === 0) return []
  const loose = open.flatMap((chain) => chain.curves.map((curve) => ({ curve, layer: chain.layer, colour: chain.colour })))
  const again = joinCurves(loose, tolerances.gap)
  return again.map((chain) => {
    const curves = chain.closed ? bridge(chain.curves, warnings) : chain.curves
    if (!chain.closed) for (const point of [startOf(curves[0]!), endOf(curves.at(-1)!)]) {
      warnings.push(warn('open_end', `轮廓未封闭：(${point.map(short).join(', ')})`, `Open end at (${point.map(short).join(', ')})`, point))
    }
    return { ...chain, curves }
  })
}

function bridge(curves: readonly Curve[], warnings: Warning[]): Curve[] {
  return curves.flatMap((curve, i): Curve[] => {
    const [a, b] = [endOf(curve), startOf(curves[(i + 1) % curves.length]!)]
    const gap = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (gap < 1e-9) return [curve]
    if (gap > 1e-3) warnings.push(warn('gap_closed', `在 (${a.map(short).join(', ')}) 处补上了 ${short(gap)} mm 的缺口`, `A gap of ${short(gap)} mm at (${a.map(short).join(', ')}) was closed`, a))
    return [curve, { kind: 'line', a, b }]
  })
}

/** A hatch loop that repeats a drawn contour is dropped; a solid one, or one in a file with nothing else, is an outline. */
function hatchContours(strokes: readonly Stroke[], contours: readonly Contour[], tolerances: Tolerances, warnings: Warning[]): Contour[] {
  const closed = contours.filter((c) => c.closed)
  const loops = strokes.filter((s) => s.hatch && (s.hatch === 'solid' || closed.length === 0))
  const found: Contour[] = []
  for (const { curves, layer, colour } of loops) {
    for (const chain of joinCurves(curves.map((curve) => ({ curve, layer, colour })), tolerances.gap)) {
      const contour = makeContour(chain.curves, { ...chain, tolerance: tolerances.flatten })
      if (contour.closed && ![...closed, ...found].some((other) => sameContour(other, contour))) found.push(contour)
    }
  }
  if (found.length > 0) warnings.push(warn('hatch_outlines', `有 ${found.length} 个轮廓取自填充边界`, `${found.length} contours were taken from hatch boundaries`))
  return found
}

function sameContour(a: Contour, b: Contour): boolean {
  const near = (x: number, y: number) => Math.abs(x - y) <= 1e-3 * Math.max(Math.abs(x), Math.abs(y), 1)
  return near(a.area, b.area) && near(a.length, b.length) && [0, 1].every((i) =>
    near(a.box.min[i]!, b.box.min[i]!) && near(a.box.max[i]!, b.box.max[i]!))
}

const short = (x: number): string => String(Math.round(x * 1000) / 1000)

/** The strokes in millimetres, and how large everything is together. */
export function scaleStrokes(strokes: readonly Stroke[], factor: number): Stroke[] {
  if (factor === 1) return [...strokes]
  return strokes.map((stroke) => ({ ...stroke, curves: stroke.curves.map((c) => mapCurve([factor, 0, 0, factor, 0, 0], c)) }))
}

export function sizeOf(strokes: readonly Stroke[]): number {
  const { min, max } = boxOf(strokes.flatMap((s) => s.curves.flatMap((curve) => [...boundPoints(curve)])))
  return Number.isFinite(max[0]) ? Math.max(max[0] - min[0], max[1] - min[1]) : 0
}

function* boundPoints(curve: Curve) {
  if (curve.kind === 'line') { yield curve.a; yield curve.b; return }
  if (curve.kind === 'nurbs') { for (const [x, y] of curve.points) yield [x, y] as const; return }
  for (let i = 0; i <= 8; i++) yield startOf({ ...curve, t0: curve.t0 + ((curve.t1 - curve.t0) * i) / 8 })
}
