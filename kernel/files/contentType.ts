import { isUtf8 } from 'node:buffer'
import { drawingTypeOf } from './drawingType.ts'
import { zipTypeOf } from './zipType.ts'

export { safeInline } from './safeInline.ts'

export type FileKind =
  | 'step'
  | 'dxf'
  | 'dwg'
  | 'pdf'
  | 'image'
  | 'sheet'
  | 'document'
  | 'text'
  | 'archive'
  | 'audio'
  | 'video'
  | 'iges'
  | 'stl'
  | 'unknown'

export interface ContentType {
  /** Media type (IANA where there is one). */
  readonly type: string
  /** Without the dot. */
  readonly extension: string
  readonly kind: FileKind
}

/**
 * What a file is, by its content alone; its name is never asked, since the name is what a sender chooses.
 * `firstBytes` are the first 4 KB or more, `size` the whole size in bytes (binary STL is recognised by it).
 * Anything not certain is `unknown`, application/octet-stream.
 * @example contentTypeOf(bytes.subarray(0, 4096), bytes.length).kind // 'step'
 */
export function contentTypeOf(firstBytes: Uint8Array, size: number): ContentType {
  const head = Buffer.from(firstBytes.subarray(0, 65_536))
  return (
    signatureType(head) ?? zipTypeOf(head) ?? drawingTypeOf(head, size) ?? textTypeOf(head, size) ?? unknown
  )
}

export const unknown: ContentType = { type: 'application/octet-stream', extension: 'bin', kind: 'unknown' }

type Signature = readonly [bytes: string, offset: number, type: string, extension: string, kind: FileKind]

/** Bytes as latin-1 text. Sources: the specifications of the formats; Gary Kessler's table of signatures. */
const signatures: readonly Signature[] = [
  ['\x89PNG\r\n\x1a\n', 0, 'image/png', 'png', 'image'],
  ['\xff\xd8\xff', 0, 'image/jpeg', 'jpg', 'image'],
  ['GIF87a', 0, 'image/gif', 'gif', 'image'],
  ['GIF89a', 0, 'image/gif', 'gif', 'image'],
  ['II*\0', 0, 'image/tiff', 'tif', 'image'],
  ['MM\0*', 0, 'image/tiff', 'tif', 'image'],
  ['7z\xbc\xaf\x27\x1c', 0, 'application/x-7z-compressed', '7z', 'archive'],
  ['Rar!\x1a\x07', 0, 'application/vnd.rar', 'rar', 'archive'],
  ['\x1f\x8b\x08', 0, 'application/gzip', 'gz', 'archive'],
  ['ustar', 257, 'application/x-tar', 'tar', 'archive'],
  ['ID3', 0, 'audio/mpeg', 'mp3', 'audio'],
  ['OggS', 0, 'audio/ogg', 'ogg', 'audio'],
  ['fLaC', 0, 'audio/flac', 'flac', 'audio'],
  ['#!AMR', 0, 'audio/amr', 'amr', 'audio'],
  ['\x1aE\xdf\xa3', 0, 'video/webm', 'webm', 'video'],
  ['{\\rtf', 0, 'application/rtf', 'rtf', 'document'],
]

function signatureType(head: Buffer): ContentType | undefined {
  const text = head.toString('latin1', 0, 1100)
  for (const [bytes, offset, type, extension, kind] of signatures)
    if (text.startsWith(bytes, offset)) return { type, extension, kind }
  // The PDF header may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H), but only after blanks
  // or rubbish that is not markup
  if (/^[^<]{0,1019}?%PDF-\d/s.test(text)) return { type: 'application/pdf', extension: 'pdf', kind: 'pdf' }
  if (text.startsWith('RIFF')) return riffType(text.slice(8, 12))
  if (text.slice(4, 8) === 'ftyp') return boxType(text.slice(8, 12))
  if (
    text.startsWith('BM') &&
    head.length >= 26 &&
    [12, 40, 52, 56, 64, 108, 124].includes(head.readUInt32LE(14))
  )
    return { type: 'image/bmp', extension: 'bmp', kind: 'image' }
  if (text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return compoundType(head)
  // A bare MPEG audio frame: sync word, layer and bit rate that exist; or an AAC frame
  const [first = 0, second = 0, third = 0] = head
  if (first === 0xff && (second & 0xf6) === 0xf0)
    return { type: 'audio/aac', extension: 'aac', kind: 'audio' }
  if (first === 0xff && (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c)
    return { type: 'audio/mpeg', extension: 'mp3', kind: 'audio' }
  return undefined
}

function riffType(form: string): ContentType | undefined {
  if (form === 'WAVE') return { type: 'audio/wav', extension: 'wav', kind: 'audio' }
  return form === 'WEBP' ? { type: 'image/webp', extension: 'webp', kind: 'image' } : undefined
}

/** ISO base media: the brand says whether it is a photograph, a recording or a film. */
function boxType(brand: string): ContentType {
  if (/^(heic|heix|heim|heis|mif1|msf1)/.test(brand))
    return { type: 'image/heic', extension: 'heic', kind: 'image' }
  if (/^avi[fs]/.test(brand)) return { type: 'image/avif', extension: 'avif', kind: 'image' }
  if (/^M4[AB] /.test(brand)) return { type: 'audio/mp4', extension: 'm4a', kind: 'audio' }
  if (/^3g/.test(brand)) return { type: 'video/3gpp', extension: '3gp', kind: 'video' }
  return { type: 'video/mp4', extension: 'mp4', kind: 'video' }
}

/** The old Office container; the stream names, in UTF-16, are looked for in what we have of it. */
function compoundType(head: Buffer): ContentType {
  const has = (name: string) => head.includes(name, 0, 'utf16le')
  if (has('Workbook') || has('Book'))
    return { type: 'application/vnd.ms-excel', extension: 'xls', kind: 'sheet' }
  if (has('WordDocument')) return { type: 'application/msword', extension: 'doc', kind: 'document' }
  if (has('PowerPoint Document'))
    return { type: 'application/vnd.ms-powerpoint', extension: 'ppt', kind: 'document' }
  if (has('SwDocContentMgr') || has('SwXmlContents'))
    return { type: 'application/vnd.solidworks', extension: 'sldprt', kind: 'unknown' }
  return { type: 'application/x-ole-storage', extension: 'ole', kind: 'unknown' }
}

function textTypeOf(head: Buffer, size: number): ContentType | undefined {
  if (!head.length || !isText(head, size)) return undefined
  const start = head
    .toString('utf8')
    .replace(/^\ufeff?\s+|^\ufeff/, '')
    .slice(0, 4096)
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/is.test(start))
    return { type: 'image/svg+xml', extension: 'svg', kind: 'text' }
  if (/^<\?xml\s/i.test(start)) return { type: 'application/xml', extension: 'xml', kind: 'text' }
  if (
    /^(<!--.*?-->\s*)?<(!doctype html|html|head|body|script|style|iframe|title|meta|table|div|a|img|b|br|p|h1|font)[\s>/]/is.test(
      start,
    )
  )
    return { type: 'text/html', extension: 'html', kind: 'text' }
  if (/^[[{]/.test(start) && size === head.length && isJson(head))
    return { type: 'application/json', extension: 'json', kind: 'text' }
  return looksLikeCsv(start)
    ? { type: 'text/csv', extension: 'csv', kind: 'sheet' }
    : { type: 'text/plain', extension: 'txt', kind: 'text' }
}

/**
 * No control characters beyond the ordinary ones; UTF-8, UTF-16 with its mark, or two-byte Chinese
 * throughout.
 */
function isText(head: Buffer, size: number): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true
  if (head.some((byte) => (byte < 32 && ![8, 9, 10, 12, 13, 27].includes(byte)) || byte === 127)) return false
  for (let cut = 0; cut < 4 && cut < head.length; cut++) {
    if (isUtf8(new Uint8Array(head.subarray(0, head.length - cut)))) return cut === 0 || size > head.length
  }
  return /^(?:[\x00-\x7f]|[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[\x30-\x39][\x81-\xfe][\x30-\x39]))*[\x81-\xfe]?$/.test(
    head.toString('latin1'),
  )
}

function isJson(head: Buffer): boolean {
  try {
    JSON.parse(head.toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** At least two lines with the same, non-zero number of one delimiter. */
function looksLikeCsv(start: string): boolean {
  const lines = start
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .slice(0, -1)
    .filter((line) => line.trim())
    .slice(0, 20)
  return (
    lines.length > 1 &&
    [',', '\t', ';'].some((delimiter) => {
      const counts = lines.map((line) => line.split(delimiter).length)
      return (counts[0] ?? 0) > 1 && counts.every((count) => count === counts[0])
    })
  )
}
