import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { refuse } from '../model/refuse.ts'
import type { MeasureOptions, Measurement } from './measurement.ts'
import { recogniseDrawing } from './recogniseDrawing.ts'
import type { MeasurePool } from './worker/measurePool.ts'
import { openPool } from './worker/measurePool.ts'

/** Larger files are refused before they are read; a STEP file takes about ten times its size in memory. */
export const drawing_bytes_max = 64 * 2 ** 20

let pool: MeasurePool | undefined

/**
 * Measures a drawing in a worker thread. Figures are in mm, mm2, mm3, kg.
 * @param file the bytes, or the path of a file on disk
 * @throws Refusal with a plain sentence for files that are empty, too large, unknown, cut off, damaged, too
 * complex or too slow
 * @example await measureDrawing('part.step', { material: 'Q235' })
 */
export async function measureDrawing(
  file: Uint8Array | string,
  options: MeasureOptions = {},
): Promise<Measurement> {
  const bytes = typeof file === 'string' ? await readBounded(file) : file
  if (bytes.length === 0) throw refuse('file_empty', { zh: '文件是空的', en: 'The file is empty' })
  if (bytes.length > drawing_bytes_max) throw tooLarge(bytes.length)
  const name = options.name ?? (typeof file === 'string' ? basename(file) : undefined)
  pool ??= openPool()
  return pool.measure(bytes, { ...options, ...(name === undefined ? {} : { name }) })
}

/** Ends the worker threads, for tests and an orderly stop; the next call starts new ones. */
export async function closeMeasuring(): Promise<void> {
  await pool?.close()
  pool = undefined
}

/** Says what a file on disk is by its first 64 KB. */
export async function recogniseFile(path: string) {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const head = new Uint8Array(Math.min(size, 65536))
    await handle.read(head, 0, head.length, 0)
    return recogniseDrawing(head, size)
  } finally {
    await handle.close()
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile())
    throw refuse(
      'file_not_found',
      { zh: `找不到文件 ${path}`, en: `There is no file ${path}` },
      { status: 404 },
    )
  if (found.size > drawing_bytes_max) throw tooLarge(found.size)
  const handle = await open(path)
  try {
    return new Uint8Array(await handle.readFile())
  } finally {
    await handle.close()
  }
}

function tooLarge(size: number) {
  const [megabytes, limit] = [Math.round(size / 2 ** 20), drawing_bytes_max / 2 ** 20]
  return refuse(
    'file_too_large',
    {
      zh: `文件有 ${megabytes} MB，超过 ${limit} MB 的上限；请压缩装配体或拆分后上传`,
      en: `The file has ${megabytes} MB, over the limit of ${limit} MB; please split or simplify it`,
    },
    { status: 413 },
  )
}
