import type { Contour } from './contour.ts'
import { makeContour } from './contour.ts'
import type { Curve } from './curve.ts'
import { endOf, startOf } from './curve.ts'
import type { Stroke } from './drawing.ts'
import type { LooseCurve } from './joinCurves.ts'
import { joinCurves, numberNodes } from './joinCurves.ts'
import { lengthOf } from './measureCurve.ts'

/**
 * A stroke that closes on itself is a contour as it was drawn, and so are single curves written one after the
 * other that come back to where they began: two parts may share an edge without losing it to each other. What
 * closes only together with strokes elsewhere in the file is left loose.
 */
export function takeClosed(
  strokes: readonly Stroke[],
  { join, flatten }: { readonly join: number; readonly flatten: number },
): { contours: Contour[]; loose: LooseCurve[] } {
  const contours: Contour[] = []
  const loose: LooseCurve[] = []
  const nodes = numberNodes(join)
  let run: { from: number; to: number; item: LooseCurve }[] = []
  for (const stroke of strokes) {
    const items = loosen(stroke)
    if (items.length === 0) continue
    if (items.length > 1 || closesItself(items)) {
      giveUp()
      if (!close(items)) loose.push(...items)
      continue
    }
    follow(items[0]!)
  }
  giveUp()
  return { contours, loose }

  function close(items: readonly LooseCurve[]): boolean {
    if (!closesItself(items)) return false
    const [chain, more] = joinCurves(items, join)
    if (!chain?.closed || more) return false
    const contour = makeContour(chain.curves, { ...chain, tolerance: flatten })
    if (contour.area <= join * contour.length) return false
    contours.push(contour)
    return true
  }

  function follow(item: LooseCurve): void {
    const ends = [nodes.of(startOf(item.curve)), nodes.of(endOf(item.curve))] as const
    let last = run.at(-1)
    if (last && run.length === 1 && last.to !== ends[0] && last.to !== ends[1])
      run = [(last = { ...last, from: last.to, to: last.from })]
    if (last && last.to !== ends[0] && last.to !== ends[1]) {
      giveUp()
      last = undefined
    }
    const [from, to] = last?.to === ends[1] ? [ends[1], ends[0]] : ends
    run.push({ from, to, item })
    if (run.length > 1 && to === run[0]!.from) {
      if (!close(run.map((step) => step.item))) giveUp()
      run = []
    }
  }

  function giveUp(): void {
    loose.push(...run.map((step) => step.item))
    run = []
  }

  function closesItself(items: readonly LooseCurve[]): boolean {
    const seen = new Map<number, number>()
    for (const { curve } of items)
      for (const end of [startOf(curve), endOf(curve)]) {
        const node = nodes.of(end)
        seen.set(node, (seen.get(node) ?? 0) + 1)
      }
    return [...seen.values()].every((count) => count === 2)
  }
}

/** The curves of a stroke that have a length. */
function loosen(stroke: Stroke): LooseCurve[] {
  const { layer, colour } = stroke
  return stroke.curves
    .filter((curve: Curve) => lengthOf(curve) > 0)
    .map((curve) => ({ curve, layer, colour }))
}
