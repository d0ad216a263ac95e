import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { checkId, contentLost, storeUnavailable, type FileStore } from '../workspace/fileStore.ts'
import type { StoreAddress } from './s3Address.ts'
import { s3Client, type S3Client } from './s3Client.ts'

/** Also what one upload holds in memory. S3 takes parts from 5 MB, at most 10,000 of them. */
export const partSize = 8 * 1024 * 1024

/**
 * A bucket of an S3-compatible store. Objects are written once and never changed, so there is nothing to keep
 * consistent.
 */
export async function s3Store(addressNow: () => StoreAddress, folder: string): Promise<FileStore> {
  const temporary = join(folder, 'incoming')
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const { prefix, encryption } = addressNow()
  const client = s3Client(addressNow)
  return {
    temporary,
    async put(id, from) {
      const file = await open(from)
      try {
        await putObject(client, checkId(id), { file, headers: encryption })
      } finally {
        await file.close()
      }
      await rm(from, { force: true })
    },
    read: async (id) => new Uint8Array(await (await fetchObject(client, id)).arrayBuffer().catch(cutOff)),
    async stream(id) {
      const { body } = await fetchObject(client, id)
      return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([])
    },
    async exists(id) {
      // Not HEAD, whose answer does not tell a missing object from a missing bucket.
      const answer = await client.ask('GET', checkId(id), {
        headers: { range: 'bytes=0-0' },
        expected: ['NoSuchKey'],
      })
      await answer.body?.cancel()
      return answer.ok
    },
    async remove(id) {
      await client.ask('DELETE', checkId(id), { expected: ['NoSuchKey'] })
      await abortUploads(client, prefix, id)
    },
  }
}

async function fetchObject(client: S3Client, id: string): Promise<Response> {
  const answer = await client.ask('GET', checkId(id), { expected: ['NoSuchKey'] })
  if (!answer.ok) throw contentLost()
  return answer
}

const cutOff = (error: unknown): never => {
  throw storeUnavailable(`the download was cut off: ${String(error)}`)
}

interface Sent {
  readonly file: FileHandle
  /** By which the store is asked to encrypt the object. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * A small file in one go, a large one part by part; a broken upload of parts is called off, so that the store
 * keeps nothing of it.
 */
async function putObject(client: S3Client, id: string, { file, headers }: Sent): Promise<void> {
  const first = await readPart(file, 0)
  if (first.length < partSize) {
    await client.ask('PUT', id, { headers, body: first })
    return
  }
  const begun = await (await client.ask('POST', id, { query: 'uploads=', headers })).text()
  const upload = /<UploadId>([^<]+)<\/UploadId>/.exec(begun)?.[1]
  if (!upload) throw storeUnavailable('no upload id in the answer of the store')
  const uploadId = `uploadId=${encodeURIComponent(upload)}`
  try {
    const tags: string[] = []
    for (let part = first; part.length > 0; part = await readPart(file, tags.length * partSize)) {
      const answer = await client.ask('PUT', id, {
        query: `partNumber=${tags.length + 1}&${uploadId}`,
        body: part,
      })
      tags.push(answer.headers.get('etag') ?? '')
    }
    const parts = tags
      .map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
      .join('')
    const done = await (
      await client.ask('POST', id, {
        query: uploadId,
        body: Buffer.from(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`),
      })
    ).text()
    // The store answers 200 before it knows, and says in the body when it failed after all.
    if (/<Error>/.test(done)) throw storeUnavailable('the store could not put the parts together')
  } catch (error) {
    await client
      .ask('DELETE', id, { query: uploadId, expected: ['NotImplemented', 'NoSuchUpload'] })
      .catch(() => {}) // the store's own rule for unfinished uploads is the second net
    throw error
  }
}

/**
 * What a process that died in the middle of an upload left of it: parts that no listing of objects shows. A
 * store that cannot list them needs a rule of its own.
 */
async function abortUploads(client: S3Client, prefix: string, id: string): Promise<void> {
  const answer = await client.ask('GET', '', {
    query: `uploads=&prefix=${encodeURIComponent(prefix + id)}`,
    expected: ['NotImplemented', 'AccessDenied', 'MethodNotAllowed'],
  })
  if (!answer.ok) return
  for (const [, upload] of (await answer.text()).matchAll(/<UploadId>([^<]+)<\/UploadId>/g))
    await client.ask('DELETE', id, {
      query: `uploadId=${encodeURIComponent(upload!)}`,
      expected: ['NoSuchUpload'],
    })
}

async function readPart(file: FileHandle, position: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = new Uint8Array(partSize)
  let length = 0
  while (length < partSize) {
    const { bytesRead } = await file.read(part, length, partSize - length, position + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return part.subarray(0, length)
}
