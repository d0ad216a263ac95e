import { refuse } from '../../model/refuse.ts'

/** Group code and value; the value keeps one character a byte, `decodeText` makes words of it. */
export type Pair = readonly [code: number, value: string]

const sentinel = 'AutoCAD Binary DXF\r\n\x1a\0'

/** Streams the pairs of an ASCII or binary DXF without holding more than one. */
export function readPairs(bytes: Uint8Array): Generator<Pair> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return buffer.subarray(0, sentinel.length).toString('latin1') === sentinel
    ? readBinary(buffer)
    : readAscii(buffer)
}

function* readAscii(buffer: Buffer): Generator<Pair> {
  const text = buffer.toString('latin1')
  let at = text.startsWith('\xef\xbb\xbf') ? 3 : 0
  let line = 0
  const ending = text.includes('\n') ? '\n' : '\r'
  const next = (): string | undefined => {
    if (at >= text.length) return undefined
    let end = text.indexOf(ending, at)
    if (end < 0) end = text.length
    const value = text.slice(at, end)
    at = end + 1
    line++
    return value.endsWith('\r') ? value.replace(/\r+$/, '') : value
  }
  for (;;) {
    const head = next()
    if (head === undefined) return
    if (/^[\s\x1a]*$/.test(head)) continue
    const code = Number(head)
    if (!Number.isInteger(code) || code < -5 || code > 1071) throw damaged(line)
    const value = next()
    if (value === undefined) return
    yield [code, isText(code) ? value : value.trim()]
  }
}

const isText = (code: number): boolean => code === 1 || code === 3 || code === 999 || code === 1000

const damaged = (line: number) =>
  refuse(
    'dxf_damaged',
    {
      zh: `DXF 文件第 ${line} 行不是有效的组码，文件可能已损坏，请重新导出`,
      en: `Line ${line} of the DXF file is not a valid group code; the file may be damaged, please export it again`,
    },
    { data: { line } },
  )

/**
 * Value widths by group code. Source: Autodesk DXF reference, "Group code value types" and "Binary DXF
 * files".
 */
const widths: readonly [
  last: number,
  kind: 'text' | 'double' | 'int16' | 'int32' | 'int64' | 'byte' | 'chunk',
][] = [
  [9, 'text'],
  [59, 'double'],
  [79, 'int16'],
  [99, 'int32'],
  [109, 'text'],
  [149, 'double'],
  [159, 'text'],
  [169, 'int64'],
  [179, 'int16'],
  [209, 'text'],
  [239, 'double'],
  [269, 'text'],
  [289, 'int16'],
  [299, 'byte'],
  [309, 'text'],
  [319, 'chunk'],
  [369, 'text'],
  [389, 'int16'],
  [399, 'text'],
  [409, 'int16'],
  [419, 'text'],
  [429, 'int32'],
  [439, 'text'],
  [459, 'int32'],
  [469, 'double'],
  [1003, 'text'],
  [1004, 'chunk'],
  [1009, 'text'],
  [1059, 'double'],
  [1070, 'int16'],
  [1071, 'int32'],
]

function* readBinary(buffer: Buffer): Generator<Pair> {
  const wide = buffer[sentinel.length + 1] === 0
  let at = sentinel.length
  try {
    while (at < buffer.length) {
      let code = wide ? buffer.readInt16LE(at) : buffer.readUInt8(at)
      at += wide ? 2 : 1
      if (!wide && code === 255) {
        code = buffer.readInt16LE(at)
        at += 2
      }
      const [value, size] = readValue(buffer, at, code)
      at += size
      yield [code, value]
    }
  } catch (error) {
    if (error instanceof RangeError) return
    throw error
  }
}

function readValue(buffer: Buffer, at: number, code: number): [value: string, size: number] {
  const kind = widths.find(([last]) => code <= last)?.[1] ?? 'text'
  switch (kind) {
    case 'double':
      return [String(buffer.readDoubleLE(at)), 8]
    case 'int16':
      return [String(buffer.readInt16LE(at)), 2]
    case 'int32':
      return [String(buffer.readInt32LE(at)), 4]
    case 'int64':
      return [String(buffer.readBigInt64LE(at)), 8]
    case 'byte':
      return [String(buffer.readUInt8(at)), 1]
    case 'chunk':
      return ['', 1 + buffer.readUInt8(at)]
    case 'text': {
      const end = buffer.indexOf(0, at)
      if (end < 0) throw new RangeError('text without an end')
      return [buffer.toString('latin1', at, end), end - at + 1]
    }
  }
}
