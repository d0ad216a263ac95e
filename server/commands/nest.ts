import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  closeMeasuring,
  measureDrawing,
  nest,
  recogniseFile,
  type NestInstance,
  type NestSheet,
} from '../../geometry/index.ts'
import { refuse } from '../../model/index.ts'
import type { Command } from '../cli.ts'
import { positive } from './estimate.ts'

/**
 * Lays the parts of a DXF, or of an instance file, on a strip or on sheets, and prints a layout that an
 * independent check found sound.
 */
export const nestCommand: Command = {
  usage:
    'nest FILE [--seconds 60] [--seed 1] [--sheet 1250x2500[:COUNT]]... [--remnant 600x400[:COUNT]]... [--quantity 10] [--gap 2] [--margin 5] [--json]',
  options: {
    seconds: { type: 'string' },
    seed: { type: 'string' },
    sheet: { type: 'string', multiple: true },
    remnant: { type: 'string', multiple: true },
    quantity: { type: 'string' },
    gap: { type: 'string' },
    margin: { type: 'string' },
  },
  async run([file], { seconds = '20', seed = '1', sheet, remnant, quantity = '1', gap, margin, json }) {
    if (!file) throw refuse('file_missing', { zh: '请给出零件文件', en: 'Name the file of parts' })
    const sheets = sheetsOf(listOf(sheet), listOf(remnant))
    const read = /\.json$/i.test(file)
      ? await readInstance(file)
      : await readParts(file, positive('quantity', quantity))
    const instance: NestInstance = {
      ...read,
      ...(sheets ? { sheets, strip_height: undefined } : {}),
      ...(gap ? { gap: positive('gap', gap) } : {}),
      ...(margin ? { margin: positive('margin', margin) } : {}),
    }
    if (!instance.sheets && instance.strip_height === undefined)
      throw refuse('sheet_missing', {
        zh: '请用 --sheet 宽x高 给出板材尺寸',
        en: 'Say the sheet with --sheet WIDTHxHEIGHT',
      })
    const result = await nest(instance, {
      seconds: positive('seconds', seconds),
      seed: positive('seed', seed),
      threads: 2,
    })
    process.stdout.write(`${JSON.stringify(result, null, json ? 0 : 2)}\n`)
  },
}

async function readInstance(file: string): Promise<NestInstance> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, '')) as NestInstance
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw refuse('instance_wrong', {
      zh: `“${basename(file)}”不是有效的 JSON 排样文件`,
      en: `${basename(file)} is not a JSON nesting instance`,
    })
  }
}

/** Every closed contour of the drawing is a part, wanted `quantity` times, turned by quarters. */
async function readParts(file: string, quantity: number): Promise<NestInstance> {
  try {
    if ((await recogniseFile(file)).kind !== 'dxf')
      throw refuse('kind_wrong', {
        zh: '排样需要 DXF 或 JSON 文件',
        en: 'Nesting takes a DXF or a JSON instance',
      })
    const { contours = [] } = await measureDrawing(file, { preview: false })
    if (contours.length === 0)
      throw refuse('no_contours', { zh: '图纸中没有封闭轮廓', en: 'The drawing has no closed contour' })
    return {
      name: basename(file),
      items: contours.map((contour, i) => ({
        id: i,
        demand: quantity,
        allowed_orientations: [0, 90, 180, 270],
        shape: { type: 'polygon', outer: [...contour.outer], inner: contour.holes.map((hole) => [...hole]) },
      })),
    }
  } finally {
    await closeMeasuring()
  }
}

/**
 * Sheets as they are given, and remnants, which are in stock anyway and so cost next to nothing: they are
 * laid on first. One of each remnant, unless told.
 */
export function sheetsOf(sheets: readonly string[], remnants: readonly string[]): NestSheet[] | undefined {
  if (sheets.length + remnants.length === 0) return undefined
  return [
    ...remnants
      .map((text) => readSheet(text, 'remnant'))
      .map((one) => ({ ...one, count: one.count ?? 1, cost: one.width * one.height * remnant_cost })),
    ...sheets.map((text) => readSheet(text, 'sheet')),
  ]
}

/** What a square millimetre of a remnant costs beside one of a new sheet, in the search. */
const remnant_cost = 0.1

function readSheet(text: string, option: 'sheet' | 'remnant'): NestSheet {
  const [, width, height, count] = /^(\d+(?:\.\d+)?)[x×*](\d+(?:\.\d+)?)(?::(\d+))?$/i.exec(text) ?? []
  if (!width || !height || count === '0')
    throw refuse('sheet_wrong', {
      zh: `--${option} 应写作 宽x高 或 宽x高:张数，例如 1250x2500:3`,
      en: `--${option} is WIDTHxHEIGHT or WIDTHxHEIGHT:COUNT, e.g. 1250x2500:3`,
    })
  return { width: Number(width), height: Number(height), ...(count ? { count: Number(count) } : {}) }
}

const listOf = (value: unknown): readonly string[] => (value === undefined ? [] : [value].flat().map(String))
