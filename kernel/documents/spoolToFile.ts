import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuseTooBig } from './sheetLimits.ts'

/** Lays a stream down in a private temporary file, counted on the way; the caller removes it. */
export async function spoolToFile(
  stream: Readable,
  bytesMax: number,
): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'guantong-sheet-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'sheet')
  let bytes = 0
  try {
    await pipeline(
      stream,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > bytesMax) throw refuseTooBig(bytesMax)
          yield chunk
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    )
  } catch (error) {
    await remove()
    throw error
  }
  return { path, remove }
}
