import type { TopoDS_Face, TopoDS_Shape, gp_Pnt, gp_Vec } from 'replicad-opencascadejs'
import type { CylinderFace, Face, Sample } from './face.ts'
import { recogniseSurface } from './face.ts'
import type { Kernel } from './kernel.ts'
import { withPile } from './kernel.ts'
import { explore } from './readSolids.ts'
import type { Vector } from './vector.ts'
import { cross, dot, length, normalise, scale, subtract } from './vector.ts'

/** Points a side of the sampling grid: five tell a cylinder from a cone and give the middle. */
const side = 5

export const readFaces = (kernel: Kernel, solid: TopoDS_Shape): Face[] =>
  explore(kernel, solid, 'TopAbs_FACE').map((shape, index) =>
    readFace(kernel, kernel.TopoDS.Face(shape), index),
  )

function readFace(kernel: Kernel, shape: TopoDS_Face, index: number): Face {
  return withPile((keep) => {
    const surface = keep(new kernel.BRepAdaptor_Surface(shape, true))
    const mass = keep(new kernel.GProp_GProps())
    kernel.BRepGProp.SurfaceProperties(shape, mass, false, false)
    const [area, centre] = [mass.Mass(), triple(keep(mass.CentreOfMass()))]
    const reversed = sameEnum(shape.Orientation(), kernel.TopAbs_Orientation.TopAbs_REVERSED)
    const samples = sample(surface, reversed, {
      p: keep(new kernel.gp_Pnt()),
      u: keep(new kernel.gp_Vec()),
      v: keep(new kernel.gp_Vec()),
    })
    const base = { index, area, centre, samples }
    if (sameEnum(surface.GetType(), kernel.GeomAbs_SurfaceType.GeomAbs_Cylinder)) {
      const cylinder = keep(surface.Cylinder())
      const line = keep(cylinder.Axis())
      const axis = { origin: triple(keep(line.Location())), direction: triple(keep(line.Direction())) }
      return {
        ...base,
        kind: 'cylinder',
        cylinder: {
          axis,
          radius: cylinder.Radius(),
          concave: facesAxis(samples, axis),
          span: surface.LastUParameter() - surface.FirstUParameter(),
          ...reach(samples, axis),
        },
      }
    }
    return { ...base, ...recogniseSurface(samples, side) }
  })
}

interface Surface {
  FirstUParameter(): number
  LastUParameter(): number
  FirstVParameter(): number
  LastVParameter(): number
  D1(u: number, v: number, p: gp_Pnt, du: gp_Vec, dv: gp_Vec): void
}

function sample(surface: Surface, reversed: boolean, scratch: { p: gp_Pnt; u: gp_Vec; v: gp_Vec }): Sample[] {
  const [u0, u1, v0, v1] = [
    surface.FirstUParameter(),
    surface.LastUParameter(),
    surface.FirstVParameter(),
    surface.LastVParameter(),
  ]
  const samples: Sample[] = []
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) {
      const at = (a: number, b: number, k: number) => a + ((b - a) * k) / (side - 1)
      surface.D1(at(u0, u1, i), at(v0, v1, j), scratch.p, scratch.u, scratch.v)
      const normal = cross(triple(scratch.u), triple(scratch.v))
      if (length(normal) > 1e-12)
        samples.push({ point: triple(scratch.p), normal: scale(normalise(normal), reversed ? -1 : 1) })
      else samples.push({ point: triple(scratch.p), normal: samples.at(-1)?.normal ?? [0, 0, 1] })
    }
  return samples
}

const facesAxis = (samples: readonly Sample[], axis: CylinderFace['axis']): boolean =>
  dot(samples[12]!.normal, subtract(samples[12]!.point, axis.origin)) <
  dot(samples[12]!.normal, axis.direction) * dot(subtract(samples[12]!.point, axis.origin), axis.direction)

function reach(samples: readonly Sample[], axis: CylinderFace['axis']): { from: number; to: number } {
  const along = samples.map((s) => dot(subtract(s.point, axis.origin), axis.direction))
  return { from: Math.min(...along), to: Math.max(...along) }
}

export const triple = (p: { X(): number; Y(): number; Z(): number }): Vector => [p.X(), p.Y(), p.Z()]

/** Enum values come as numbers or as objects with a value, depending on the build. */
export const sameEnum = (a: unknown, b: unknown): boolean => plain(a) === plain(b)
const plain = (x: unknown): unknown => (typeof x === 'object' && x !== null && 'value' in x ? x.value : x)
