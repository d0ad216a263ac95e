import type { Axis, Vector } from './vector.ts'
import { cross, dot, length, normalise, offAxis, scale, subtract, add } from './vector.ts'

export interface Sample {
  readonly point: Vector
  readonly normal: Vector
}

/** What later steps need of a face, free of the kernel. Normals point out of the material. */
export interface Face {
  readonly index: number
  readonly kind: 'plane' | 'cylinder' | 'other'
  readonly area: number
  readonly centre: Vector
  /** A grid over the face's parameters; the middle one is in the middle. */
  readonly samples: readonly Sample[]
  readonly plane?: { readonly normal: Vector; readonly offset: number }
  readonly cylinder?: CylinderFace
}

export interface CylinderFace {
  readonly axis: Axis
  readonly radius: number
  /** Material outside: a bore, or the inner side of a bend. */
  readonly concave: boolean
  /** Radians covered around the axis. */
  readonly span: number
  /** Reach along the axis, measured from its origin. */
  readonly from: number
  readonly to: number
}

/**
 * Some exporters write planes and cylinders as B-splines. All normals alike make a plane; all normals at
 * right angles to one direction and meeting on one axis make a cylinder. The fit must hold to a thousandth of
 * the radius.
 */
export function recogniseSurface(
  samples: readonly Sample[],
  side: number,
): Pick<Face, 'kind' | 'plane' | 'cylinder'> {
  const first = samples[0]!
  if (
    samples.every(
      (s) =>
        dot(s.normal, first.normal) > 1 - 1e-9 &&
        Math.abs(dot(subtract(s.point, first.point), first.normal)) < 1e-6,
    )
  ) {
    return { kind: 'plane', plane: { normal: first.normal, offset: dot(first.point, first.normal) } }
  }
  const cylinder = fitCylinder(samples, side)
  return cylinder ? { kind: 'cylinder', cylinder } : { kind: 'other' }
}

function fitCylinder(samples: readonly Sample[], side: number): CylinderFace | undefined {
  const first = samples[0]!
  const widest = samples.reduce((best, s) =>
    length(cross(first.normal, s.normal)) > length(cross(first.normal, best.normal)) ? s : best,
  )
  const direction = normalise(cross(first.normal, widest.normal))
  if (length(direction) < 0.5 || samples.some((s) => Math.abs(dot(s.normal, direction)) > 1e-3))
    return undefined
  const dn = subtract(widest.normal, first.normal)
  const signed = dot(subtract(widest.point, first.point), dn) / dot(dn, dn)
  const axis = { origin: subtract(first.point, scale(first.normal, signed)), direction }
  const distances = samples.map((s) => length(offAxis(axis, s.point)))
  const radius = distances.reduce((sum, d) => sum + d, 0) / distances.length
  if (distances.some((d) => Math.abs(d - radius) > 1e-3 * radius)) return undefined
  const along = samples.map((s) => dot(subtract(s.point, axis.origin), direction))
  const span = Math.max(turned(samples, axis, 1, side), turned(samples, axis, side, side))
  return { axis, radius, concave: signed < 0, span, from: Math.min(...along), to: Math.max(...along) }
}

/** Angle run through along one row (stride 1) or one column (stride = side) of the grid. */
function turned(samples: readonly Sample[], axis: Axis, stride: number, side: number): number {
  let sum = 0
  for (let i = 1; i < side; i++) {
    const [a, b] = [
      offAxis(axis, samples[(i - 1) * stride]!.point),
      offAxis(axis, samples[i * stride]!.point),
    ]
    sum += Math.atan2(length(cross(a, b)), dot(a, b))
  }
  return sum
}

/** The face looks the same all around this axis: every normal meets it. */
export const revolvesAround = (face: Face, axis: Axis, tolerance: number): boolean =>
  face.samples.every(({ point, normal }) => {
    const arm = offAxis(axis, point)
    const sideways = cross(axis.direction, arm)
    const size = length(sideways)
    return size < tolerance || Math.abs(dot(normal, sideways)) / size < 1e-3
  })

export const pointOnAxis = (axis: Axis, along: number): Vector =>
  add(axis.origin, scale(axis.direction, along))
