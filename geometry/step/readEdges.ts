import type { TopoDS_Shape } from 'replicad-opencascadejs'
import type { Kernel } from './kernel.ts'
import { withPile } from './kernel.ts'
import { sameEnum, triple } from './readFaces.ts'
import { explore } from './readSolids.ts'
import type { Vector } from './vector.ts'

export interface Edge {
  readonly id: number
  readonly points: readonly Vector[]
}

/**
 * A numbering in which two faces that share an edge, or two edges that share a corner, see the same number.
 */
export function numberShapes(kernel: Kernel): (shape: TopoDS_Shape) => number {
  const buckets = new Map<number, { shape: TopoDS_Shape; id: number }[]>()
  let count = 0
  return (shape) => {
    const hash = kernel.ReplicadShapeHasher.HashCode(shape, 0x7fffffff)
    const bucket = buckets.get(hash) ?? []
    buckets.set(hash, bucket)
    const known = bucket.find((entry) => entry.shape.IsSame(shape))
    if (known) return known.id
    bucket.push({ shape, id: count })
    return count++
  }
}

/** The edges of every face, straight ones by their ends, curved ones by points a few degrees apart. */
export function readEdges(kernel: Kernel, body: TopoDS_Shape): Edge[][] {
  const number = numberShapes(kernel)
  return explore(kernel, body, 'TopAbs_FACE').map((face) =>
    explore(kernel, face, 'TopAbs_EDGE').flatMap((shape) => {
      const edge = kernel.TopoDS.Edge(shape)
      if (kernel.BRep_Tool.Degenerated(edge)) return []
      return [
        {
          id: number(shape),
          points: withPile((keep) => {
            const curve = keep(new kernel.BRepAdaptor_Curve(edge))
            const [t0, t1] = [curve.FirstParameter(), curve.LastParameter()]
            const is = (kind: 'GeomAbs_Line' | 'GeomAbs_Circle') =>
              sameEnum(curve.GetType(), kernel.GeomAbs_CurveType[kind])
            const steps = is('GeomAbs_Line')
              ? 1
              : is('GeomAbs_Circle')
                ? stepsOfArc(keep(curve.Circle()).Radius(), t1 - t0)
                : 64
            return Array.from({ length: steps + 1 }, (_, i) =>
              triple(keep(curve.EvalD0(t0 + ((t1 - t0) * i) / steps))),
            )
          }),
        },
      ]
    }),
  )
}

/** As many chords as keep the arc within two thousandths of a millimetre. */
const stepsOfArc = (radius: number, angle: number): number =>
  Math.min(720, Math.max(8, Math.ceil(Math.abs(angle) / (2 * Math.acos(Math.max(0.7, 1 - 0.002 / radius))))))

/**
 * Holes through a body, by Euler and Poincare: V - E + F - (L - F) = 2 (S - G); edges shrunk to a point do
 * not count.
 */
export function genusOf(kernel: Kernel, body: TopoDS_Shape): number {
  const unique = (kind: 'TopAbs_EDGE' | 'TopAbs_VERTEX') => {
    const number = numberShapes(kernel)
    const real = explore(kernel, body, kind).filter(
      (s) => kind === 'TopAbs_VERTEX' || !kernel.BRep_Tool.Degenerated(kernel.TopoDS.Edge(s)),
    )
    return new Set(real.map(number)).size
  }
  const faces = explore(kernel, body, 'TopAbs_FACE').length
  const wires = explore(kernel, body, 'TopAbs_WIRE').length
  const genus = 1 - (unique('TopAbs_VERTEX') - unique('TopAbs_EDGE') + 2 * faces - wires) / 2
  return Number.isInteger(genus) && genus >= 0 ? genus : 0
}
