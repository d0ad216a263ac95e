import { pipelineFor, Refusal, stageOf, type Definitions, type Label } from '../../model/index.ts'
import type { TableRow } from '../documents/sheets.ts'
import { cellValue, nearestChoice } from './cellValue.ts'
import { faultOf, type Fault } from './faults.ts'
import { foldText } from './fold.ts'
import { nearestIn } from './nearest.ts'
import type { Filled, Plan } from './plan.ts'

/** A row whose cells have been read, its references still names. */
export interface Prepared {
  readonly row: number
  readonly given: Record<string, unknown>
  readonly names: readonly { readonly at: Filled; readonly text: string }[]
  /** Fields whose cell is empty, with their column. */
  readonly blank: ReadonlyMap<string, string>
  readonly faults: Fault[]
}

/** Values already met in this sheet, by field: a key or a unique value may stand in one row only. */
export type Seen = Map<string, Map<string, number>>

/** Reads the cells of a row: corrections, replacements, what an empty cell means, then each kind's own reading. All faults of the row are named. */
export function prepareRow(plan: Plan, definitions: Definitions, { row, cells }: TableRow, seen: Seen): Prepared {
  const given: Record<string, unknown> = {}
  const names: { at: Filled; text: string }[] = []
  const blank = new Map<string, string>()
  const faults: Fault[] = []
  for (const at of plan.filled) {
    const text = cellText(plan, at, row, cells[at.index] ?? '')
    if (text === null) {
      if (plan.options.blank?.[at.column] === 'clear') given[at.field] = null
      blank.set(at.field, at.column)
    } else if (at.target) names.push({ at, text })
    else readCell(plan, at, { row, text, given, faults })
  }
  if (typeof given.stage === 'string') readStage(plan, definitions, { row, given, faults })
  noteRepeats(plan, { row, given, faults }, seen)
  if (plan.filled.length === blank.size) faults.push(wholeRow(plan, row, 'row_empty', { zh: '这一行没有可以导入的内容', en: 'Nothing in this row fills a field' }))
  return { row, given, names, blank, faults }
}

/** A fault of the row as a whole. */
const wholeRow = (plan: Plan, row: number, code: string, label: Label): Fault => ({ row, column: null, field: null, code, detail: plan.say(label), value: null })

/** What the cell says in the end; null when it says nothing. */
function cellText({ options }: Plan, { column, field }: Filled, row: number, cell: string): string | null {
  const corrected = options.corrections?.[row]?.[column]
  let text = corrected === undefined ? replaced(options.replacements?.[column], cell) : (corrected ?? '')
  text = replaced(options.values?.[column] ?? options.values?.[field], text)
  if (text.trim() !== '') return field === options.key ? text.trim() : text
  const policy = options.blank?.[column]
  return typeof policy === 'object' ? policy.use : null
}

const replaced = (words: Readonly<Record<string, string>> | undefined, text: string): string =>
  words && Object.hasOwn(words, text) ? words[text]! : words && Object.hasOwn(words, text.trim()) ? words[text.trim()]! : text

interface Reading {
  readonly row: number
  readonly given: Record<string, unknown>
  readonly faults: Fault[]
}

function readCell(plan: Plan, { column, field, def }: Filled, { row, text, given, faults }: Reading & { readonly text: string }): void {
  try {
    given[field] = cellValue(field, def, text, plan.zone)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const suggestion = nearestChoice(def, text, plan.language)
    faults.push({ ...faultOf(error, { row, column, field, value: text }, plan.say), ...(suggestion ? { suggestion } : {}) })
  }
}

/** A stage by its name or label, in the pipeline that the row follows. */
function readStage(plan: Plan, definitions: Definitions, { row, given, faults }: Reading): void {
  const text = given.stage as string
  const pipeline = pipelineFor(definitions, plan.object.name, given.pipeline as string | undefined)
  const stages = pipeline?.stages ?? []
  const stage = (pipeline && stageOf(pipeline, text.trim())) ?? stages.find((one) => [one.name, one.label.zh, one.label.en ?? ''].some((word) => foldText(word) === foldText(text)))
  if (stage) given.stage = stage.name
  else {
    const near = nearestIn(stages.flatMap((one) => [one.label.zh, one.label.en ?? one.name]))(text)
    faults.push({ row, column: columnOf(plan, 'stage'), field: 'stage', code: 'stage_unknown', value: text, detail: plan.say({ zh: `没有阶段“${text}”，可用：${stages.map((one) => one.label.zh).join('、')}`, en: `There is no stage "${text}"; there are: ${stages.map((one) => one.label.en ?? one.name).join(', ')}` }), ...(near ? { suggestion: near } : {}) })
  }
}

/** The column that fills a field, for a fault to point at. */
export const columnOf = (plan: Plan, field: string): string | null => plan.filled.find((one) => one.field === field)?.column ?? null

function noteRepeats(plan: Plan, { row, given, faults }: Reading, seen: Seen): void {
  for (const { column, field, def } of plan.filled) {
    const value = given[field]
    if (typeof value !== 'string' || !(def.unique || field === plan.key)) continue
    const rows = seen.get(field) ?? new Map<string, number>()
    seen.set(field, rows)
    const first = rows.get(value)
    if (first === undefined) rows.set(value, row)
    else faults.push({ row, column, field, code: 'value_repeated', value, detail: plan.say({ zh: `与第${first}行重复`, en: `Already in row ${first}` }) })
  }
}
