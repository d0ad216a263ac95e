import type { TopoDS_Shape } from 'replicad-opencascadejs'
import type { Kernel } from './kernel.ts'

/** A sheet part as it is folded: lengths in mm; a turn of 1 goes up, of -1 down. */
export interface Strip {
  readonly flanges: readonly number[]
  readonly turns: readonly (1 | -1)[]
  readonly thickness: number
  /** Of the inside of the bend. */
  readonly radius: number
  readonly width?: number
}

/**
 * A strip of constant thickness swept along a profile of straight flanges and right-angle bends, 80 wide
 * unless told.
 */
export function bendStrip(
  kernel: Kernel,
  { flanges, turns, thickness: t, radius: r, width = 80 }: Strip,
): TopoDS_Shape {
  let [x, y, heading] = [0, 0, 0]
  const at = (side: number): [number, number] => [x - Math.sin(heading) * side, y + Math.cos(heading) * side]
  const edges: { a: [number, number]; b: [number, number]; c?: [number, number]; radius?: number }[] = []
  for (const [i, flange] of flanges.entries()) {
    const [l0, r0] = [at(t), at(0)]
    x += Math.cos(heading) * flange
    y += Math.sin(heading) * flange
    edges.push({ a: l0, b: at(t) }, { a: r0, b: at(0) })
    const turn = turns[i]
    if (turn === undefined) {
      edges.push({ a: at(0), b: at(t) })
      continue
    }
    if (i === 0) edges.push({ a: r0, b: l0 })
    const centre = at(turn > 0 ? t + r : -r)
    const [l1, r1] = [at(t), at(0)]
    const arm = [x - centre[0], y - centre[1]] as const
    ;[x, y] = [centre[0] - turn * arm[1], centre[1] + turn * arm[0]]
    heading += (turn * Math.PI) / 2
    edges.push(
      { a: l1, b: at(t), c: centre, radius: turn > 0 ? r : r + t },
      { a: r1, b: at(0), c: centre, radius: turn > 0 ? r + t : r },
    )
  }
  const p = ([u, v]: [number, number]) => new kernel.gp_Pnt(u, 0, v)
  const wire = new kernel.BRepBuilderAPI_MakeWire()
  const todo = [...edges]
  let tip = todo[0]!.a
  while (todo.length > 0) {
    const same = (q: [number, number]) => Math.hypot(q[0] - tip[0], q[1] - tip[1]) < 1e-9
    const next = todo.findIndex((e) => same(e.a) || same(e.b))
    const [e] = todo.splice(next, 1)
    const [from, to] = same(e!.a) ? [e!.a, e!.b] : [e!.b, e!.a]
    let edge
    if (e!.c) {
      const [u, v] = [(from[0] + to[0]) / 2 - e!.c[0], (from[1] + to[1]) / 2 - e!.c[1]]
      const k = e!.radius! / Math.hypot(u, v)
      const arc = new kernel.GC_MakeArcOfCircle(p(from), p([e!.c[0] + u * k, e!.c[1] + v * k]), p(to))
      edge = new kernel.BRepBuilderAPI_MakeEdge(arc.Value()).Edge()
    } else edge = new kernel.BRepBuilderAPI_MakeEdge(p(from), p(to)).Edge()
    wire.Add(edge)
    tip = to
  }
  const face = new kernel.BRepBuilderAPI_MakeFace(wire.Wire(), true).Face()
  return new kernel.BRepPrimAPI_MakePrism(face, new kernel.gp_Vec(0, width, 0)).Shape()
}
