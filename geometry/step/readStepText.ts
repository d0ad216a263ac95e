import { refuse } from '../../model/refuse.ts'
import type { LengthUnit } from '../measurement.ts'

export interface StepText {
  readonly unit: LengthUnit
  /**
   * The B-reps in file order, with the product they belong to and the number of their faces to know them by.
   */
  readonly bodies: readonly NamedBody[]
}

export interface NamedBody {
  readonly name: string
  readonly faces: number
}

/**
 * What the geometry reader does not hand over: whether the file is whole, its unit, the product names.
 * Source: ISO 10303-21 (exchange structure) and 10303-41 (units, product definition).
 */
export function readStepText(bytes: Uint8Array): StepText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const tail = buffer.subarray(Math.max(0, buffer.length - 4096)).toString('latin1')
  if (!/END-ISO-10303-21\s*;/.test(tail))
    throw refuse('file_truncated', {
      zh: 'STEP 文件不完整（没有读到结尾），请重新导出或重新上传',
      en: 'The STEP file is cut off before its end; please export or upload it again',
    })
  const text = buffer.toString('latin1')
  if (!/DATA\s*(\([^;]*\))?\s*;/.test(text))
    throw refuse('drawing_empty', { zh: 'STEP 文件里没有数据', en: 'The STEP file holds no data' })
  return { unit: readUnit(text), bodies: readBodies(text) }
}

function readUnit(text: string): LengthUnit {
  const used = /LENGTH_MEASURE|GLOBAL_UNIT_ASSIGNED_CONTEXT/.test(text)
  const converted = /CONVERSION_BASED_UNIT\s*\(\s*'([A-Za-z_ ]+)'/g
  for (const [, name] of used ? text.matchAll(converted) : []) {
    const unit = /inch/i.test(name!) ? 'inch' : /foot|feet/i.test(name!) ? 'foot' : undefined
    if (unit) return unit
  }
  const si =
    /LENGTH_UNIT\s*\(\s*\)[^;]*?SI_UNIT\s*\(\s*(\$|\.(\w+)\.)\s*,\s*\.METRE\.\s*\)/.exec(text) ??
    /SI_UNIT\s*\(\s*(\$|\.(\w+)\.)\s*,\s*\.METRE\.\s*\)/.exec(text)
  const prefixes: Readonly<Record<string, LengthUnit>> = {
    MILLI: 'mm',
    CENTI: 'cm',
    DECI: 'dm',
    MICRO: 'micron',
  }
  return si ? (si[2] === undefined ? 'm' : (prefixes[si[2]] ?? 'mm')) : 'mm'
}

/** B-rep to representation to shape definition to product; in file order. */
function readBodies(text: string): NamedBody[] {
  const entities = new Map<string, string>()
  const wanted =
    /#(\d+)\s*=\s*((?:MANIFOLD_SOLID_BREP|CLOSED_SHELL|BREP_WITH_VOIDS|ADVANCED_BREP_SHAPE_REPRESENTATION|SHAPE_REPRESENTATION|SHAPE_REPRESENTATION_RELATIONSHIP|SHAPE_DEFINITION_REPRESENTATION|PRODUCT_DEFINITION_SHAPE|PRODUCT_DEFINITION|PRODUCT_DEFINITION_FORMATION(?:_WITH_SPECIFIED_SOURCE)?|PRODUCT)\s*\([^;]*)/g
  for (const [, id, body] of text.matchAll(wanted)) entities.set(id!, body!)
  const all = (type: RegExp) => [...entities].filter(([, body]) => type.test(body))
  const refs = (body: string) => [...body.matchAll(/#(\d+)/g)].map(([, id]) => id!)
  const productOf = new Map<string, string>()
  for (const [, body] of all(/^SHAPE_DEFINITION_REPRESENTATION/)) {
    const [definition, representation] = refs(body)
    const name = follow(definition, entities, refs)
    if (name !== undefined && representation !== undefined) productOf.set(representation, name)
  }
  for (const [, body] of all(/^SHAPE_REPRESENTATION_RELATIONSHIP/)) {
    const [a, b] = refs(body)
    if (a === undefined || b === undefined) continue
    if (productOf.has(a) && !productOf.has(b)) productOf.set(b, productOf.get(a)!)
    else if (productOf.has(b) && !productOf.has(a)) productOf.set(a, productOf.get(b)!)
  }
  const owner = new Map<string, string>()
  for (const [id, body] of all(/SHAPE_REPRESENTATION\s*\(/))
    for (const item of refs(body)) {
      const name = productOf.get(id)
      if (name !== undefined) owner.set(item, name)
    }
  return all(/^(MANIFOLD_SOLID_BREP|BREP_WITH_VOIDS)/).map(([id, body]) => ({
    name: owner.get(id) ?? unquote(/'((?:[^']|'')*)'/.exec(body)?.[1] ?? ''),
    faces: refs(body).reduce(
      (sum, shell) =>
        sum + (/^CLOSED_SHELL/.test(entities.get(shell) ?? '') ? refs(entities.get(shell)!).length : 0),
      0,
    ),
  }))
}

/** PRODUCT_DEFINITION_SHAPE, PRODUCT_DEFINITION, FORMATION, PRODUCT: each points on to the next. */
function follow(
  start: string | undefined,
  entities: ReadonlyMap<string, string>,
  refs: (body: string) => string[],
): string | undefined {
  let id = start
  for (let step = 0; step < 6 && id !== undefined; step++) {
    const body = entities.get(id)
    if (body === undefined) return undefined
    if (/^PRODUCT\s*\(/.test(body)) {
      const [, number, name] = /^PRODUCT\s*\(\s*'((?:[^']|'')*)'\s*,\s*'((?:[^']|'')*)'/.exec(body) ?? []
      return unquote(name || number || '')
    }
    id = refs(body).find((next) => entities.has(next) && next !== id)
  }
  return undefined
}

/**
 * `\X2\4E2D\X0\` is UTF-16, `\X\E4` a Latin letter; raw bytes of GBK or UTF-8 are common although not
 * allowed.
 */
function unquote(text: string): string {
  const decoded = text
    .replaceAll("''", "'")
    .replace(/\\X2\\([0-9A-F]+)\\X0\\/g, (_, hex: string) =>
      String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((h) => parseInt(h, 16))),
    )
    .replace(/\\X\\([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  if (!/[\x80-\xff]/.test(text)) return decoded
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
