import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkId, contentLost, type FileStore } from '../workspace/fileStore.ts'

/** A folder on this machine, spread over 256 sub-folders. */
export async function localStore(folder: string): Promise<FileStore> {
  const temporary = join(folder, 'incoming')
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const place = (id: string) => join(folder, checkId(id).slice(-2), id)
  return {
    temporary,
    async put(id, from) {
      await mkdir(join(folder, checkId(id).slice(-2)), { recursive: true, mode: 0o700 })
      await rename(from, place(id))
    },
    read: async (id) => new Uint8Array(await readFile(place(id)).catch(lost)),
    stream: async (id) => (await open(place(id)).catch(lost)).createReadStream(),
    exists: (id) =>
      access(place(id)).then(
        () => true,
        () => false,
      ),
    remove: (id) => rm(place(id), { force: true }),
  }
}

function lost(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? contentLost() : error
}
