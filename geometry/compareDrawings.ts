import type { Label } from '../model/refuse.ts'
import { findMaterial } from './materials.ts'
import type { Measurement } from './measurement.ts'

export interface Discrepancy {
  readonly code: 'weight_differs' | 'thickness_differs' | 'material_unclear'
  readonly label: Label
  /** What the drawing sheet says and what the model gives, in kg or mm. */
  readonly stated?: number
  readonly measured?: number
  readonly material?: string
}

/** Beyond this share a difference is for an engineer to decide. */
const tolerated = 0.02

/**
 * Holds the title block of a sheet (PDF, DXF, DWG) against the model (STEP): weight by the sheet's own
 * material, and thickness. Two versions of one part are the usual cause.
 */
export function compareDrawings(sheet: Measurement, model: Measurement): Discrepancy[] {
  const title = sheet.title_block
  const found: Discrepancy[] = []
  const material = title?.material === undefined ? undefined : findMaterial(title.material)
  if (title?.material !== undefined && !material)
    found.push({
      code: 'material_unclear',
      material: title.material,
      label: {
        zh: `图纸材料“${title.material}”不在材料表中`,
        en: `The material table does not know "${title.material}"`,
      },
    })
  const mass =
    material && model.volume_mm3 !== null ? model.volume_mm3 * material.density * 1e-6 : model.mass_kg
  if (title?.weight_kg && mass && differs(title.weight_kg, mass))
    found.push({
      code: 'weight_differs',
      stated: title.weight_kg,
      measured: mass,
      label: {
        zh: `图纸标注重量 ${short(title.weight_kg)} kg，三维模型为 ${short(mass)} kg`,
        en: `The sheet states ${short(title.weight_kg)} kg, the model weighs ${short(mass)} kg`,
      },
    })
  if (sheet.thickness_mm && model.thickness_mm && differs(sheet.thickness_mm, model.thickness_mm))
    found.push({
      code: 'thickness_differs',
      stated: sheet.thickness_mm,
      measured: model.thickness_mm,
      label: {
        zh: `图纸板厚 ${sheet.thickness_mm} mm，三维模型为 ${model.thickness_mm} mm`,
        en: `The sheet states ${sheet.thickness_mm} mm of thickness, the model has ${model.thickness_mm} mm`,
      },
    })
  return found
}

const differs = (stated: number, measured: number): boolean =>
  Math.abs(stated - measured) > tolerated * measured
const short = (x: number): number => Number(x.toPrecision(4))
