import { arrangeContours } from '../flat/arrangeContours.ts'
import { makeContour } from '../flat/contour.ts'
import { drawSvg } from '../flat/drawSvg.ts'
import { dropDuplicates } from '../flat/dropDuplicates.ts'
import { joinCurves } from '../flat/joinCurves.ts'
import type { PartContours } from '../measurement.ts'
import type { FlatPattern } from './unfoldSheet.ts'

/** The unfolded sheet as contours for nesting and as a picture with its bend lines. */
export function drawPattern(
  { lines, bends, length_mm }: FlatPattern,
  part: number,
): { contours: PartContours[]; svg: string } {
  const tolerance = Math.max(1e-3, length_mm * 1e-6)
  const { kept } = dropDuplicates(
    lines.map((curve) => ({ curve, layer: '', colour: 7 })),
    tolerance,
  )
  const contours = joinCurves(kept, tolerance).map((chain) =>
    makeContour(chain.curves, { ...chain, tolerance }),
  )
  const outlines = arrangeContours(contours.filter((c) => c.closed))
  return {
    contours: outlines.map(({ outer, holes }) => ({
      part,
      outer: outer.polygon,
      holes: holes.map((h) => h.polygon.toReversed()),
    })),
    svg: drawSvg({ outlines, open: contours.filter((c) => !c.closed), etch: [], bends }),
  }
}
