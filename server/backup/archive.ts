import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { once } from 'node:events'
import { finished, pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { refuse } from '../../model/index.ts'

/** A tar (POSIX ustar) in gzip, so that any machine can look into it. Blocks are of 512 bytes. */
const block = 512
const tenOctal = 8 ** 11

export interface ArchiveWriter {
  /** Takes a finished file of the disk in; answers its SHA-256 as hex. */
  add(name: string, file: string): Promise<string>
  addText(name: string, text: string): Promise<void>
  /** The archive has its name from here on; before, only half of one lies beside it. */
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** Begins an archive that only its owner can read; an existing file is not written over. */
export async function writeArchive(path: string): Promise<ArchiveWriter> {
  if (
    await stat(path).then(
      () => true,
      () => false,
    )
  )
    throw refuse('backup_exists', {
      zh: `“${path}”已存在，请换一个文件名`,
      en: `${path} is already there: choose another name`,
    })
  const half = `${path}.part`
  const gzip = createGzip()
  const written = pipeline(gzip, createWriteStream(half, { mode: 0o600 }))
  written.catch(() => {}) // told by whoever writes next, and by `finish`
  const write = async (bytes: Uint8Array) => {
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), written])
  }
  const pad = (size: number) => write(Buffer.alloc((block - (size % block)) % block))
  return {
    async add(name, file) {
      const { size } = await stat(file)
      await write(headerOf(name, size))
      const hash = createHash('sha256')
      for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
        hash.update(part)
        await write(part)
      }
      await pad(size)
      return hash.digest('hex')
    },
    async addText(name, text) {
      const bytes = Buffer.from(text)
      await write(headerOf(name, bytes.length))
      await write(bytes)
      await pad(bytes.length)
    },
    async finish() {
      gzip.end(Buffer.alloc(2 * block))
      await written
      await rename(half, path)
    },
    async abandon() {
      gzip.destroy()
      await written.catch(() => {})
      await rm(half, { force: true })
    },
  }
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(block)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  header.write(name, 0, 100)
  header.write(octal(0o600, 8) + octal(0, 8) + octal(0, 8), 100)
  if (size < tenOctal) header.write(octal(size, 12), 124)
  else {
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(size), 128)
  }
  header.write(octal(Math.floor(Date.now() / 1000), 12), 136)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  )
  return header
}

export interface Entry {
  readonly name: string
  readonly size: number
  /** To be read to its end before the next entry is asked for. */
  readonly content: AsyncIterable<Buffer>
}

/**
 * The entries of an archive, one after the other.
 * @throws Refusal `backup_damaged` for what is no archive, or is cut off, or was changed on the way
 */
export async function* readArchive(path: string): AsyncGenerator<Entry> {
  const source = createReadStream(path)
  const unpacked = createGunzip()
  const reading = pipeline(source, unpacked).catch(() => {}) // the reader meets the same error
  const bytes = portions(unpacked)
  try {
    for (;;) {
      const header = await bytes.take(block)
      if (header.every((byte) => byte === 0)) break
      if (header.toString('latin1', 257, 262) !== 'ustar') throw damaged('ustar')
      const name = header.toString('utf8', 0, header.indexOf(0))
      const size = sizeOf(header)
      const content = bytes.stretch(size)
      yield { name, size, content }
      await bytes.take((block - (size % block)) % block)
    }
  } finally {
    source.destroy()
    unpacked.destroy()
    await reading
    await finished(source).catch(() => {})
  }
}

const sizeOf = (header: Buffer): number =>
  header[124] === 0x80
    ? Number(header.readBigUInt64BE(128))
    : parseInt(header.toString('latin1', 124, 135), 8)

/** Says that an archive cannot be used, and why, in the words of whoever found it. */
export const damaged = (what: string) =>
  refuse('backup_damaged', {
    zh: `备份文件已损坏或不完整（${what}），没有恢复任何内容，请使用另一份备份`,
    en: `The backup is damaged or cut off (${what}); nothing was restored: use another one`,
  })

/** What the unpacking says of bytes that are no archive or half of one. */
function broken(error: NodeJS.ErrnoException): never {
  throw /^Z_|^ERR_STREAM_PREMATURE/.test(String(error.code)) ? damaged(error.message) : error
}

/** Bytes of a stream in the sizes that are asked for. */
function portions(stream: AsyncIterable<Buffer>) {
  const source = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const some = async (most: number): Promise<Buffer> => {
    if (rest.length === 0) {
      const { value, done } = await source.next().catch(broken)
      if (done) throw damaged('…')
      rest = value as Buffer
    }
    const part = rest.subarray(0, most)
    rest = rest.subarray(part.length)
    return part
  }
  async function* stretch(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      const part = await some(left)
      left -= part.length
      yield part
    }
  }
  return {
    stretch,
    async take(size: number): Promise<Buffer> {
      const parts: Buffer[] = []
      for await (const part of stretch(size)) parts.push(part)
      return Buffer.concat(parts)
    },
  }
}

/** Passes content on and counts it into a hash. */
export async function* hashing(content: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const part of content) {
    hash.update(part)
    yield part
  }
}
