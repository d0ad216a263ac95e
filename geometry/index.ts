export { recogniseDrawing } from './recogniseDrawing.ts'
export type { DrawingKind, Recognition } from './recogniseDrawing.ts'
export { closeMeasuring, drawing_bytes_max, measureDrawing, recogniseFile } from './measureDrawing.ts'
export type {
  Bend,
  Hole,
  LengthUnit,
  MeasureOptions,
  Measurement,
  Part,
  PartContours,
  Process,
  ProcessGuess,
  TitleBlock,
  Warning,
} from './measurement.ts'
export { describeEstimate } from './estimate.ts'
export type { EstimateJson } from './estimate.ts'
export { compareDrawings } from './compareDrawings.ts'
export type { Discrepancy } from './compareDrawings.ts'
export type { Role, RoleRule } from './flat/layerRoles.ts'
export { findMaterial, materials } from './materials.ts'
export type { Material } from './materials.ts'
export { checkLayout } from './nesting/checkLayout.ts'
export type { LayoutFault, NestInstance, NestResult, NestSheet, Placement } from './nesting/instance.ts'
export { nest } from './nesting/nest.ts'
export type { NestOptions } from './nesting/nest.ts'
export { simplifyRing } from './nesting/simplify.ts'
