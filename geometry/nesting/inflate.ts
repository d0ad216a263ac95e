import { createRequire } from 'node:module'
import { cleanRing, signedArea, type Ring } from './ring.ts'

/** As much of clipper2-wasm as is used here; its own types need the DOM library. */
interface Clipper {
  PathsD: new () => PathsD
  MakePathD(numbers: number[]): unknown
  InflatePathsD(
    paths: PathsD,
    delta: number,
    join: unknown,
    end: unknown,
    miter: number,
    precision: number,
    arc: number,
  ): PathsD
  JoinType: { Round: unknown }
  EndType: { Polygon: unknown }
}
interface PathsD {
  push_back(path: unknown): void
  size(): number
  get(i: number): { size(): number; get(j: number): { x: number; y: number } }
  delete(): void
}

let clipper: Promise<Clipper> | undefined

/** How far a flattened arc may lie inside the true one, as a share of the distance. */
const arc_share = 0.02

/**
 * Widens a part by `by` all round with round corners; its holes become smaller by as much, and a bay
 * whose mouth closes becomes a hole. The arcs lie outside the true ones, so two widened parts that do
 * not overlap are at least `2 * by` apart. Outer ring first, all counter-clockwise.
 */
export async function inflateRings(rings: Ring[], by: number): Promise<Ring[]> {
  if (by <= 0) return rings
  const c = await (clipper ??= loadClipper())
  const size = rings[0]!.reduce((most, v) => Math.max(most, Math.abs(v)), by)
  const digits = Math.max(0, Math.min(8, 12 - Math.ceil(Math.log10(size))))
  const paths = new c.PathsD()
  rings.forEach((ring, i) => paths.push_back(c.MakePathD(pointsOf(ring, i > 0).flat())))
  const wide = by * (1 + arc_share) + 2 * 10 ** -digits
  const out = c.InflatePathsD(paths, wide, c.JoinType.Round, c.EndType.Polygon, 2, digits, arc_share * by)
  const found: [number, number][][] = []
  for (let i = 0; i < out.size(); i++) {
    const path = out.get(i)
    found.push(
      Array.from({ length: path.size() }, (_, j): [number, number] => [path.get(j).x, path.get(j).y]),
    )
  }
  paths.delete()
  out.delete()
  return found
    .map(cleanRing)
    .filter((ring) => ring.length >= 6)
    .sort((a, b) => signedArea(b) - signedArea(a))
}

function pointsOf(ring: Ring, backwards: boolean): [number, number][] {
  const points = Array.from({ length: ring.length / 2 }, (_, i): [number, number] => [
    ring[2 * i]!,
    ring[2 * i + 1]!,
  ])
  return backwards ? points.reverse() : points
}

async function loadClipper(): Promise<Clipper> {
  const start = createRequire(import.meta.url)('clipper2-wasm') as { default: () => Promise<unknown> }
  return (await start.default()) as Clipper
}
