import type { Curve } from './curve.ts'
import { endOf, mapCurve, startOf } from './curve.ts'
import type { Contour } from './contour.ts'
import { boxOf, makeContour } from './contour.ts'
import type { Stroke, Warning } from './drawing.ts'
import { warn } from './drawing.ts'
import { dropDuplicates } from './dropDuplicates.ts'
import { dropCovered } from './dropCovered.ts'
import type { Chain, LooseCurve } from './joinCurves.ts'
import { joinCurves } from './joinCurves.ts'
import { dropSame, sameOutline } from './sameOutline.ts'
import { takeClosed } from './takeClosed.ts'

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
  gap: Math.min(0.5, Math.max(1e-3 * size_mm, 0.02)),
  flatten: Math.min(0.01, Math.max(1e-5 * size_mm, 1e-6)),
})

/**
 * Strokes to contours: closed ones as they are, the others joined end to end, small gaps bridged with a
 * warning.
 */
export function collectContours(
  strokes: readonly Stroke[],
  tolerances: Tolerances,
): { contours: Contour[]; warnings: Warning[] } {
  const warnings: Warning[] = []
  const near = tolerances.join * 10
  const taken = takeClosed(
    strokes.filter((stroke) => !stroke.hatch),
    tolerances,
  )
  const unique = dropDuplicates(taken.loose, tolerances.join)
  const chains = joinCurves(unique.kept, tolerances.join)
  const closed = chains.filter((c) => c.closed).map((chain) => contourOf(chain, tolerances))
  const whole = [...taken.contours, ...closed.filter((c) => c.area > flatArea(c, tolerances))]
  const rims = dropSame(whole, near + tolerances.flatten)
  const open = [
    ...chains.filter((c) => !c.closed),
    ...closed.filter((c) => c.area <= flatArea(c, tolerances)),
  ]
  const bare = dropCovered(
    open.flatMap(loosen),
    rims.flatMap((c) => c.curves),
    near,
  )
  const bridged = bridgeGaps(
    bare.dropped === 0 ? open : joinCurves(bare.kept, tolerances.join),
    tolerances,
    warnings,
  )
  const dropped = unique.dropped + whole.length - rims.length + bare.dropped
  if (dropped > 0)
    warnings.unshift(
      warn(
        'duplicates_dropped',
        `有 ${dropped} 条重复线，已只计一次`,
        `${dropped} curves were drawn twice and are counted once`,
      ),
    )
  const contours = [
    ...rims,
    ...bridged
      .map((chain) => contourOf(chain, tolerances))
      .map((c) => (c.closed && c.area <= flatArea(c, tolerances) ? { ...c, closed: false } : c)),
  ]
  return { contours: [...contours, ...hatchContours(strokes, contours, tolerances, warnings)], warnings }
}

const contourOf = (chain: Chain, { flatten }: Tolerances): Contour =>
  makeContour(chain.curves, { ...chain, tolerance: flatten })

/** A loop that encloses no more than its own line is thick runs back on itself. */
const flatArea = (contour: Contour, { join }: Tolerances): number => join * contour.length

const loosen = ({ curves, layer, colour }: Chain): LooseCurve[] =>
  curves.map((curve) => ({ curve, layer, colour }))

/** Chains are bridged at their ends only, or curves shorter than the gap would be lost inside them. */
function bridgeGaps(open: readonly Chain[], tolerances: Tolerances, warnings: Warning[]): Chain[] {
  const ends = open.map(({ curves, layer, colour }): LooseCurve => ({
    curve: { kind: 'line', a: startOf(curves[0]!), b: endOf(curves.at(-1)!) },
    layer,
    colour,
    run: curves,
  }))
  return joinCurves(ends, tolerances.gap).map((chain) => {
    const curves = chain.closed ? bridge(chain.curves, warnings) : chain.curves
    if (!chain.closed)
      for (const point of [startOf(curves[0]!), endOf(curves.at(-1)!)]) {
        warnings.push(
          warn(
            'open_end',
            `轮廓未封闭：(${point.map(short).join(', ')})`,
            `Open end at (${point.map(short).join(', ')})`,
            point,
          ),
        )
      }
    return { ...chain, curves }
  })
}

function bridge(curves: readonly Curve[], warnings: Warning[]): Curve[] {
  return curves.flatMap((curve, i): Curve[] => {
    const [a, b] = [endOf(curve), startOf(curves[(i + 1) % curves.length]!)]
    const gap = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (gap < 1e-9) return [curve]
    if (gap > 1e-3)
      warnings.push(
        warn(
          'gap_closed',
          `在 (${a.map(short).join(', ')}) 处补上了 ${short(gap)} mm 的缺口`,
          `A gap of ${short(gap)} mm at (${a.map(short).join(', ')}) was closed`,
          a,
        ),
      )
    return [curve, { kind: 'line', a, b }]
  })
}

/**
 * A hatch loop that repeats a drawn contour is dropped; a solid one, or one in a file with nothing else, is
 * an outline.
 */
function hatchContours(
  strokes: readonly Stroke[],
  contours: readonly Contour[],
  tolerances: Tolerances,
  warnings: Warning[],
): Contour[] {
  const closed = contours.filter((c) => c.closed)
  const loops = strokes.filter((s) => s.hatch && (s.hatch === 'solid' || closed.length === 0))
  const found: Contour[] = []
  for (const { curves, layer, colour } of loops) {
    for (const chain of joinCurves(
      curves.map((curve) => ({ curve, layer, colour })),
      tolerances.gap,
    )) {
      const contour = makeContour(chain.curves, { ...chain, tolerance: tolerances.flatten })
      if (
        contour.closed &&
        ![...closed, ...found].some((other) => sameOutline(other, contour, tolerances.gap))
      )
        found.push(contour)
    }
  }
  if (found.length > 0)
    warnings.push(
      warn(
        'hatch_outlines',
        `有 ${found.length} 个轮廓取自填充边界`,
        `${found.length} contours were taken from hatch boundaries`,
      ),
    )
  return found
}

const short = (x: number): string => String(Math.round(x * 1000) / 1000)

/** The strokes in millimetres, and how large everything is together. */
export function scaleStrokes(strokes: readonly Stroke[], factor: number): Stroke[] {
  if (factor === 1) return [...strokes]
  return strokes.map((stroke) => ({
    ...stroke,
    curves: stroke.curves.map((c) => mapCurve([factor, 0, 0, factor, 0, 0], c)),
  }))
}

export const sizeOf = (strokes: readonly Stroke[]): number => sidesOf(strokes).size

/** The larger and the smaller side of everything drawn, in drawing units. */
export function sidesOf(strokes: readonly Stroke[]): { readonly size: number; readonly width: number } {
  const { min, max } = boxOf(strokes.flatMap((s) => s.curves.flatMap((curve) => [...boundPoints(curve)])))
  if (!Number.isFinite(max[0])) return { size: 0, width: 0 }
  const sides = [max[0] - min[0], max[1] - min[1]]
  return { size: Math.max(...sides), width: Math.min(...sides) }
}

function* boundPoints(curve: Curve) {
  if (curve.kind === 'line') {
    yield curve.a
    yield curve.b
    return
  }
  if (curve.kind === 'nurbs') {
    for (const [x, y] of curve.points) yield [x, y] as const
    return
  }
  for (let i = 0; i <= 8; i++) yield startOf({ ...curve, t0: curve.t0 + ((curve.t1 - curve.t0) * i) / 8 })
}
