export type Vector = readonly [x: number, y: number, z: number]

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
export const scale = (a: Vector, k: number): Vector => [a[0] * k, a[1] * k, a[2] * k]
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
export const length = (a: Vector): number => Math.hypot(a[0], a[1], a[2])
export const normalise = (a: Vector): Vector => scale(a, 1 / (length(a) || 1))

/** From the axis to the point, at right angles to the axis. */
export function offAxis({ origin, direction }: Axis, point: Vector): Vector {
  const w = subtract(point, origin)
  return subtract(w, scale(direction, dot(w, direction)))
}

export interface Axis {
  readonly origin: Vector
  readonly direction: Vector
}

/** Same line in space, whichever way it points. */
export const sameLine = (a: Axis, b: Axis, tolerance: number): boolean =>
  Math.abs(dot(a.direction, b.direction)) > 1 - 1e-6 && length(offAxis(a, b.origin)) <= tolerance
