import { Decimal } from 'decimal.js'
import { refuse } from '../../../model/index.ts'

/** Numbers above nothing from one line of text, each once, ascending. */
export function readSteps(
  text: string,
  {
    field,
    zh,
    en,
    max = 12,
  }: { readonly field: string; readonly zh: string; readonly en: string; readonly max?: number },
): string[] {
  const steps = text.split(/[,，、;；\s]+/).filter(Boolean)
  if (
    steps.length === 0 ||
    steps.length > max ||
    steps.some((step) => !/^\d{1,9}(\.\d{1,6})?$/.test(step) || Number(step) <= 0)
  )
    throw refuse(
      `${field}_invalid`,
      {
        zh: `请给出1到${max}个大于0的${zh}，用逗号分开`,
        en: `Give 1 to ${max} ${en} above 0, separated by commas`,
      },
      { field },
    )
  return [...new Set(steps.map((step) => new Decimal(step).toFixed()))].sort((a, b) => Number(a) - Number(b))
}
