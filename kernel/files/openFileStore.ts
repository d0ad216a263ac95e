import { addressNow } from '../workspace/addressNow.ts'
import type { FileStore } from '../workspace/fileStore.ts'
import { localStore } from './localStore.ts'
import { readStoreAddress } from './s3Address.ts'
import { s3Store } from './s3Store.ts'

/**
 * The store that the settings ask for: an S3-compatible one at `url`, else the folder itself.
 * Uploads in progress lie in `folder` either way.
 * @example const files = await openFileStore({ folder: 'data/files', url: process.env.S3_URL })
 */
export const openFileStore = ({
  folder,
  url,
}: {
  readonly folder: string
  readonly url?: string
}): Promise<FileStore> =>
  url === undefined ? localStore(folder) : s3Store(() => readStoreAddress(addressNow(url)), folder)
