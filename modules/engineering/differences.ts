import { compareDrawings, type Discrepancy, type Measurement } from '../../geometry/index.ts'

/** Where the sheet and the model of one part differ: a code and figures (kg, mm), worded where it is read. */
export interface Difference extends Pick<Discrepancy, 'code' | 'stated' | 'measured' | 'material'> {
  /** Names of the two files. */
  readonly sheet: string
  readonly model: string
}

/** How a difference is read; `{{blanks}}` are its figures. */
export const differenceSentences = {
  weight_differs: {
    zh: '{{sheet}} 标注重量 {{stated}} kg，三维模型 {{model}} 为 {{measured}} kg',
    en: '{{sheet}} states {{stated}} kg, the model {{model}} weighs {{measured}} kg',
  },
  thickness_differs: {
    zh: '{{sheet}} 板厚 {{stated}} mm，三维模型 {{model}} 为 {{measured}} mm',
    en: '{{sheet}} states {{stated}} mm of thickness, the model {{model}} has {{measured}} mm',
  },
  material_unclear: {
    zh: '{{sheet}} 的材料“{{material}}”不在材料表中',
    en: '{{sheet}}: the material table does not know "{{material}}"',
  },
} as const

interface Sheet {
  readonly name: string
  readonly measured: Measurement
}

/** One drawing held against another of the other kind. */
export function findDifferences(one: Sheet, other: Sheet): readonly Difference[] {
  const [sheet, model] = one.measured.kind === 'step' ? [other, one] : [one, other]
  return compareDrawings(sheet.measured, model.measured).map(({ label: _worded, ...figures }) => ({
    ...figures,
    sheet: sheet.name,
    model: model.name,
  }))
}

/**
 * What was known and what is new, each difference once; what two files were found to differ by before is
 * replaced.
 */
export function joinDifferences(
  known: readonly Difference[],
  found: readonly Difference[],
): readonly Difference[] {
  const nameOf = ({ code, sheet, model }: Difference) => JSON.stringify([code, sheet, model])
  return [...new Map([...known, ...found].map((one) => [nameOf(one), one])).values()].slice(-100)
}
