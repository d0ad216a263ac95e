import {
  isErrorCell,
  pipelineFor,
  Refusal,
  sayErrorCell,
  stageOf,
  type Definitions,
  type Label,
  type Unread,
} from '../../model/index.ts'
import type { TableRow } from '../documents/sheets.ts'
import { faultOf, type Fault } from './faults.ts'
import { foldText } from './fold.ts'
import { nearestChoice, nearestIn } from './nearest.ts'
import { cellText, type Filled, type Plan } from './plan.ts'
import type { Cell } from './readColumn.ts'

/** A row whose cells have been read, its references still names. */
export interface Prepared {
  readonly row: number
  readonly given: Record<string, unknown>
  readonly names: readonly { readonly at: Filled; readonly text: string }[]
  /** Fields whose cell is empty, with their column. */
  readonly blank: ReadonlyMap<string, string>
  readonly faults: Fault[]
  /** Not read at all, for what the row is as a whole. */
  readonly broken?: true
}

/** Values already met in this sheet, by field: a key or a unique value may stand in one row only. */
export type Seen = Map<string, Map<string, number>>

/**
 * Reads the cells of a row: corrections, replacements, what an empty cell means, then each column's own
 * reading. All faults of the row are named.
 */
export function prepareRow(plan: Plan, definitions: Definitions, row: TableRow, seen: Seen): Prepared {
  const given: Record<string, unknown> = {}
  const names: { at: Filled; text: string }[] = []
  const blank = new Map<string, string>()
  const faults: Fault[] = []
  const reading: Reading = { row: row.row, given, faults, signs: [] }
  for (const at of plan.filled) {
    const cell = cellIn(plan, at, row)
    if (cell === null) {
      if (plan.options.blank?.[at.column] === 'clear') given[at.field] = null
      blank.set(at.field, at.column)
    } else if (at.target && isErrorCell(cell.text))
      faults.push(cellFault(plan, at, row.row, cell.text, sayErrorCell(cell.text)))
    else if (at.target) names.push({ at, text: cell.text })
    else readCell(plan, at, cell, reading)
  }
  if (typeof given.stage === 'string') readStage(plan, definitions, reading)
  checkCurrencies(plan, reading)
  noteRepeats(plan, reading, seen)
  if (plan.filled.length === blank.size)
    faults.push(
      wholeRow(plan, row.row, {
        code: 'row_empty',
        detail: { zh: '这一行没有可以导入的内容', en: 'Nothing in this row fills a field' },
        value: null,
      }),
    )
  return { row: row.row, given, names, blank, faults }
}

interface Wrong {
  readonly code: string
  readonly detail: Label
  readonly value: string | null
}

/** A row that is not read, for what it is as a whole. */
export const brokenRow = (plan: Plan, row: number, wrong: Wrong): Prepared => ({
  row,
  given: {},
  names: [],
  blank: new Map(),
  faults: [wholeRow(plan, row, wrong)],
  broken: true,
})

const wholeRow = (plan: Plan, row: number, { code, detail, value }: Wrong): Fault => ({
  row,
  column: null,
  field: null,
  code,
  detail: plan.say(detail),
  value,
})

const cellFault = (
  plan: Plan,
  { column, field }: Filled,
  row: number,
  value: string,
  { code, sentence }: Unread,
): Fault => ({ row, column, field, code, detail: plan.say(sentence), value })

/**
 * The text that counts, null when there is none. It is no longer a workbook's own number once somebody put
 * another in its place. Under a merged cell it is the one above, save for figures, which say how much of it
 * each row has.
 */
export function cellIn(
  plan: Pick<Plan, 'options'>,
  at: Filled,
  { row, cells, exact, merged }: TableRow,
): (Cell & { readonly merged?: boolean }) | null {
  const own = cells[at.index] ?? ''
  const above = own === '' ? merged?.get(at.index) : undefined
  const text = cellText(plan, at, row, above ?? own)
  if (text === null) return null
  return text === above
    ? { text, merged: true }
    : { text, exact: text === own ? exact?.get(at.index) : undefined }
}

interface Reading {
  readonly row: number
  readonly given: Record<string, unknown>
  readonly faults: Fault[]
  /** Currencies that stand beside the figures of the row. */
  readonly signs: { readonly at: Filled; readonly text: string; readonly currencies: readonly string[] }[]
}

function readCell(
  plan: Plan,
  at: Filled,
  cell: Cell & { readonly merged?: boolean },
  { row, given, faults, signs }: Reading,
): void {
  const { column, field, def } = at
  if (cell.merged && isFigure(at))
    return void faults.push(cellFault(plan, at, row, cell.text, mergedFigure(cell.text)))
  try {
    const { value, currencies } = at.reader.read(cell)
    given[field] = value
    if (currencies) signs.push({ at, text: cell.text, currencies })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const suggestion = nearestChoice(def, cell.text, plan.language)
    faults.push({
      ...faultOf(error, { row, column, field, value: cell.text }, plan.say),
      ...(suggestion ? { suggestion } : {}),
    })
  }
}

const isFigure = ({ reader }: Filled): boolean => reader.convention()?.kind === 'number'

const mergedFigure = (text: string): Unread => ({
  code: 'field_invalid',
  sentence: {
    zh: `“${text}”是合并单元格，看不出每一行各占多少：请取消合并并逐行填写`,
    en: `"${text}" is one cell merged over several rows: say in each row how much of it belongs there`,
  },
})

/** A dollar sign in a record in yuan is no amount in yuan. */
function checkCurrencies(plan: Plan, { row, given, faults, signs }: Reading): void {
  const currency = typeof given.currency === 'string' ? given.currency : plan.currency
  for (const { at, text, currencies } of signs)
    if (!currencies.includes(currency)) {
      delete given[at.field]
      faults.push({
        row,
        column: at.column,
        field: at.field,
        code: 'currency_differs',
        value: text,
        detail: plan.say({
          zh: `“${text}”的币种（${currencies[0]}）与记录的币种（${currency}）不同：请换算，或填写币种`,
          en: `"${text}" is in ${currencies[0]}, the record in ${currency}: convert it, or fill the currency`,
        }),
      })
    }
}

/** A stage by its name or label, in the pipeline that the row follows. */
function readStage(plan: Plan, definitions: Definitions, { row, given, faults }: Reading): void {
  const text = given.stage as string
  const pipeline = pipelineFor(definitions, plan.object.name, given.pipeline as string | undefined)
  const stages = pipeline?.stages ?? []
  const stage =
    (pipeline && stageOf(pipeline, text.trim())) ??
    stages.find((one) =>
      [one.name, one.label.zh, one.label.en ?? ''].some((word) => foldText(word) === foldText(text)),
    )
  if (stage) given.stage = stage.name
  else {
    const near = nearestIn(stages.flatMap((one) => [one.label.zh, one.label.en ?? one.name]))(text)
    faults.push({
      row,
      column: columnOf(plan, 'stage'),
      field: 'stage',
      code: 'stage_unknown',
      value: text,
      detail: plan.say({
        zh: `没有阶段“${text}”，可用：${stages.map((one) => one.label.zh).join('、')}`,
        en: `There is no stage "${text}"; there are: ${stages.map((one) => one.label.en ?? one.name).join(', ')}`,
      }),
      ...(near ? { suggestion: near } : {}),
    })
  }
}

/** The column that fills a field, for a fault to point at. */
export const columnOf = (plan: Plan, field: string): string | null =>
  plan.filled.find((one) => one.field === field)?.column ?? null

function noteRepeats(plan: Plan, { row, given, faults }: Reading, seen: Seen): void {
  for (const { column, field, def } of plan.filled) {
    const value = given[field]
    if (typeof value !== 'string' || !(def.unique || field === plan.key)) continue
    const rows = seen.get(field) ?? new Map<string, number>()
    seen.set(field, rows)
    const first = rows.get(value)
    if (first === undefined) rows.set(value, row)
    else
      faults.push({
        row,
        column,
        field,
        code: 'value_repeated',
        value,
        detail: plan.say({ zh: `与第${first}行重复`, en: `Already in row ${first}` }),
      })
  }
}
