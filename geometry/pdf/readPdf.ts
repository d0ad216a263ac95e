import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { createCanvas as makeCanvas } from '@napi-rs/canvas'
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { refuse } from '../../model/refuse.ts'
import type { PlacedText } from '../titleBlock.ts'

export interface PdfDrawing {
  readonly pages: number
  /** A vector PDF has words and lines; a scan is one picture. */
  readonly nature: 'vector' | 'scan' | 'empty'
  readonly texts: readonly PlacedText[]
  /** Paper size of the first page in mm. */
  readonly box_mm: readonly [number, number]
  readonly png?: Uint8Array
}

const near = createRequire(import.meta.url)
const pdfjsPackage = near.resolve('pdfjs-dist/package.json')
/**
 * The canvas that pdf.js itself loads: a path or picture of one copy of the package cannot be drawn by
 * another.
 */
const { createCanvas } = createRequire(pdfjsPackage)('@napi-rs/canvas') as { createCanvas: typeof makeCanvas }

const millimetres = 25.4 / 72
/** Drawings have few pages; a catalogue is read no further than this. */
const pages_max = 20
const picture_pixels = 1600

/** Words with their places in mm from the lower left corner, and a picture of the first page. */
export async function readPdf(bytes: Uint8Array, { picture = true } = {}): Promise<PdfDrawing> {
  const folder = dirname(pdfjsPackage)
  const task = getDocument({
    data: bytes.slice(),
    isEvalSupported: false,
    useSystemFonts: false,
    verbosity: 0,
    stopAtErrors: false,
    cMapUrl: join(folder, 'cmaps') + '/',
    cMapPacked: true,
    standardFontDataUrl: join(folder, 'standard_fonts') + '/',
    wasmUrl: join(folder, 'wasm') + '/',
  })
  try {
    const document = await task.promise
    const texts: PlacedText[] = []
    for (let number = 1; number <= Math.min(document.numPages, pages_max); number++)
      texts.push(...(await readWords(await document.getPage(number), number)))
    const first = await document.getPage(1)
    const { width, height } = first.getViewport({ scale: 1 })
    const png = picture ? await drawPage(first) : undefined
    const box_mm = [width, height].map((x) => Math.round(x * millimetres * 10) / 10) as [number, number]
    return {
      pages: document.numPages,
      nature: await natureOf(first, texts),
      texts,
      box_mm,
      ...(png ? { png } : {}),
    }
  } catch (error) {
    throw unreadable(error)
  } finally {
    await task.destroy()
  }
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocument>['promise']>['getPage']>>

interface Word {
  text: string
  x: number
  y: number
  right: number
  height: number
}

/**
 * pdf.js cuts a line at every blank and change of font: pieces less than a letter apart are one text again.
 */
async function readWords(page: Page, number: number): Promise<PlacedText[]> {
  const { items } = await page.getTextContent()
  const [x0, y0] = page.view as [number, number, number, number]
  const words: Word[] = []
  for (const item of items) {
    if (!('str' in item) || item.str === '') continue
    const before = words.at(-1)
    if (item.str.trim() === '') {
      if (before && item.width <= 1.2 * before.height && !item.hasEOL)
        Object.assign(before, { right: before.right + item.width, text: `${before.text} ` })
      continue
    }
    const [a, b, , , x, y] = item.transform as [number, number, number, number, number, number]
    const height = item.height || Math.hypot(a, b)
    const last = before
    const gap = last ? x - last.right : Infinity
    if (last && b === 0 && Math.abs(y - last.y) < 0.2 * height && gap > -0.3 * height && gap < 0.8 * height) {
      last.text += (gap > 0.15 * height && !last.text.endsWith(' ') ? ' ' : '') + item.str
      last.right = x + item.width
    } else words.push({ text: item.str, x, y, right: x + item.width, height })
  }
  return words.map(({ text, x, y, height }) => ({
    text: text.trim(),
    at: [tidy((x - x0) * millimetres), tidy((y - y0) * millimetres)] as const,
    height: tidy(height * millimetres),
    page: number,
  }))
}

async function natureOf(page: Page, texts: readonly PlacedText[]): Promise<PdfDrawing['nature']> {
  const { fnArray } = await page.getOperatorList()
  const paths = fnArray.filter((op) => op === OPS.constructPath).length
  const images = fnArray.filter(
    (op) =>
      op === OPS.paintImageXObject || op === OPS.paintInlineImageXObject || op === OPS.paintImageMaskXObject,
  ).length
  if (texts.length > 0 || paths > 20) return 'vector'
  return images > 0 ? 'scan' : paths > 0 ? 'vector' : 'empty'
}

async function drawPage(page: Page): Promise<Uint8Array | undefined> {
  const natural = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: picture_pixels / Math.max(natural.width, natural.height) })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  try {
    await page.render({
      canvas: null,
      canvasContext: canvas.getContext('2d') as never,
      viewport,
      background: 'white',
    }).promise
    return new Uint8Array(await canvas.encode('png'))
  } catch {
    // A page that cannot be drawn (a broken font, a strange image) still has its words.
    return undefined
  }
}

function unreadable(error: unknown) {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException')
    return refuse('pdf_locked', {
      zh: 'PDF 文件有密码，请去掉密码后再上传',
      en: 'The PDF file has a password; please remove it',
    })
  return refuse(
    'pdf_unreadable',
    {
      zh: 'PDF 文件无法读取，可能不完整或已损坏，请重新导出',
      en: 'The PDF file cannot be read; it may be cut off or damaged, please export it again',
    },
    { data: { cause: String(error) } },
  )
}

const tidy = (x: number): number => Math.round(x * 100) / 100
