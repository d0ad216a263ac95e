import { closeMeasuring, estimateFile } from '../../geometry/index.ts'
import { refuse } from '../../model/index.ts'
import type { Command } from '../cli.ts'

/** What a drawing weighs, how it is made and how it is cut, without a server. */
export const estimateCommand: Command = {
  usage: 'estimate FILE [--material Q235] [--thickness 2] [--quantity 100] [--json]',
  options: { material: { type: 'string' }, thickness: { type: 'string' }, quantity: { type: 'string' } },
  async run([file], { material, thickness, quantity, json }) {
    if (!file) throw refuse('file_missing', { zh: '请给出图纸文件', en: 'Name the drawing' })
    try {
      const result = await estimateFile(file, {
        ...(material ? { material: String(material) } : {}), ...(thickness ? { thickness: positive('thickness', thickness) } : {}), ...(quantity ? { quantity: positive('quantity', quantity) } : {}),
      })
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`)
    } finally {
      await closeMeasuring()
    }
  },
}

/** A number above nothing, as text of the command line. */
export function positive(name: string, text: string | boolean): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw refuse('number_wrong', { zh: `--${name} 应为正数`, en: `--${name} must be a number above 0` })
  return value
}
