import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { refuseCell } from './sheetLimits.ts'

/** How much is looked at before an encoding is chosen, bytes. */
const sampleBytes = 64 * 1024

type Decode = (chunk: Buffer, last: boolean) => string

/**
 * Decodes bytes of unknown encoding: a byte order mark decides; else UTF-8 if the first text beyond ASCII is
 * valid UTF-8; else GB18030, which includes GBK and GB2312. Plain ASCII passes through until something
 * decides, so a Chinese name first met in row 50,000 is still read right.
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let waiting: Buffer = Buffer.alloc(0)
  let decode: Decode | undefined
  let first = true
  let line = 1
  for await (const chunk of bytes) {
    waiting = joinBytes(waiting, chunk)
    if (first && waiting.length < 4) continue
    if (first) decode = decoderOfMark(waiting)
    first = false
    if (!decode) {
      const plain = asciiLength(waiting)
      if (plain) yield waiting.toString('latin1', 0, plain)
      line += countLines(waiting.subarray(0, plain))
      waiting = waiting.subarray(plain)
      if (waiting.length < sampleBytes) continue
      decode = decoderOfSample(waiting, line)
    }
    yield decode(waiting, false)
    waiting = Buffer.alloc(0)
  }
  if (first) decode = decoderOfMark(waiting)
  yield (decode ?? decoderOfSample(waiting, line))(waiting, true)
}

function decoderOfMark(head: Buffer): Decode | undefined {
  const unmarked = unmarkedUtf16(head.subarray(0, sampleBytes))
  if (unmarked) return decodeAs(unmarked)
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return decodeUtf8({ skip: 3, line: 1 })
  if (head[0] === 0xff && head[1] === 0xfe) return decodeAs('utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return decodeAs('utf-16be')
  return undefined
}

function decoderOfSample(sample: Buffer, line: number): Decode {
  return utf8Length(sample) > sample.length - 4 ? decodeUtf8({ skip: 0, line }) : decodeAs('gb18030', line)
}

/** Bytes that the encoding does not know are refused with their line, as in UTF-8. */
function decodeAs(encoding: string, line = 1): Decode {
  const decoder = iconv.getDecoder(encoding)
  return (chunk, last) => {
    const text = decoder.write(chunk) + (last ? (decoder.end() ?? '') : '')
    const lost = text.indexOf('\ufffd')
    if (lost >= 0) throw refuseEncoding(line + text.slice(0, lost).split('\n').length - 1)
    line += text.split('\n').length - 1
    return text
  }
}

const refuseEncoding = (row: number) =>
  refuseCell({
    row,
    what: '文字编码无法识别，请另存为“CSV UTF-8”再导入',
    whatEn: 'the encoding is not understood: save the file as “CSV UTF-8”',
  })

/** UTF-16 without its mark: every other byte of plain letters, digits and delimiters is nought. */
function unmarkedUtf16(sample: Buffer): string | undefined {
  const zeros = [0, 0]
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 2]!++
  const enough = Math.max(2, sample.length / 20)
  if (zeros[1]! > enough && zeros[0] === 0) return 'utf-16le'
  return zeros[0]! > enough && zeros[1] === 0 ? 'utf-16be' : undefined
}

/**
 * Unlike Node's own decoder this one refuses broken bytes, with the line: a question mark in a customer's
 * name is lost data.
 */
function decodeUtf8({ skip, line }: { skip: number; line: number }): Decode {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk, last) => {
    const all = joinBytes(rest, chunk).subarray(skip)
    skip = 0
    const valid = utf8Length(all)
    line += countLines(all.subarray(0, valid))
    if (valid < all.length && (last || valid < all.length - 3)) {
      throw refuseEncoding(line)
    }
    rest = all.subarray(valid)
    return all.toString('utf8', 0, valid)
  }
}

function joinBytes(left: Buffer, right: Buffer | Uint8Array): Buffer {
  const both = Buffer.alloc(left.length + right.length)
  both.set(left, 0)
  both.set(right as Uint8Array, left.length)
  return both
}

function asciiLength(bytes: Buffer): number {
  const at = bytes.findIndex((byte) => byte > 0x7f)
  return at < 0 ? bytes.length : at
}

/**
 * Length of the longest prefix that is whole, valid UTF-8; found by halving, because isUtf8 is native and
 * fast.
 */
function utf8Length(bytes: Buffer): number {
  if (isUtf8(bytes)) return bytes.length
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const cut = characterStart(bytes, middle)
    if (cut > good && isUtf8(bytes.subarray(good, cut))) good = cut
    else if (cut <= good) break
    else bad = middle
  }
  while (good < bytes.length) {
    const next = nextCharacter(bytes, good)
    if (!isUtf8(bytes.subarray(good, next))) break
    good = next
  }
  return good
}

function characterStart(bytes: Buffer, at: number): number {
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}

function nextCharacter(bytes: Buffer, at: number): number {
  do at++
  while (at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80)
  return at
}

function countLines(bytes: Buffer): number {
  let lines = 0
  for (const byte of bytes) if (byte === 10) lines++
  return lines
}
