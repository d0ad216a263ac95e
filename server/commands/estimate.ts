import { closeMeasuring, describeEstimate, measureDrawing } from '../../geometry/index.ts'
import { refuse } from '../../model/index.ts'
import { estimateCost, processNames, surfaceNames } from '../../modules/quoting/index.ts'
import type { Command } from '../cli.ts'

/**
 * What a drawing weighs, how it is made, how it is cut and what it costs by the shipped rules, without a
 * server.
 */
export const estimateCommand: Command = {
  usage:
    'estimate FILE [--material Q235] [--thickness 2] [--quantity 100] [--process milled] [--surface powder] [--json]',
  options: {
    material: { type: 'string' },
    thickness: { type: 'string' },
    quantity: { type: 'string' },
    process: { type: 'string' },
    surface: { type: 'string' },
  },
  async run([file], { material, thickness, quantity = '1', process: way, surface, json }) {
    if (!file) throw refuse('file_missing', { zh: '请给出图纸文件', en: 'Name the drawing' })
    const wish = {
      quantity: positive('quantity', quantity),
      ...(material ? { material: String(material) } : {}),
      ...(way ? { process: oneOf('process', way, processNames) } : {}),
      ...(surface ? { surface: oneOf('surface', surface, surfaceNames) } : {}),
    }
    try {
      const measured = await measureDrawing(file, {
        preview: false,
        ...(material ? { material: String(material) } : {}),
        ...(thickness ? { thickness: positive('thickness', thickness) } : {}),
      })
      const { cost, missing } = await estimateCost(measured, wish)
      const plain = describeEstimate(measured, { file, quantity: wish.quantity })
      const result = {
        ...plain,
        cost,
        warnings: [...plain.warnings, ...missing.map((label) => ({ code: 'not_costed', label }))],
      }
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`)
    } finally {
      await closeMeasuring()
    }
  },
}

function oneOf(name: string, value: unknown, known: readonly string[]): string {
  if (known.includes(String(value))) return String(value)
  throw refuse('choice_unknown', {
    zh: `--${name} 可以是：${known.join('、')}`,
    en: `--${name} takes ${known.join(', ')}`,
  })
}

/** A number above nothing, as text of the command line. */
export function positive(name: string, text: unknown): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value))
    throw refuse('number_wrong', { zh: `--${name} 应为正数`, en: `--${name} must be a number above 0` })
  return value
}
