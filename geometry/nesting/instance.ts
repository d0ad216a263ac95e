/**
 * What a nesting is asked and what it answers. Lengths are in the unit of the
 * drawing (mm in the product), angles in degrees counter-clockwise.
 *
 * A part is placed by turning it about its own origin and then moving it by
 * (x, y). The strip grows in x; its height is fixed.
 */
export type Point = readonly [x: number, y: number]

export type NestShape =
  { type: 'simple_polygon'; data: Point[] } | { type: 'polygon'; outer: Point[]; inner: Point[][] }

export interface NestItem {
  id: number
  demand: number
  /** Absent means any of the eight turns by 45 degrees. */
  allowed_orientations?: number[]
  shape: NestShape
}

export interface NestSheet {
  width: number
  height: number
  /** How many are in stock; absent means as many as needed. */
  count?: number
  /** What one costs; absent means its area, so that less sheet is better. */
  cost?: number
}

export interface NestInstance {
  name: string
  strip_height?: number
  sheets?: NestSheet[]
  items: NestItem[]
  /** Least distance between two parts. */
  gap?: number
  /** Least distance between a part and the edge of the strip or sheet. */
  margin?: number
}

export interface Placement {
  item: number
  rotation: number
  x: number
  y: number
  /** Which of `NestResult.sheets_used` the part lies on; absent on a strip. */
  sheet?: number
}

export interface SheetUsed {
  /** Index into `NestInstance.sheets`. */
  sheet: number
  width: number
  height: number
  /** Area of the parts over area of the sheet, 0 to 1. */
  utilisation: number
  /** The largest full-height rectangle left at the end of the sheet. */
  remnant: { x: number; width: number; height: number }
}

export interface NestResult {
  name: string
  /** Area of the parts over area of the strip used (or of the sheets used), 0 to 1. */
  density: number
  /** Used length of the strip, margins included; on sheets, of the last sheet. */
  strip_length: number
  placements: Placement[]
  seconds: number
  sheets_used: SheetUsed[]
}

export interface LayoutFault {
  code: 'overlap' | 'gap' | 'outside' | 'rotation' | 'demand' | 'unknown_item' | 'length'
  message: string
  /** Indices into `placements`. */
  placements: number[]
  /** Depth, area or distance that was measured. */
  amount?: number
}

export const orientations_default = [0, 45, 90, 135, 180, 225, 270, 315]

/** Outer contour and holes of a shape, whichever way it was written. */
export function contoursOf(shape: NestShape): { outer: Point[]; inner: Point[][] } {
  return shape.type === 'polygon'
    ? { outer: shape.outer, inner: shape.inner }
    : { outer: shape.data, inner: [] }
}
