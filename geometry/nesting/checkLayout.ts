import type { LayoutFault, NestInstance, NestItem, NestResult, Placement, Point } from './instance.ts'
import { commonArea, deepestCorner, leastDistance, type Outline } from './measureOverlap.ts'

/** What two parts may share, and what may stick out: depth in drawing units, area in their square. */
export const tolerance = 1e-6

/**
 * Verifies a layout from the drawing alone. It shares no code with the search: it turns and moves
 * every contour again, measures the common area and depth of each pair by sweeping, and counts.
 * An empty list means that the layout can be cut.
 */
export function checkLayout(instance: NestInstance, result: NestResult): LayoutFault[] {
  const items = new Map(instance.items.map((item) => [item.id, item]))
  return [
    ...findWrongItems(items, result.placements),
    ...findOutside(instance, items, result),
    ...findOverlaps(instance, items, result.placements),
    ...findWrongFigures(instance, items, result),
  ]
}

function findWrongItems(items: Map<number, NestItem>, placements: Placement[]): LayoutFault[] {
  const faults: LayoutFault[] = []
  placements.forEach((p, i) => {
    const item = items.get(p.item)
    if (!item) faults.push({ code: 'unknown_item', message: `no item ${p.item}`, placements: [i] })
    else if (
      item.allowed_orientations &&
      !(item.allowed_orientations.length > 0 ? item.allowed_orientations : [0]).some((a) =>
        sameAngle(a, p.rotation),
      )
    ) {
      faults.push({
        code: 'rotation',
        message: `item ${p.item} may not be turned by ${p.rotation} degrees`,
        placements: [i],
        amount: p.rotation,
      })
    }
  })
  for (const item of items.values()) {
    const count = placements.filter((p) => p.item === item.id).length
    if (count !== item.demand) {
      faults.push({
        code: 'demand',
        message: `item ${item.id} is placed ${count} times, asked ${item.demand}`,
        placements: [],
        amount: count,
      })
    }
  }
  return faults
}

function findOutside(
  instance: NestInstance,
  items: Map<number, NestItem>,
  result: NestResult,
): LayoutFault[] {
  const margin = instance.margin ?? 0
  const faults: LayoutFault[] = []
  result.placements.forEach((p, i) => {
    const item = items.get(p.item)
    if (!item) return
    const sheet = instance.sheets ? result.sheets_used[p.sheet ?? -1] : undefined
    const width = instance.sheets ? (sheet?.width ?? Number.NaN) : result.strip_length
    const height = instance.sheets ? (sheet?.height ?? Number.NaN) : (instance.strip_height ?? Number.NaN)
    let beyond = 0
    for (const [x, y] of layOutline(item, p)[0]!) {
      beyond = Math.max(beyond, margin - x, margin - y, x - (width - margin), y - (height - margin))
    }
    if (!(beyond <= tolerance)) {
      faults.push({
        code: 'outside',
        message: `item ${p.item} is ${beyond} beyond the edge`,
        placements: [i],
        amount: beyond,
      })
    }
  })
  return faults
}

function findOverlaps(
  instance: NestInstance,
  items: Map<number, NestItem>,
  placements: Placement[],
): LayoutFault[] {
  const gap = instance.gap ?? 0
  const laid = placements
    .flatMap((p, i) => {
      const item = items.get(p.item)
      if (!item) return []
      const outline = layOutline(item, p)
      const xs = outline[0]!.map((q) => q[0]),
        ys = outline[0]!.map((q) => q[1])
      return [
        {
          i,
          sheet: p.sheet ?? 0,
          outline,
          area: areaOf(outline),
          x0: Math.min(...xs),
          x1: Math.max(...xs),
          y0: Math.min(...ys),
          y1: Math.max(...ys),
        },
      ]
    })
    .sort((a, b) => a.x0 - b.x0)
  const faults: LayoutFault[] = []
  for (let s = 0; s < laid.length; s++) {
    const a = laid[s]!
    for (let t = s + 1; t < laid.length && laid[t]!.x0 <= a.x1 + gap; t++) {
      const b = laid[t]!
      if (a.sheet !== b.sheet || b.y0 > a.y1 + gap || a.y0 > b.y1 + gap) continue
      const placed = [a.i, b.i]
      const area = commonArea(a.outline, b.outline)
      const depth =
        area > 0 ? Math.max(deepestCorner(a.outline, b.outline), deepestCorner(b.outline, a.outline)) : 0
      if (area > tolerance * Math.min(1, a.area, b.area) || depth > tolerance) {
        faults.push({
          code: 'overlap',
          message: `items share an area of ${area}, depth ${depth}`,
          placements: placed,
          amount: Math.max(area, depth),
        })
      } else if (gap > 0) {
        const apart = leastDistance(a.outline, b.outline)
        if (apart < gap - tolerance)
          faults.push({
            code: 'gap',
            message: `items are ${apart} apart, asked ${gap}`,
            placements: placed,
            amount: apart,
          })
      }
    }
  }
  return faults
}

function findWrongFigures(
  instance: NestInstance,
  items: Map<number, NestItem>,
  result: NestResult,
): LayoutFault[] {
  const faults: LayoutFault[] = []
  const area = result.placements.reduce(
    (sum, p) => sum + (items.has(p.item) ? areaOf(layOutline(items.get(p.item)!, p)) : 0),
    0,
  )
  let room = result.strip_length * (instance.strip_height ?? 0)
  if (instance.sheets) {
    room = result.sheets_used.reduce((sum, s) => sum + s.width * s.height, 0)
    instance.sheets.forEach((sheet, k) => {
      const used = result.sheets_used.filter((u) => u.sheet === k)
      if (
        used.length > (sheet.count ?? Infinity) ||
        used.some((u) => u.width !== sheet.width || u.height !== sheet.height)
      ) {
        faults.push({
          code: 'length',
          message: `sheet size ${k} is not in stock as used`,
          placements: [],
          amount: used.length,
        })
      }
    })
  }
  if (!(Math.abs(area / room - result.density) <= 1e-9)) {
    faults.push({
      code: 'length',
      message: `the density is ${area / room}, stated ${result.density}`,
      placements: [],
      amount: area / room,
    })
  }
  return faults
}

function layOutline(item: NestItem, p: Placement): Outline {
  const turn = (p.rotation * Math.PI) / 180
  const c = Math.cos(turn),
    s = Math.sin(turn)
  const contours =
    item.shape.type === 'polygon' ? [item.shape.outer, ...(item.shape.inner ?? [])] : [item.shape.data]
  return contours.map((contour) => contour.map(([x, y]): Point => [c * x - s * y + p.x, s * x + c * y + p.y]))
}

function areaOf(outline: Outline): number {
  return outline.reduce((sum, contour, k) => {
    const [ox, oy] = contour[0]!
    let twice = 0
    contour.forEach(([x, y], i) => {
      const [u, v] = contour[(i + 1) % contour.length]!
      twice += (x - ox) * (v - oy) - (u - ox) * (y - oy)
    })
    return sum + (k === 0 ? 1 : -1) * Math.abs(twice / 2)
  }, 0)
}

function sameAngle(a: number, b: number): boolean {
  const by = Math.abs(a - b) % 360
  return Math.min(by, 360 - by) < 1e-9
}
