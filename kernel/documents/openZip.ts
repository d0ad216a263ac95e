import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { refuseSheet, type SheetLimits } from './sheetLimits.ts'

export interface Zip {
  has(part: string): boolean
  /** Bytes unpacked of one part; 0 when absent. */
  size(part: string): number
  read(part: string): Promise<Readable>
  close(): void
}

/**
 * Opens a zip by its directory and refuses a bomb before unpacking anything; yauzl then holds every part to
 * the size the directory declared, so a directory that lies is caught as well.
 */
export async function openZip(path: string, limits: SheetLimits): Promise<Zip> {
  const zip = await openFile(path)
  const entries = new Map<string, yauzl.Entry>()
  let total = 0
  try {
    for await (const entry of listEntries(zip)) {
      total += entry.uncompressedSize
      const bomb =
        entry.uncompressedSize > 2 ** 20 && entry.uncompressedSize > entry.compressedSize * limits.unzip_ratio
      if (bomb || total > limits.unzipped_bytes || entries.size > 20_000) throw refuseBomb()
      entries.set(entry.fileName, entry)
    }
  } catch (error) {
    zip.close()
    throw error
  }
  return {
    has: (part) => entries.has(part),
    size: (part) => entries.get(part)?.uncompressedSize ?? 0,
    read: (part) => openEntry(zip, entries.get(part), part),
    close: () => zip.close(),
  }
}

function openFile(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(refuseBroken(error.message)) : resolve(zip),
    )
  })
}

async function* listEntries(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (let left = zip.entryCount; left > 0; left--) {
    yield await new Promise<yauzl.Entry>((resolve, reject) => {
      const settle = () => zip.off('entry', onEntry).off('error', onError).off('end', onEnd)
      const onEntry = (entry: yauzl.Entry) => (settle(), resolve(entry))
      const onError = (error: Error) => (settle(), reject(refuseBroken(error.message)))
      const onEnd = () => onError(new Error('fewer parts than declared'))
      zip.on('entry', onEntry).on('error', onError).on('end', onEnd)
      zip.readEntry()
    })
  }
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined, part: string): Promise<Readable> {
  return new Promise((resolve, reject) => {
    if (!entry) return reject(refuseBroken(`${part} is missing`))
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(refuseBroken(error.message)) : resolve(stream),
    )
  })
}

/**
 * `sheet_broken`: the reason is the parser's own words, for whoever helps; the way out is in the sentence.
 */
export function refuseBroken(reason: string) {
  return refuseSheet(
    'sheet_broken',
    `文件已损坏或不是有效的XLSX（${reason}），请重新另存后再试`,
    `The file is damaged or not an XLSX (${reason}): save it again`,
  )
}

function refuseBomb() {
  return refuseSheet(
    'sheet_too_big',
    '文件解压后过大，已拒绝读取',
    'The file unpacks to more than is allowed',
  )
}
