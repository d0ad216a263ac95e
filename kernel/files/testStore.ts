import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// @ts-expect-error the package brings no types
import S3rver from 's3rver'

export interface TestS3 {
  /** As `S3_URL`. */
  readonly url: string
  readonly keyId: string
  /** Stops answering, as a store that went down; `start` brings it back with what it held. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * An S3-compatible server on this machine, with one bucket. It knows its one key id and looks at no
 * signature.
 */
export async function startTestS3(): Promise<TestS3> {
  const directory = mkdtempSync(join(tmpdir(), 'guantong-s3-'))
  let port = 0
  let server: { run(): Promise<AddressInfo>; close(): Promise<void> }
  const start = async () => {
    server = new S3rver({
      address: '127.0.0.1',
      port,
      silent: true,
      directory,
      configureBuckets: [{ name: 'drawings' }],
    })
    port = (await server.run()).port
  }
  await start()
  return {
    url: `s3://S3RVER:S3RVER@127.0.0.1:${port}/drawings/files?tls=false`,
    keyId: 'S3RVER',
    start,
    stop: () => server.close(),
    async close() {
      await server.close().catch(() => {})
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
