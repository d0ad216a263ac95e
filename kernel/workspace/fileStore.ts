import type { Readable } from 'node:stream'
import { refuse, type Refusal } from '../../model/refuse.ts'

/** Where the bytes are. Files are named by their id alone, so no name of a caller ever reaches the store. */
export interface FileStore {
  /**
   * Takes over a finished temporary file: afterwards all of it is in the store, or, when this throws, the
   * file may be given up.
   */
  put(id: string, temporary: string): Promise<void>
  /** The whole content in memory: for what is known to be small. */
  read(id: string): Promise<Uint8Array>
  /**
   * Answers once the first byte is on its way, so that a store that is down is a refusal and not half a
   * download.
   */
  stream(id: string): Promise<Readable>
  exists(id: string): Promise<boolean>
  /** Removing what is not there is no fault. */
  remove(id: string): Promise<void>
  /** A folder of this machine for uploads in progress. */
  readonly temporary: string
}

/** Ids are made by the house; anything else would be a way out of the folder or the bucket. */
export function checkId(id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error(`Not a file id: ${id}`)
  return id
}

/**
 * The store does not answer, or answers that it may not be used. `reason` is for the log and never holds a
 * secret.
 */
export const storeUnavailable = (reason: string): Refusal =>
  Object.assign(
    refuse(
      'store_unavailable',
      {
        zh: '文件存储暂时无法访问，没有丢失任何内容，请稍后重试',
        en: 'The file store cannot be reached at the moment; nothing is lost, try again later',
      },
      { status: 503 },
    ),
    { cause: reason },
  )

/**
 * The row is there and the bytes are not: somebody emptied the store behind our back, or it was not restored
 * with the database.
 */
export const contentLost = (): Refusal =>
  refuse(
    'file_lost',
    {
      zh: '该文件的内容不在文件存储中，请联系管理员',
      en: 'The content of this file is not in the file store: tell your administrator',
    },
    { status: 404 },
  )
