import type { TitleBlock } from './measurement.ts'

export interface PlacedText {
  readonly text: string
  /** Lower left corner, mm, y up. */
  readonly at: readonly [x: number, y: number]
  readonly height: number
  readonly page?: number
  /** Block attributes say themselves what they are. */
  readonly tag?: string
}

type Field = keyof TitleBlock

/**
 * What the cell of a title block is called, in GB/T 10609.1 blocks, in CAXA and SolidWorks templates, in
 * English ones.
 */
const captions: readonly [field: Field, pattern: RegExp][] = [
  [
    'number',
    /^(图\s*样\s*代\s*号|图\s*号|零件图号|零件号|零件代号|代\s*号|物料编码|dwg\.?\s*(no|number)\.?|drawing\s*(no|number)\.?|part\s*(no|number)\.?)/i,
  ],
  ['name', /^(零件名称|图样名称|图\s*名|名\s*称|品\s*名|title|part\s*name|drawing\s*title|description)/i],
  ['material', /^(材\s*料\s*(标记|名称)?|材\s*质|material|mat'?l)/i],
  ['weight_kg', /^(重\s*量|质\s*量|单\s*重|净\s*重|weight|mass)/i],
  ['scale', /^(比\s*例|scale)/i],
  ['tolerance', /^(未注(尺寸)?公差(等级)?|一般公差|线性公差|公差等级|general\s*tolerances?|tolerances?)/i],
  ['surface', /^(表\s*面\s*处\s*理|表面|热处理及表面处理|surface(\s*(finish|treatment))?|finish)/i],
]

/**
 * The title block from words and their places: the value stands behind the caption, to the right of it in the
 * same row or below it in the same column, whichever is nearest. Standards that name themselves (GB/T 1804-m,
 * 1:2) are found wherever they stand.
 */
export function readTitleBlock(texts: readonly PlacedText[]): TitleBlock | undefined {
  const block: Partial<Record<Field, string>> = {}
  for (const { tag, text } of texts) {
    const field = tag === undefined ? undefined : captionOf(tag.replaceAll('_', ' '))?.field
    if (field && fits(field, text)) block[field] ??= text
  }
  for (const item of texts) {
    const caption = captionOf(item.text)
    if (!caption || block[caption.field] !== undefined) continue
    const value = caption.rest || neighbour(item, texts)
    if (value && fits(caption.field, value)) block[caption.field] = value
  }
  const anywhere = (pattern: RegExp) =>
    texts.map((t) => pattern.exec(t.text)?.[0]).find((hit) => hit !== undefined)
  block.tolerance ??= anywhere(/(GB\/?T\s*1804\s*[-–—]?\s*[fmcv]\b|ISO\s*2768\s*[-–—]?\s*[fmcv][HKL]?\b)/i)
  block.scale ??= anywhere(/^\s*\d+(\.\d+)?\s*[:：]\s*\d+(\.\d+)?\s*$/)
  const { weight_kg, ...words } = block
  const weight = weight_kg === undefined ? undefined : readWeight(weight_kg, texts)
  const found: TitleBlock = { ...words, ...(weight === undefined ? {} : { weight_kg: weight }) }
  for (const key of Object.keys(found) as Field[])
    if (found[key] === undefined) delete (found as Partial<Record<Field, unknown>>)[key]
  return Object.keys(found).length > 0 ? found : undefined
}

function captionOf(text: string): { field: Field; rest: string } | undefined {
  const trimmed = text.trim()
  for (const [field, pattern] of captions) {
    const hit = pattern.exec(trimmed)
    if (!hit) continue
    const rest = trimmed.slice(hit[0].length)
    if (rest === '') return { field, rest }
    const behind = /^\s*(?:[（(](?:kg|千克|公斤|g|克)[)）])?\s*[:：=]?\s*(.*)$/i.exec(rest)?.[1] ?? ''
    if (/^\s*[:：=（(]/.test(rest)) return { field, rest: behind.trim() }
    if (/[A-Za-z]$/.test(hit[0]) && /^\s/.test(rest)) return { field, rest: behind.trim() }
  }
  return undefined
}

function neighbour(caption: PlacedText, texts: readonly PlacedText[]): string | undefined {
  const unit = Math.max(caption.height, 1.5)
  const width = wide(caption)
  let best: { text: string; cost: number } | undefined
  for (const other of texts) {
    if (other === caption || other.page !== caption.page || captionOf(other.text) || other.text.trim() === '')
      continue
    const [dx, dy] = [other.at[0] - caption.at[0], other.at[1] - caption.at[1]]
    const right = Math.abs(dy) < unit * 0.9 && dx > width * 0.5 ? dx - width : Infinity
    const below =
      dy < -unit * 0.5 && dy > -unit * 6 && dx > -unit * 4 && dx < Math.max(width, unit * 8)
        ? -dy * 1.2 + Math.abs(dx) * 0.3
        : Infinity
    const cost = Math.min(right, below)
    if (cost < unit * 25 && cost < (best?.cost ?? Infinity)) best = { text: other.text.trim(), cost }
  }
  return best?.text
}

/** Latin letters are about half as wide as they are high, Chinese ones as wide. */
const wide = ({ text, height }: PlacedText): number =>
  [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 1 : 0.55), 0) * Math.max(height, 1.5)

const fits = (field: Field, value: string): boolean => {
  if (field === 'scale') return /\d\s*[:：]\s*\d/.test(value)
  if (field === 'weight_kg') return /\d/.test(value)
  return field !== 'number' || /[\dA-Za-z]/.test(value)
}

/** Kilograms; grams where the value or its caption says so. */
function readWeight(value: string, texts: readonly PlacedText[]): number | undefined {
  const hit = /(\d+(?:[.,]\d+)?)\s*(kg|g|千克|公斤|克)?/i.exec(value)
  if (!hit) return undefined
  const unit =
    hit[2] ??
    texts
      .map(
        (t) =>
          /^(?:重\s*量|质\s*量|weight|mass)\s*[（(]\s*(kg|g|千克|公斤|克)\s*[)）]/i.exec(t.text.trim())?.[1],
      )
      .find(Boolean) ??
    'kg'
  return Number(hit[1]!.replace(',', '.')) / (/^(g|克)$/i.test(unit) ? 1000 : 1)
}
