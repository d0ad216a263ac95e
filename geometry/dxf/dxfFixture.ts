import iconv from 'iconv-lite'

/** Small DXF files for tests: `pairs` are group code and value in turn. */
export type PairList = readonly (readonly [code: number, value: string | number])[]

export const entity = (type: string, ...pairs: PairList): PairList => [[0, type], ...pairs]

export function asciiDxf({
  header = [],
  layers = [],
  blocks = [],
  entities = [],
  encoding = 'utf8',
}: {
  header?: PairList
  layers?: PairList
  blocks?: PairList
  entities?: PairList
  encoding?: string
}): Uint8Array {
  return new Uint8Array(
    iconv.encode(
      sections(header, layers, blocks, entities)
        .map(([c, v]) => `${c}\n${v}\n`)
        .join(''),
      encoding,
    ),
  )
}

const sections = (header: PairList, layers: PairList, blocks: PairList, entities: PairList): PairList => [
  ...section('HEADER', header),
  ...section('TABLES', layers),
  ...section('BLOCKS', blocks),
  ...section('ENTITIES', entities),
  [0, 'EOF'],
]
const section = (name: string, pairs: PairList): PairList => [
  [0, 'SECTION'],
  [2, name],
  ...pairs,
  [0, 'ENDSEC'],
]

/** The same file in the binary form, with two-byte codes as from R13 on or one-byte codes as before. */
export function binaryDxf(content: { header?: PairList; entities?: PairList }, wide: boolean): Uint8Array {
  const chunks: Uint8Array[] = [bytes('AutoCAD Binary DXF\r\n\x1a\0')]
  for (const [code, value] of sections(content.header ?? [], [], [], content.entities ?? [])) {
    chunks.push(integer(code, wide ? 2 : 1), binaryValue(code, value))
  }
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
}

function binaryValue(code: number, value: string | number): Uint8Array {
  if (code >= 10 && code <= 59) return new Uint8Array(Float64Array.of(Number(value)).buffer)
  if (code >= 60 && code <= 79) return integer(Number(value), 2)
  return code >= 90 && code <= 99 ? integer(Number(value), 4) : bytes(`${value}\0`)
}

const integer = (value: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (value >> (8 * i)) & 255)
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

export const rectangle = (x: number, y: number, width: number, height: number, layer = '0'): PairList =>
  entity(
    'LWPOLYLINE',
    [8, layer],
    [90, 4],
    [70, 1],
    [10, x],
    [20, y],
    [10, x + width],
    [20, y],
    [10, x + width],
    [20, y + height],
    [10, x],
    [20, y + height],
  )

export const line = (x0: number, y0: number, x1: number, y1: number, layer = '0'): PairList =>
  entity('LINE', [8, layer], [10, x0], [20, y0], [11, x1], [21, y1])

export const hole = (x: number, y: number, radius: number, layer = '0'): PairList =>
  entity('CIRCLE', [8, layer], [10, x], [20, y], [40, radius])
