import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Where the bytes are. Files are named by their id alone, so no name of a caller ever reaches the disk. */
export interface FileStore {
  /** Takes over a finished temporary file. */
  put(id: string, temporary: string): Promise<void>
  read(id: string): Promise<Uint8Array>
  stream(id: string, range?: { readonly start: number; readonly end: number }): Readable
  remove(id: string): Promise<void>
  /** A folder for uploads in progress, on the same disk. */
  readonly temporary: string
}

/** A folder on this machine, spread over 256 sub-folders. */
export async function localFileStore(folder: string): Promise<FileStore> {
  const temporary = join(folder, 'incoming')
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const place = (id: string) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error(`Not a file id: ${id}`)
    return join(folder, id.slice(-2), id)
  }
  return {
    temporary,
    async put(id, from) {
      await mkdir(join(folder, id.slice(-2)), { recursive: true, mode: 0o700 })
      await rename(from, place(id))
    },
    read: async (id) => new Uint8Array(await readFile(place(id))),
    stream: (id, range) => createReadStream(place(id), range),
    remove: (id) => rm(place(id), { force: true }),
  }
}
