import type { Part, ProcessGuess } from '../measurement.ts'
import type { Outline } from './arrangeContours.ts'
import type { Contour } from './contour.ts'
import { radiusOf } from './curve.ts'
import type { BendLine } from './findBendLines.ts'
import { groupBends, insideOutline } from './findBendLines.ts'

/**
 * The figures of one part: its rim, its holes, the bends inside. Thickness is what the drawing or the caller
 * says.
 */
export function describePart(
  { outer, holes }: Outline,
  bends: readonly BendLine[],
  stock: { thickness: number | null; density: number | undefined },
): Part {
  const net = outer.area - holes.reduce((sum, h) => sum + h.area, 0)
  const cut = outer.length + holes.reduce((sum, h) => sum + h.length, 0)
  const own = bends.filter((b) => insideOutline({ outer, holes }, b))
  const { thickness, density } = stock
  const volume = thickness === null ? null : net * thickness
  return {
    name: '',
    quantity: 1,
    volume_mm3: volume,
    area_mm2: thickness === null ? null : 2 * net + cut * thickness,
    mass_kg: volume === null || density === undefined ? null : volume * density * 1e-6,
    box_mm: [
      outer.box.max[0] - outer.box.min[0],
      outer.box.max[1] - outer.box.min[1],
      ...(thickness === null ? [] : [thickness]),
    ].map(tidy),
    thickness_mm: thickness,
    bends: groupBends(own),
    holes: findRoundHoles(holes, thickness),
    cut_length_mm: cut,
    pierces: 1 + holes.length,
    net_area_mm2: net,
    process: guessFlat(1, own.length, 0),
  }
}

function findRoundHoles(holes: readonly Contour[], thickness: number | null) {
  const counts = new Map<number, number>()
  for (const hole of holes) {
    const radius = radiusOfHole(hole)
    if (radius !== undefined) counts.set(tidy(2 * radius), (counts.get(tidy(2 * radius)) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([diameter_mm, count]) => ({ diameter_mm, depth_mm: thickness, through: true, count }))
}

/** A circle, an outline of arcs of one radius, or splines that keep one distance from the middle. */
function radiusOfHole({ curves, area, box: { min, max }, polygon }: Contour): number | undefined {
  const splined = curves.some((c) => c.kind === 'nurbs')
  const radius = splined ? Math.sqrt(area / Math.PI) : radiusOf(curves[0]!)
  if (radius === undefined || Math.abs(area - Math.PI * radius * radius) > 1e-3 * area) return undefined
  if (!splined)
    return curves.every((c) => Math.abs((radiusOf(c) ?? 0) - radius) < 1e-4 * radius) ? radius : undefined
  const round =
    curves.every((c) => c.kind !== 'line') &&
    polygon.every(
      ([x, y]) =>
        Math.abs(Math.hypot(x - (min[0] + max[0]) / 2, y - (min[1] + max[1]) / 2) - radius) < 1e-3 * radius,
    )
  return round ? radius : undefined
}

/**
 * Parts alike in area, cut length, holes and how their material is spread are one part in several pieces,
 * turned or mirrored.
 */
export function groupParts(found: readonly { readonly part: Part; readonly spread: number }[]): Part[] {
  const groups: { part: Part; readonly spread: number }[] = []
  for (const { part, spread } of found) {
    const known = groups.find(
      (g) =>
        alike(g.part.net_area_mm2, part.net_area_mm2) &&
        alike(g.part.cut_length_mm, part.cut_length_mm) &&
        g.part.pierces === part.pierces &&
        Math.abs(g.spread - spread) <= 2e-3 * spread,
    )
    if (known) known.part = { ...known.part, quantity: known.part.quantity + 1 }
    else groups.push({ part: { ...part, name: `${groups.length + 1}` }, spread })
  }
  return groups.map(({ part }) => part)
}

const alike = (a: number | null, b: number | null): boolean =>
  Math.abs((a ?? 0) - (b ?? 0)) <= 1e-5 * Math.abs(a ?? 0)

export function mergeHoles(parts: readonly Part[]) {
  const merged = new Map<number, Part['holes'][number]>()
  for (const part of parts)
    for (const hole of part.holes) {
      const count = (merged.get(hole.diameter_mm)?.count ?? 0) + hole.count * part.quantity
      merged.set(hole.diameter_mm, { ...hole, count })
    }
  return [...merged.values()].sort((a, b) => a.diameter_mm - b.diameter_mm)
}

export function guessFlat(outlines: number, bends: number, open: number): ProcessGuess {
  if (outlines === 0)
    return { kind: 'unknown', confidence: 0.2, reason: { zh: '没有封闭轮廓', en: 'No contour is closed' } }
  const confidence = open === 0 ? 0.9 : 0.6
  if (bends > 0)
    return {
      kind: 'sheet_metal',
      confidence,
      reason: { zh: `封闭轮廓内有 ${bends} 条折弯线`, en: `Closed contour with ${bends} bend lines` },
    }
  return {
    kind: 'flat_cut',
    confidence,
    reason: { zh: '封闭的平面轮廓，没有折弯线', en: 'Closed flat contour without bend lines' },
  }
}

const tidy = (x: number): number => Math.round(x * 1e6) / 1e6
