import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { v7 as uuidv7 } from 'uuid'
import { refuse } from '../../model/index.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { contentTypeOf } from './contentType.ts'
import { refuseInfected } from './refuseInfected.ts'

export const fileSizeMax = 200 * 1024 * 1024

/** Bytes that arrived and were counted and typed, not yet a file of the house. */
export interface Received {
  readonly id: string
  readonly temporary: string
  readonly size: number
  readonly sha256: Uint8Array
  readonly type: string
  readonly kind: string
}

/** Streams an upload to disk, counting as it goes; what is too large is cut off and removed. */
export async function receiveFile(
  workspace: Workspace,
  bytes: Readable,
  sizeMax = fileSizeMax,
): Promise<Received> {
  const id = uuidv7()
  const temporary = join(workspace.files.temporary, id)
  const hash = createHash('sha256')
  let size = 0
  const counting = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length
      if (size > sizeMax)
        return done(
          refuse(
            'file_too_large',
            {
              zh: `文件超过${Math.round(sizeMax / 1048576)} MB 的上限`,
              en: `The file is over the limit of ${Math.round(sizeMax / 1048576)} MB`,
            },
            { field: 'file', status: 413 },
          ),
        )
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(bytes, counting, createWriteStream(temporary, { mode: 0o600 }))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  if (size === 0) {
    await rm(temporary, { force: true })
    throw refuse('file_empty', { zh: '文件是空的', en: 'The file is empty' }, { field: 'file' })
  }
  await refuseInfected(workspace, temporary)
  const { type, kind } = contentTypeOf(await firstBytes(temporary), size)
  return { id, temporary, size, sha256: hash.digest(), type, kind }
}

/** Bytes that are in memory already, e.g. the attachment of a mail. */
export async function receiveContent(workspace: Workspace, content: Uint8Array): Promise<Received> {
  const id = uuidv7()
  const temporary = join(workspace.files.temporary, id)
  await writeFile(temporary, content, { mode: 0o600 })
  const { type, kind } = contentTypeOf(content.subarray(0, 65_536), content.length)
  return {
    id,
    temporary,
    size: content.length,
    sha256: createHash('sha256').update(content).digest(),
    type,
    kind,
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path)
  try {
    const buffer = new Uint8Array(65_536)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
