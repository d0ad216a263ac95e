import { readFileSync } from 'node:fs'
import { refuse } from '../model/refuse.ts'

/**
 * What a file holds that a vault or an orchestrator mounted for a setting; refused in words where it cannot
 * be read.
 */
export function readMounted(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    const sentence = {
      zh: `设置 ${name} 所指的文件“${file}”无法读取（${code}）`,
      en: `The file ${file} that ${name} names cannot be read (${code})`,
    }
    throw refuse('bad_setting', sentence, { field: name })
  }
}

/** Keys one a line, or parted by commas, the newest first. */
export const splitKeys = (text: string): readonly string[] => text.split(/[\s,]+/).filter((key) => key !== '')
