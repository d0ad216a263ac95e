import type { Curve, Point } from './curve.ts'
import { endOf, reverseCurve, startOf } from './curve.ts'
import { lengthOf } from './measureCurve.ts'

export interface Chain {
  readonly curves: readonly Curve[]
  readonly closed: boolean
  readonly layer: string
  readonly colour: number
}
export interface LooseCurve {
  readonly curve: Curve
  readonly layer: string
  readonly colour: number
  /** The chain that `curve` stands for, from its start to its end. */
  readonly run?: readonly Curve[]
}

interface Edge extends LooseCurve {
  readonly from: number
  readonly to: number
  used: boolean
}

/**
 * Joins curves whose ends lie within `tolerance` into chains. A walk that comes back to a point it has passed
 * cuts the loop off there, so a dangling line does not spoil the contour it hangs on; at a fork the sharpest
 * left turn is taken, which follows the smallest region.
 */
export function joinCurves(loose: readonly LooseCurve[], tolerance: number): Chain[] {
  const nodes = numberNodes(tolerance)
  const edges: Edge[] = []
  const chains: Chain[] = []
  for (const item of loose) {
    const [from, to] = [nodes.of(startOf(item.curve)), nodes.of(endOf(item.curve))]
    if (from !== to) edges.push({ ...item, from, to, used: false })
    else if (runOf(item).reduce((sum, curve) => sum + lengthOf(curve), 0) > 4 * tolerance)
      chains.push({ curves: runOf(item), closed: true, layer: item.layer, colour: item.colour })
  }
  const around = new Map<number, Edge[]>()
  for (const edge of edges)
    for (const node of [edge.from, edge.to]) {
      const list = around.get(node)
      if (list) list.push(edge)
      else around.set(node, [edge])
    }
  const starts = [...edges].sort((a, b) => forks(b) - forks(a))
  for (const edge of starts) if (!edge.used) walk(edge)
  return chains

  /** Dangling ends first, so that open chains start at their end. */
  function forks(edge: Edge): number {
    return Math.max(around.get(edge.from)!.length === 1 ? 1 : 0, around.get(edge.to)!.length === 1 ? 1 : 0)
  }

  function walk(first: Edge): void {
    const forward = around.get(first.to)!.length !== 1
    const path: Step[] = []
    const passed = new Map<number, number>()
    let node = forward ? first.from : first.to
    let edge: Edge | undefined = first
    while (edge) {
      edge.used = true
      const along: boolean = edge.from === node
      const curve = along ? edge.curve : reverseCurve(edge.curve)
      passed.set(node, path.length)
      path.push({ node, edge, along, curve })
      node = along ? edge.to : edge.from
      const back = passed.get(node)
      if (back !== undefined) {
        const loop = path.splice(back)
        for (const step of loop) passed.delete(step.node)
        emit(loop, true)
      }
      edge = leftmost(node, path.at(-1)?.curve)
    }
    if (path.length > 0) emit(path, false)
  }

  function emit(steps: readonly Step[], closed: boolean): void {
    const { layer, colour } = steps[0]!.edge
    chains.push({
      curves: steps.flatMap(({ edge, along }) =>
        along ? runOf(edge) : runOf(edge).map(reverseCurve).reverse(),
      ),
      closed,
      layer,
      colour,
    })
  }

  function leftmost(node: number, arriving: Curve | undefined): Edge | undefined {
    const free = around.get(node)!.filter((edge) => !edge.used)
    if (free.length < 2 || !arriving) return free[0]
    const heading = direction(reverseCurve(arriving)) + Math.PI
    const turn = (edge: Edge) =>
      wrap(direction(edge.from === node ? edge.curve : reverseCurve(edge.curve)) - heading)
    return free.reduce((best, edge) => (turn(edge) > turn(best) ? edge : best))
  }
}

interface Step {
  readonly node: number
  readonly edge: Edge
  readonly along: boolean
  readonly curve: Curve
}

const runOf = ({ run, curve }: LooseCurve): readonly Curve[] => run ?? [curve]

const wrap = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle))

function direction(curve: Curve): number {
  const a = startOf(curve)
  const b =
    curve.kind === 'arc'
      ? startOf({ ...curve, t0: curve.t0 + (curve.t1 - curve.t0) * 1e-3 })
      : curve.kind === 'line'
        ? curve.b
        : [curve.points[1]![0], curve.points[1]![1]]
  return Math.atan2(b[1]! - a[1], b[0]! - a[0])
}

/**
 * Points closer than the tolerance get one number: a hash of cells four tolerances wide, so that a point
 * looks into one cell, near a border into two or four. Cells that share a hash are told apart by distance.
 */
export function numberNodes(tolerance: number): { of(point: Point): number } {
  const cell = Math.max(4 * tolerance, 1e-12)
  const grid = new Map<number, { at: Point; id: number }[]>()
  let count = 0
  const keyOf = (i: number, j: number) =>
    Math.imul(i % 0x7fffffff, 73856093) ^ Math.imul(j % 0x7fffffff, 19349663)
  return {
    of(at) {
      const [i0, i1] = [Math.floor((at[0] - tolerance) / cell), Math.floor((at[0] + tolerance) / cell)]
      const [j0, j1] = [Math.floor((at[1] - tolerance) / cell), Math.floor((at[1] + tolerance) / cell)]
      for (let i = i0; i <= i1; i++)
        for (let j = j0; j <= j1; j++) {
          const near = grid
            .get(keyOf(i, j))
            ?.find((n) => Math.hypot(n.at[0] - at[0], n.at[1] - at[1]) <= tolerance)
          if (near) return near.id
        }
      const key = keyOf(Math.floor(at[0] / cell), Math.floor(at[1] / cell))
      const list = grid.get(key)
      const node = { at, id: count++ }
      if (list) list.push(node)
      else grid.set(key, [node])
      return node.id
    },
  }
}
