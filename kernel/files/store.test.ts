import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileStore } from '../workspace/fileStore.ts'
import { openFileStore } from './openFileStore.ts'
import { readStoreAddress } from './s3Address.ts'
import { partSize } from './s3Store.ts'
import { startTestS3, type TestS3 } from './testStore.ts'

let s3: TestS3
beforeAll(async () => {
  s3 = await startTestS3()
})
afterAll(() => s3?.close())

describe.each(['a local folder', 'an S3-compatible store'])('%s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-store-'))
  let store: FileStore
  beforeAll(async () => {
    store = await openFileStore({ folder, url: kind === 'a local folder' ? undefined : s3.url })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const put = async (content: Uint8Array, id = uuidv7()) => {
    const temporary = join(store.temporary, id)
    writeFileSync(temporary, content)
    await store.put(id, temporary)
    return { id, temporary }
  }

  test.each([1, 1000, 8 * 1024 * 1024 - 1, 8 * 1024 * 1024, 21 * 1024 * 1024 + 5])(
    'keeps %i bytes as they are, and nothing of the temporary file',
    async (size) => {
      const content = new Uint8Array(randomBytes(size))
      const { id, temporary } = await put(content)
      expect(existsSync(temporary)).toBe(false)
      expect(await store.exists(id)).toBe(true)
      const hash = createHash('sha256')
      let streamed = 0
      for await (const chunk of await store.stream(id)) {
        hash.update(chunk as Uint8Array)
        streamed += (chunk as Uint8Array).length
      }
      expect(streamed).toBe(size)
      expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'))
      expect((await store.read(id)).length).toBe(size)
    },
  )

  test('what was removed is gone, and removing it again is no fault', async () => {
    const { id } = await put(new TextEncoder().encode('图纸'))
    await store.remove(id)
    await store.remove(id)
    expect(await store.exists(id)).toBe(false)
  })

  test('bytes that are not there are named as such before anything is sent', async () => {
    await expect(store.stream(uuidv7())).rejects.toMatchObject({
      code: 'file_lost',
      details: { status: 404 },
    })
    await expect(store.read(uuidv7())).rejects.toMatchObject({ code: 'file_lost' })
  })

  test('a name that is no id reaches neither folder nor bucket', async () => {
    for (const id of ['../../etc/passwd', 'a', ''])
      await expect((async () => store.remove(id))()).rejects.toThrow('Not a file id')
  })
})

test('a store that is down is a plain sentence without the secret, and takes the same file once it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-store-'))
  const store = await openFileStore({ folder, url: s3.url })
  const id = uuidv7()
  const temporary = join(store.temporary, id)
  writeFileSync(temporary, 'still here')
  await s3.stop()
  const refusal = await store.put(id, temporary).catch((error: unknown) => error as Error)
  expect(refusal).toMatchObject({
    code: 'store_unavailable',
    details: { status: 503 },
    cause: 'PUT ECONNREFUSED',
  })
  await expect(store.read(id)).rejects.toMatchObject({ code: 'store_unavailable' })
  expect(existsSync(temporary)).toBe(true)
  await s3.start()
  await store.put(id, temporary)
  expect(new TextDecoder().decode(await store.read(id))).toBe('still here')
  rmSync(folder, { recursive: true, force: true })
})

test('a key or bucket that the store does not know is refused at once, and the secret is in no message', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-store-'))
  for (const url of [
    s3.url.replace('S3RVER:S3RVER', 'NOBODY:a%2Fwrong%2Fsecret'),
    s3.url.replace('/drawings/', '/nowhere/'),
  ]) {
    const store = await openFileStore({ folder, url })
    const error = await store
      .exists(uuidv7())
      .catch((thrown: unknown) => thrown as Error & { cause?: unknown })
    expect(error).toMatchObject({ code: 'store_unavailable' })
    expect(`${String(error)} ${String((error as Error).cause)} ${(error as Error).stack}`).not.toMatch(
      /S3RVER|wrong|NOBODY/,
    )
  }
  rmSync(folder, { recursive: true, force: true })
})

test.each([
  ['s3://k:s@minio.local:9000/files?tls=false', 'http://minio.local:9000/files/', '', 'us-east-1'],
  [
    's3://k:s@s3.eu-central-1.amazonaws.com/files/guantong',
    'https://s3.eu-central-1.amazonaws.com/files/',
    'guantong/',
    'eu-central-1',
  ],
  [
    'https://k:s@oss-cn-hangzhou.aliyuncs.com/files/?region=oss-cn-hangzhou',
    'https://files.oss-cn-hangzhou.aliyuncs.com/',
    '',
    'oss-cn-hangzhou',
  ],
  ['http://k:s@10.0.0.5/files?style=path', 'http://10.0.0.5/files/', '', 'us-east-1'],
])('%s is understood', (url, bucket, prefix, region) => {
  expect(readStoreAddress(url)).toEqual({
    bucket,
    prefix,
    region,
    accessKeyId: 'k',
    secretAccessKey: 's',
    encryption: {},
  })
})

test('keys with special characters are percent-encoded in the address', () => {
  expect(readStoreAddress('s3://k%40x:a%2Fb%2Bc%3D@h/b')).toMatchObject({
    accessKeyId: 'k@x',
    secretAccessKey: 'a/b+c=',
  })
})

test('a store that is to encrypt is asked to with every object, small or in parts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-store-'))
  const store = await openFileStore({ folder, url: `${s3.url}&sse=aws:kms&kms=key-1` })
  const asked: unknown[] = []
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const { method, headers } = input as Request
    const [how, key] = ['', '-aws-kms-key-id'].map((end) => headers.get(`x-amz-server-side-encryption${end}`))
    const signed = /SignedHeaders=[^,]*x-amz-server-side-encryption;/.test(headers.get('authorization') ?? '')
    if (how !== null) asked.push([method, how, key, signed])
    return real(input, init)
  }
  try {
    for (const size of [3, partSize + 1]) {
      const id = uuidv7()
      writeFileSync(join(store.temporary, id), Buffer.alloc(size, 'x'))
      await store.put(id, join(store.temporary, id))
      expect((await store.read(id)).length).toBe(size)
    }
  } finally {
    globalThis.fetch = real
    rmSync(folder, { recursive: true, force: true })
  }
  expect(asked).toEqual([
    ['PUT', 'aws:kms', 'key-1', true],
    ['POST', 'aws:kms', 'key-1', true],
  ])
  for (const wrong of ['sse=rot13', 'kms=key-1', 'sse=AES256&kms=key-1'])
    expect(() => readStoreAddress(`s3://k:s@h/b?${wrong}`)).toThrow('The setting S3_URL cannot be used')
})

test.each([
  's3://host/bucket',
  's3://k:topsecret@host/',
  'ftp://k:topsecret@host/b',
  's3://k:topsecret@host/b?reigon=x',
  'topsecret',
])('%s is refused, and nothing of it is repeated', (url) => {
  expect(() => readStoreAddress(url)).toThrow('The setting S3_URL cannot be used')
  expect(() => readStoreAddress(url)).not.toThrow('topsecret')
})
