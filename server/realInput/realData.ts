import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * A folder of the real data, as GUANTONG_REAL_DATA names it: what lies in it is read, never changed.
 * @throws Error where the variable is not set or the folder is not there; a run over real data passes nothing
 * over
 */
export function realFolder(name: string): string {
  const root = process.env['GUANTONG_REAL_DATA']?.trim()
  if (!root) {
    throw new Error(
      '请先用 GUANTONG_REAL_DATA 指明真实数据所在的文件夹。Set GUANTONG_REAL_DATA to the folder of the real data: GUANTONG_REAL_DATA=<folder> npm run real',
    )
  }
  const folder = resolve(root, name)
  if (existsSync(folder)) return folder
  throw new Error(
    `GUANTONG_REAL_DATA 所指的文件夹中没有 ${name}。The folder that GUANTONG_REAL_DATA names has no ${name}: ${folder}`,
  )
}

/** Reads the files of a folder of the real data. */
export function realFiles(name: string): (file: string) => Buffer {
  const folder = realFolder(name)
  return (file) => readFileSync(join(folder, file))
}
