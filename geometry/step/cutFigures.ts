import type { TopoDS_Shape } from 'replicad-opencascadejs'
import type { Face } from './face.ts'
import type { Sheet } from './findSheet.ts'
import type { Kernel } from './kernel.ts'
import { withPile } from './kernel.ts'
import { genusOf, numberShapes } from './readEdges.ts'
import { explore } from './readSolids.ts'
import { dot } from './vector.ts'

export interface CutFigures {
  readonly net_area_mm2: number
  readonly cut_length_mm: number
  readonly pierces: number
}

/**
 * What the laser does to a sheet, without unfolding it: the developed area is volume over thickness; what is
 * left of the surface after two skins is the cut edge, one thickness wide; and a sheet with n holes is a body
 * of genus n. Of flat plate the side with more material tells both itself, because countersinks and pockets
 * are not lasered.
 */
export function cutFigures(
  kernel: Kernel,
  body: TopoDS_Shape,
  { faces, sheet, area, volume }: { faces: readonly Face[]; sheet: Sheet; area: number; volume: number },
): CutFigures {
  const { thickness } = sheet
  const pierces = 1 + genusOf(kernel, body)
  const net = volume / thickness
  const side = sheet.bends.length === 0 ? fullerSide(faces, sheet) : undefined
  const milled = side && side.reduce((sum, f) => sum + f.area, 0) > net * (1 + 1e-5)
  if (side && milled)
    return {
      net_area_mm2: side.reduce((sum, f) => sum + f.area, 0),
      cut_length_mm: rimOf(kernel, body, side),
      pierces,
    }
  return { net_area_mm2: net, cut_length_mm: Math.max(0, (area - 2 * net) / thickness), pierces }
}

/**
 * The faces of the side of a flat plate that has more area; undefined where the sides are not one thickness
 * apart.
 */
function fullerSide(faces: readonly Face[], { skin, thickness }: Sheet): Face[] | undefined {
  const normal = skin[0]!.plane!.normal
  const sides = [1, -1]
    .map((sign) => {
      const facing = faces.filter((f) => f.plane && dot(f.plane.normal, normal) * sign > 1 - 1e-6)
      const offset = Math.max(...facing.map((f) => f.plane!.offset))
      return { offset, own: facing.filter((f) => offset - f.plane!.offset < 1e-3), area: 0 }
    })
    .map((side) => ({ ...side, area: side.own.reduce((sum, f) => sum + f.area, 0) }))
  if (Math.abs(sides[0]!.offset + sides[1]!.offset - thickness) > 1e-3) return undefined
  return sides.sort((a, b) => b.area - a.area)[0]!.own
}

/** Length of all edges that only one of these faces has. */
function rimOf(kernel: Kernel, body: TopoDS_Shape, side: readonly Face[]): number {
  const number = numberShapes(kernel)
  const shapes = explore(kernel, body, 'TopAbs_FACE')
  const edges = new Map<number, { shape: TopoDS_Shape; count: number }>()
  for (const { index } of side)
    for (const shape of explore(kernel, shapes[index]!, 'TopAbs_EDGE')) {
      const id = number(shape)
      edges.set(id, { shape, count: (edges.get(id)?.count ?? 0) + 1 })
    }
  return [...edges.values()]
    .filter(({ count }) => count === 1)
    .reduce(
      (sum, { shape }) =>
        sum +
        withPile((keep) => {
          const mass = keep(new kernel.GProp_GProps())
          kernel.BRepGProp.LinearProperties(shape, mass, false, false)
          return mass.Mass()
        }),
      0,
    )
}
