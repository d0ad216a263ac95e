import type { Label } from '../../model/refuse.ts'
import type { Curve, Point } from './curve.ts'

/** What a DXF, a DWG or a vector PDF come down to: strokes, words and what was said about units. */
export interface FlatDrawing {
  readonly strokes: readonly Stroke[]
  readonly texts: readonly FlatText[]
  /** `$INSUNITS`, group 70; 0 or absent means nobody said. */
  readonly insunits?: number
  /** `$MEASUREMENT`: 0 imperial, 1 metric. */
  readonly measurement?: number
  readonly warnings: readonly Warning[]
}

export interface Stroke {
  readonly layer: string
  /** AutoCAD colour index after BYLAYER and BYBLOCK are resolved; 7 is black or white. */
  readonly colour: number
  readonly linetype: string
  readonly curves: readonly Curve[]
  /** Closed by its own flag, not only by touching ends. */
  readonly closed: boolean
  /** Edges of a hatch: they repeat an outline more often than they are one. */
  readonly hatch?: 'solid' | 'pattern'
}

export interface FlatText {
  readonly text: string
  readonly at: Point
  readonly height: number
  readonly layer: string
  /** Name of the block attribute this is the value of. */
  readonly tag?: string
}

export interface Warning {
  readonly code: string
  readonly label: Label
  readonly at?: readonly number[]
}

export const warn = (code: string, zh: string, en: string, at?: readonly number[]): Warning => ({
  code,
  label: { zh, en },
  ...(at ? { at: at.map((x) => Math.round(x * 1e4) / 1e4) } : {}),
})
