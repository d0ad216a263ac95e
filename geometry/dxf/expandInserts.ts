import { refuse } from '../../model/refuse.ts'
import type { Affine, Curve } from '../flat/curve.ts'
import { compose, identity, mapCurve, mapPoint } from '../flat/curve.ts'
import type { FlatText, Stroke, Warning } from '../flat/drawing.ts'
import { warn } from '../flat/drawing.ts'
import type { Decode } from './decodeText.ts'
import { plainText } from './decodeText.ts'
import { entityCurves, objectFrame } from './entityCurves.ts'
import type { DxfFile } from './readDxf.ts'
import { readHatch } from './readHatch.ts'
import type { DxfRecord } from './record.ts'
import { numberOf, pointsOf, sameName, textOf } from './record.ts'

/** Blocks may nest; a file that multiplies itself without end is refused, not drawn. */
const maxDepth = 32
const maxStrokes = 1_000_000

interface Place {
  readonly matrix: Affine
  readonly depth: number
  /** What layer 0 (undecoded) and BYBLOCK mean inside the block. */
  readonly layer?: string
  readonly colour?: number
  readonly linetype?: string
}

interface Expansion {
  readonly file: DxfFile
  readonly decode: Decode
  readonly warnings: Warning[]
}

/** Every stroke and text of the model where it really lies, block references resolved. */
export function expandInserts({ file, decode, warnings }: Expansion): {
  strokes: Stroke[]
  texts: FlatText[]
} {
  const strokes: Stroke[] = [],
    texts: FlatText[] = []
  const hidden = new Set<string>(),
    missing = new Set<string>(),
    unread = new Set<string>()
  const model = file.entities.filter((record) => numberOf(record, 67) === 0)
  const drawn = model.length > 0 ? model : file.entities
  if (countStrokes(drawn, file, new Map(), 0) > maxStrokes) throw tooMany()
  draw(drawn, { matrix: identity, depth: 0 })
  if (hidden.size)
    warnings.push(
      warn(
        'layers_hidden',
        `已忽略关闭或冻结的图层：${list(hidden)}`,
        `Layers that are off or frozen were left out: ${list(hidden)}`,
      ),
    )
  if (missing.size)
    warnings.push(
      warn('blocks_missing', `缺少图块：${list(missing)}`, `Blocks are missing: ${list(missing)}`),
    )
  if (unread.size)
    warnings.push(
      warn(
        'entities_unread',
        `无法读取的图元未计入：${list(unread)}；请炸开或转换为多段线`,
        `Entities that cannot be read were left out: ${list(unread)}; please explode them or turn them into polylines`,
      ),
    )
  return { strokes, texts }

  function draw(records: readonly DxfRecord[], place: Place): void {
    for (const record of records) {
      const own = textOf(record, 8) ?? '0'
      const rawLayer = own === '0' ? (place.layer ?? own) : own
      const layer = decode(rawLayer)
      if (numberOf(record, 60) === 1) continue
      if (file.layers.get(sameName(rawLayer))?.hidden && drawsSomething(record.type)) {
        hidden.add(layer)
        continue
      }
      if (record.type === 'INSERT') {
        insert(record, place, rawLayer)
        continue
      }
      if (isText(record.type)) {
        write(record, place, layer)
        continue
      }
      const look = {
        layer,
        colour: colourOf(record, place, rawLayer),
        linetype: linetypeOf(record, place, rawLayer),
      }
      if (record.type === 'HATCH') {
        const { loops, solid } = readHatch(record)
        const matrix = compose(place.matrix, objectFrame(record))
        for (const loop of loops)
          keep({
            ...look,
            curves: loop.map((c) => mapCurve(matrix, c)),
            closed: true,
            hatch: solid ? 'solid' : 'pattern',
          })
        continue
      }
      if (isUnread(record)) unread.add(record.type)
      const found = entityCurves(record)
      if (found && found.curves.length > 0)
        keep({
          ...look,
          closed: found.closed,
          curves:
            place.matrix === identity ? found.curves : found.curves.map((c) => mapCurve(place.matrix, c)),
        })
    }
  }

  function keep(stroke: Stroke): void {
    const curves = stroke.curves.filter(isSane)
    if (curves.length > 0)
      strokes.push(curves.length === stroke.curves.length ? stroke : { ...stroke, curves })
  }

  function insert(record: DxfRecord, place: Place, rawLayer: string): void {
    const name = textOf(record, 2) ?? ''
    const block = file.blocks.get(sameName(name))
    if (!block) {
      missing.add(decode(name))
      return
    }
    const [columns, rows] = arrayOf(record)
    const inner = block.slice(1).filter((r) => r.type !== 'ENDBLK')
    const look = {
      layer: rawLayer,
      colour: colourOf(record, place, rawLayer),
      linetype: linetypeOf(record, place, rawLayer),
    }
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < rows; j++) {
        const shift = [i * numberOf(record, 44), j * numberOf(record, 45)] as const
        draw(inner, {
          matrix: compose(place.matrix, insertMatrix(record, block[0]!, shift)),
          depth: place.depth + 1,
          ...look,
        })
      }
    for (const attribute of record.children ?? []) write(attribute, place, decode(rawLayer))
  }

  function write(record: DxfRecord, place: Place, layer: string): void {
    const raw = record.pairs
      .filter(([code]) => code === 3 || code === 1)
      .map(([, value]) => value)
      .join('')
    const text = plainText(decode(raw))
    const at = pointsOf(record, 10)[0]
    if (text !== '' && at)
      texts.push({
        text,
        at: mapPoint(place.matrix, at),
        height: numberOf(record, 40),
        layer,
        ...(record.type === 'ATTRIB' ? { tag: decode(textOf(record, 2) ?? '') } : {}),
      })
  }

  function colourOf(record: DxfRecord, place: Place, rawLayer: string): number {
    const own = numberOf(record, 62, 256)
    if (own === 0) return place.colour ?? 7
    return own === 256 ? (file.layers.get(sameName(rawLayer))?.colour ?? 7) : Math.abs(own)
  }

  function linetypeOf(record: DxfRecord, place: Place, rawLayer: string): string {
    const own = (textOf(record, 6) ?? 'BYLAYER').toUpperCase()
    if (own === 'BYBLOCK' && place.linetype !== undefined) return place.linetype
    return own === 'BYLAYER' || own === 'BYBLOCK'
      ? (file.layers.get(sameName(rawLayer))?.linetype ?? 'CONTINUOUS').toUpperCase()
      : own
  }
}

/** How much would be drawn, known before anything is: each block is counted once. */
function countStrokes(
  records: readonly DxfRecord[],
  file: DxfFile,
  known: Map<string, number>,
  depth: number,
): number {
  if (depth > maxDepth) throw tooMany()
  return records.reduce((sum, record) => {
    if (record.type !== 'INSERT') return sum + 1
    const name = sameName(textOf(record, 2))
    const [columns, rows] = arrayOf(record)
    const inner = known.get(name) ?? countStrokes(file.blocks.get(name) ?? [], file, known, depth + 1)
    known.set(name, inner)
    return sum + columns * rows * inner
  }, 0)
}

const arrayOf = (record: DxfRecord): [columns: number, rows: number] => [
  Math.max(1, numberOf(record, 70, 1)),
  Math.max(1, numberOf(record, 71, 1)),
]

/** Scale about the base point, step of the array, rotation, place, extrusion. */
function insertMatrix(record: DxfRecord, block: DxfRecord, [dx, dy]: readonly [number, number]): Affine {
  const [bx, by] = pointsOf(block, 10)[0] ?? [0, 0]
  const [x, y] = pointsOf(record, 10)[0] ?? [0, 0]
  const [sx, sy] = [numberOf(record, 41, 1) || 1, numberOf(record, 42, 1) || 1]
  const angle = (numberOf(record, 50) * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const scaled: Affine = [sx, 0, 0, sy, dx - bx * sx, dy - by * sy]
  return compose(objectFrame(record), compose([cos, sin, -sin, cos, x, y], scaled))
}

const isText = (type: string): boolean => ['TEXT', 'MTEXT', 'ATTRIB', 'ATTDEF'].includes(type)
/**
 * What may well be the outline of a part, but is written in a way (ACIS, meshes, proxies) that only its own
 * program reads.
 */
const isUnread = (record: DxfRecord): boolean =>
  [
    'REGION',
    '3DSOLID',
    'BODY',
    'SURFACE',
    'PLANESURFACE',
    'EXTRUDEDSURFACE',
    'MESH',
    '3DFACE',
    'MLINE',
    'ACAD_PROXY_ENTITY',
  ].includes(record.type) ||
  (record.type === 'POLYLINE' && (numberOf(record, 70) & (16 | 64)) !== 0)
const drawsSomething = (type: string): boolean => !['ENDBLK', 'SEQEND', 'VIEWPORT', 'POINT'].includes(type)

const numbersIn = (curve: Curve): number[] =>
  curve.kind === 'line'
    ? [...curve.a, ...curve.b]
    : curve.kind === 'arc'
      ? [...curve.c, ...curve.u, ...curve.v, curve.t0, curve.t1]
      : curve.points.flat()
const isSane = (curve: Curve): boolean =>
  numbersIn(curve).every((x) => Number.isFinite(x) && Math.abs(x) < 1e12)

const list = (names: ReadonlySet<string>): string => [...names].slice(0, 8).join(', ')

const tooMany = () =>
  refuse('drawing_too_complex', {
    zh: '图纸中的图块层层引用，展开后图形过多，无法处理；请先炸开或清理图纸',
    en: 'The blocks of this drawing multiply into too many curves; please explode or purge it first',
  })
