type Bytes = readonly number[]

const byte = (value: number): Bytes => [value & 255]
const short = (value: number): Bytes => [value & 255, (value >> 8) & 255]
const long = (value: number): Bytes => [...short(value), ...short(value >>> 16)]
const reals = (...values: number[]): Bytes => [...new Uint8Array(Float64Array.from(values).buffer)]
const text = (words: string, length = words.length): Bytes => [
  ...Buffer.from(words.padEnd(length, '\0'), 'latin1'),
]

/**
 * Type, flags, length of it all, layer 0 and which of the optional values follow; then the values, in drawing
 * units.
 */
const entity = (type: number, body: Bytes, flags = 0): Bytes =>
  [byte(type), byte(flags), short(8 + body.length), short(0), short(0), body].flat()
/** The points of a line lie in the plane. */
const flat = 4

export const dwgLine = (x0: number, y0: number, x1: number, y1: number): Bytes =>
  entity(1, reals(x0, y0, x1, y1), flat)
export const dwgCircle = (x: number, y: number, radius: number): Bytes => entity(3, reals(x, y, radius))
export const dwgText = (x: number, y: number, height: number, words: string): Bytes =>
  entity(7, [...reals(x, y, height), ...short(words.length), ...text(words)])

const layer: Bytes = [byte(0), text('0', 32), short(7), short(0)].flat()
const style: Bytes = [
  byte(0),
  text('STANDARD', 32),
  reals(0, 1, 0),
  byte(0),
  reals(0.2),
  text('txt', 64),
].flat()
const dashes = reals(...Array.from({ length: 13 }, () => 0))
const lineType: Bytes = [
  byte(0),
  text('CONTINUOUS', 32),
  text('Solid line', 48),
  byte(65),
  byte(0),
  dashes,
].flat()

/** Blocks, layers, styles, line types and views, each of as many records. */
const tables: readonly (readonly Bytes[])[] = [[], [layer], [style], [lineType], []]

/**
 * A DWG of AutoCAD release 10 (AC1006), the last one whose records lie one behind the other without
 * checksums: version, places of the sections, the heads of five tables, header variables left at nought,
 * entities, tables.
 */
export function writeDwg(entities: readonly Bytes[]): Uint8Array {
  const from = 0x600
  const parts = [entities.flat(), ...tables.map((table) => table.flat())]
  const at = Array.from({ length: parts.length + 1 }, (_, i) => from + parts.slice(0, i).flat().length)
  const end = at.at(-1)!
  const places = [at[0]!, at[1]!, end, 0x40000000, end, 0x80000000].flatMap(long)
  const heads = tables.map((table, i) =>
    [short(table[0]?.length ?? 0), short(table.length), short(0), long(at[i + 1]!)].flat(),
  )
  const file = new Uint8Array(end + 128)
  file.set(text('AC1006'), 0)
  file.set([...places, ...heads.flat()], 0x14)
  file.set(parts.flat(), from)
  return file
}
