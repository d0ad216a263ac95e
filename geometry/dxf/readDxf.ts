import { refuse } from '../../model/refuse.ts'
import type { FlatDrawing, Warning } from '../flat/drawing.ts'
import { chooseDecoder } from './decodeText.ts'
import { expandInserts } from './expandInserts.ts'
import { readPairs } from './readPairs.ts'
import type { DxfRecord } from './record.ts'
import { numberOf, sameName, textOf } from './record.ts'

export interface DxfFile {
  readonly header: ReadonlyMap<string, string>
  readonly layers: ReadonlyMap<string, Layer>
  readonly blocks: ReadonlyMap<string, DxfRecord[]>
  readonly entities: readonly DxfRecord[]
}

export interface Layer {
  readonly colour: number
  readonly linetype: string
  readonly hidden: boolean
}

/**
 * Our own reader: the permissive packages lose spline weights or throw on what real writers produce.
 * Reads ASCII and binary, R12 to current; model space only, paper space when the model is empty.
 */
export function readDxf(bytes: Uint8Array, { layersMayLie = false } = {}): FlatDrawing {
  const read = readSections(bytes)
  const file = layersMayLie ? { ...read, layers: showIfAllHidden(read.layers) } : read
  const decode = chooseDecoder({
    release: file.header.get('$ACADVER'),
    codepage: file.header.get('$DWGCODEPAGE'),
  })
  const warnings: Warning[] = []
  const { strokes, texts } = expandInserts({ file, decode, warnings })
  const number = (name: string) =>
    file.header.has(name)
      ? { [name === '$INSUNITS' ? 'insunits' : 'measurement']: Number(file.header.get(name)) }
      : {}
  return { strokes, texts, warnings, ...number('$INSUNITS'), ...number('$MEASUREMENT') }
}

function readSections(bytes: Uint8Array): DxfFile {
  const header = new Map<string, string>()
  const layers = new Map<string, Layer>()
  const blocks = new Map<string, DxfRecord[]>()
  const entities: DxfRecord[] = []
  let section = '',
    variable = '',
    block: DxfRecord[] | undefined,
    finished = false,
    sawEntities = false
  for (const record of readRecords(bytes)) {
    if (record.type === 'SECTION') {
      section = textOf(record, 2) ?? ''
      sawEntities ||= section === 'ENTITIES'
      if (section === 'HEADER')
        for (const [code, value] of record.pairs) {
          if (code === 9) variable = value.trim()
          else if (!header.has(variable)) header.set(variable, value.trim())
        }
    } else if (record.type === 'ENDSEC') {
      finished ||= section === 'ENTITIES'
      section = ''
    } else if (record.type === 'EOF') finished = true
    else if (section === 'TABLES' && record.type === 'LAYER')
      layers.set(sameName(textOf(record, 2)), readLayer(record))
    else if (section === 'BLOCKS') {
      if (record.type === 'BLOCK') blocks.set(sameName(textOf(record, 2)), (block = [record]))
      else block?.push(record)
    } else if (section === 'ENTITIES') entities.push(record)
  }
  if (!finished)
    throw refuse('file_truncated', {
      zh: 'DXF 文件不完整（没有读到结尾），请重新导出或重新上传',
      en: 'The DXF file is cut off before its end; please export or upload it again',
    })
  if (!sawEntities && blocks.size === 0)
    throw refuse('drawing_empty', { zh: '图纸里没有任何图形', en: 'There is nothing drawn in this file' })
  return { header, layers, blocks, entities }
}

/** Group 0 starts a record; vertices and attributes hang under what they belong to until SEQEND. */
function* readRecords(bytes: Uint8Array): Generator<DxfRecord> {
  let current: DxfRecord | undefined, parent: DxfRecord | undefined
  for (const pair of readPairs(bytes)) {
    if (pair[0] !== 0) {
      current?.pairs.push(pair)
      continue
    }
    const type = pair[1].trim()
    const done = current
    current = { type, pairs: [] }
    if (done && (done.type === 'POLYLINE' || (done.type === 'INSERT' && numberOf(done, 66) === 1)))
      parent = done
    else if (done && parent && (done.type === 'VERTEX' || done.type === 'ATTRIB'))
      (parent.children ??= []).push(done)
    else if (done && parent) {
      yield parent
      parent = undefined
      if (done.type !== 'SEQEND') yield done
    } else if (done) yield done
  }
  if (parent) yield parent
  if (current?.type === 'EOF') yield current
}

/**
 * LibreDWG writes every layer of some releases as switched off; a drawing with nothing to see is not meant.
 */
const showIfAllHidden = (layers: DxfFile['layers']): DxfFile['layers'] =>
  [...layers.values()].every((layer) => layer.hidden)
    ? new Map([...layers].map(([name, layer]) => [name, { ...layer, hidden: false }]))
    : layers

const readLayer = (record: DxfRecord): Layer => ({
  colour: Math.abs(numberOf(record, 62, 7)),
  linetype: textOf(record, 6) ?? 'CONTINUOUS',
  hidden: numberOf(record, 62, 7) < 0 || (numberOf(record, 70) & 1) === 1,
})
