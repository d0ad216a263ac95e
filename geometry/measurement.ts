import type { Label } from '../model/refuse.ts'
import type { Point } from './flat/curve.ts'
import type { Warning } from './flat/drawing.ts'
import type { RoleRule } from './flat/layerRoles.ts'
import type { DrawingKind } from './recogniseDrawing.ts'

export type { Warning } from './flat/drawing.ts'

export type LengthUnit = 'mm' | 'cm' | 'dm' | 'm' | 'inch' | 'foot' | 'yard' | 'mil' | 'micron'

export interface MeasureOptions {
  /** Name of the file, for messages and for assembly roots without a name; the kind never depends on it. */
  readonly name?: string
  /** A name from the density table: Q235, SUS304, 6061. */
  readonly material?: string
  /** g/cm3; wins over the table. */
  readonly density?: number
  /** Millimetres; a flat drawing does not say how thick the sheet is. */
  readonly thickness?: number
  /** Position of the neutral line in a bend, 0 to 1 of the thickness; by default by DIN 6935. */
  readonly kFactor?: number
  /** Overrides what the file says about its unit. */
  readonly unit?: LengthUnit
  /** The company's own layer and colour rules for flat drawings, asked before the usual ones. */
  readonly roles?: readonly RoleRule[]
  readonly timeoutMs?: number
  /** Leave the GLB and SVG out, which saves time for bulk work. */
  readonly preview?: boolean
}

/**
 * What is measured of a whole drawing as of one part: lengths in mm, areas in mm2, volumes in mm3, mass in
 * kg, angles in degrees. Null means the file does not tell.
 */
export interface Figures {
  readonly volume_mm3: number | null
  readonly area_mm2: number | null
  readonly mass_kg: number | null
  readonly box_mm: readonly number[]
  readonly thickness_mm: number | null
  readonly bends: readonly Bend[]
  readonly holes: readonly Hole[]
  readonly cut_length_mm: number | null
  readonly pierces: number | null
  readonly net_area_mm2: number | null
  readonly process: ProcessGuess
}

export interface Measurement extends Figures {
  readonly kind: DrawingKind
  readonly detail?: string
  readonly label: Label
  /** The unit the file is written in; every figure below is already in millimetres. */
  readonly unit: LengthUnit
  readonly unit_source: 'stated' | 'inferred' | 'given'
  readonly solids: number
  readonly parts: readonly Part[]
  readonly contours?: readonly PartContours[]
  readonly preview?: { readonly svg?: string; readonly glb?: Uint8Array; readonly png?: Uint8Array }
  readonly warnings: readonly Warning[]
  readonly title_block?: TitleBlock
  /** Words of a PDF or flat drawing with their places, in mm from the lower left corner. */
  readonly texts?: readonly {
    readonly text: string
    readonly at: Point
    readonly height: number
    readonly page?: number
  }[]
}

export interface Part extends Figures {
  readonly name: string
  readonly quantity: number
  /** Sheet metal: the blank before bending, and the K-factor that was used. */
  readonly flat_pattern?: { readonly length_mm: number; readonly width_mm: number; readonly k_factor: number }
}

export interface Bend {
  readonly angle_deg: number | null
  readonly radius_mm: number | null
  readonly length_mm: number
  readonly count: number
}
export interface Hole {
  readonly diameter_mm: number
  readonly depth_mm: number | null
  readonly through: boolean
  readonly count: number
}

export type Process = 'sheet_metal' | 'flat_cut' | 'section' | 'turned' | 'milled' | 'assembly' | 'unknown'

/** A guess the engineer confirms: confidence from 0 to 1 and the reason in words. */
export interface ProcessGuess {
  readonly kind: Process
  readonly confidence: number
  readonly reason: Label
}

/**
 * Closed polygons in mm, no further than 0.01 mm from the true curve; outer counter-clockwise, holes
 * clockwise.
 */
export interface PartContours {
  readonly part: number
  readonly outer: readonly Point[]
  readonly holes: readonly (readonly Point[])[]
}

export interface TitleBlock {
  readonly number?: string
  readonly name?: string
  readonly material?: string
  readonly weight_kg?: number
  readonly scale?: string
  readonly tolerance?: string
  readonly surface?: string
}
