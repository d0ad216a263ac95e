import type { Outline } from './arrangeContours.ts'
import type { BendLine } from './findBendLines.ts'
import type { Contour } from './contour.ts'
import { boxOf } from './contour.ts'
import type { Point } from './curve.ts'

export interface SvgContent {
  readonly outlines: readonly Outline[]
  readonly open: readonly Contour[]
  readonly etch: readonly Contour[]
  readonly bends: readonly BendLine[]
}

/**
 * A still picture of flat parts: y points up as in the drawing, holes are cut out, bends dashed, open ends in
 * red. Numbers only go into the text, never words of the file, so nothing in a drawing can become markup.
 */
export function drawSvg({ outlines, open, etch, bends }: SvgContent): string {
  const contours = [...outlines.map((o) => o.outer), ...open, ...etch]
  const { min, max } = boxOf([
    ...contours.flatMap((c) => [c.box.min, c.box.max]),
    ...bends.flatMap((b) => [b.a, b.b]),
  ])
  if (!Number.isFinite(max[0])) return ''
  const [width, height] = [Math.max(max[0] - min[0], 1e-6), Math.max(max[1] - min[1], 1e-6)]
  const pad = Math.max(width, height) * 0.03
  const view = [min[0] - pad, -max[1] - pad, width + 2 * pad, height + 2 * pad].map(short).join(' ')
  const path = (contour: Contour) => pathOf(contour, Math.max(width, height) / 1000)
  const shapes = [
    ...outlines.map(({ outer, holes }) => shape('part', [outer, ...holes].map(path).join(''))),
    ...etch.map((c) => shape('etch', path(c))),
    ...open.map((c) => shape('open', path(c))),
    ...bends.map((b) => shape('bend', line([b.a, b.b], false))),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}">${shapes.join('')}</svg>`
}

type Look = 'part' | 'etch' | 'open' | 'bend'

/**
 * Attributes rather than a style sheet: a strict content policy blocks the sheet, and inline it would leak
 * into the page.
 */
const looks: Readonly<Record<Look, string>> = {
  part: 'fill="#dbe4ee" fill-rule="evenodd" stroke="#1f2937"',
  etch: 'fill="none" stroke="#2563eb"',
  open: 'fill="none" stroke="#dc2626"',
  bend: 'fill="none" stroke="#b45309" stroke-dasharray="6 3"',
}

const shape = (look: Look, d: string): string =>
  `<path class="${look}" ${looks[look]} stroke-width="1.2" vector-effect="non-scaling-stroke" d="${d}"/>`

/** A picture needs no points nearer to each other than a thousandth of its size. */
const pathOf = (contour: Contour, near: number): string => line(thin(contour.polygon, near), contour.closed)
const line = (points: readonly Point[], closed: boolean): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${short(x)} ${short(-y)}`).join('') + (closed ? 'Z' : '')

function thin(points: readonly Point[], near: number): Point[] {
  const kept: Point[] = []
  const stride = Math.ceil(points.length / 8)
  for (const [i, p] of points.entries()) {
    const last = kept.at(-1)
    if (
      !last ||
      i === points.length - 1 ||
      i % stride === 0 ||
      Math.hypot(p[0] - last[0], p[1] - last[1]) > near
    )
      kept.push(p)
  }
  return kept
}

const short = (x: number): string => String(Math.round(x * 1000) / 1000)
