import { v7 as uuidv7 } from 'uuid'
import type { Actor, Label } from '../../model/index.ts'
import type { TableRow } from '../documents/sheets.ts'
import { emitEvents } from '../events/emit.ts'
import { unnoted, type Note } from '../once/note.ts'
import { reading, transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { columnNames, headerKnower } from './columns.ts'
import { collectFaults, type Fault, type FaultGroup } from './faults.ts'
import { foldText } from './fold.ts'
import { findHeader } from './header.ts'
import type { ImportOptions } from './options.ts'
import { checkRights, fillColumns, type Plan } from './plan.ts'
import { brokenRow, prepareRow, type Prepared, type Seen } from './prepareRow.ts'
import { referenceFinder, type ReferenceFinder } from './references.ts'
import { namesIn } from './resolveNames.ts'
import { judgeRows } from './rowShape.ts'
import {
  conventionsOf,
  gatherEvidence,
  nothingFound,
  rowsBelow,
  widthOf,
  type NamedConvention,
} from './survey.ts'
import { writeBatch, type Outcome } from './writeRows.ts'

export interface ImportRequest {
  readonly object: string
  /** The sheet on disk, and its name for the log. */
  readonly path: string
  readonly name: string
  readonly options: ImportOptions
  readonly dryRun: boolean
  readonly language: 'zh' | 'en'
  /** Told after every batch how many rows are behind. */
  readonly onProgress?: (rows: number) => void
  /** Each batch is noted with its rows: sent again, the sheet goes on where it was cut off. */
  readonly note?: Note
}

/** A row that is no data: told, not imported. */
export interface LeftOut {
  readonly row: number
  readonly reason: string
  readonly value: string
}

/** rows = created + updated + unchanged + faulty + left_out. */
export interface ImportReport {
  readonly dry_run: boolean
  readonly mode: Plan['mode']
  /** Sheet of the workbook that was read, and all that are to be seen in it. */
  readonly sheet: string | null
  readonly sheets: readonly string[]
  /** What parts the cells of a text. */
  readonly delimiter: string | null
  readonly header_row: number
  readonly columns: readonly { readonly name: string; readonly field: string | null }[]
  /** How the columns of numbers and days are written, where their values depend on it. */
  readonly conventions: readonly NamedConvention[]
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly faulty: number
  /** Rows that are no data, as totals, with the reason. */
  readonly left_out: number
  readonly left_out_rows: readonly LeftOut[]
  /** Records created because rows name them, by object. */
  readonly created_missing: Readonly<Record<string, number>>
  readonly faults: readonly Fault[]
  /** All faults, also those beyond the ones listed. */
  readonly faults_total: number
  readonly groups: readonly FaultGroup[]
}

const batchRows = 100
/** Rows that are left out are listed up to here, and counted beyond. */
const leftOutMax = 1_000
/** Rows that wait for a record of the same sheet; beyond, they are faulty at once. */
const waitingMax = 50_000

/**
 * Reads a sheet row by row and writes it through the corridor in batches; no row is left out of the account.
 * Each batch is a transaction of its own, so a sheet of any size holds no lock for long; a sheet sent again
 * with a key changes nothing.
 */
export async function importTable(
  workspace: Workspace,
  actor: Actor,
  request: ImportRequest,
): Promise<ImportReport> {
  const tx = reading(workspace, actor)
  const { options } = request
  const { object, fields, mode } = checkRights(tx, request.object, options)
  const knows = headerKnower(object, fields, options.mapping)
  const found = await findHeader(request.path, knows, { sheet: options.sheet, headerRow: options.header_row })
  const { sheet, header, delimiter } = found
  const dataRows = () => rowsBelow(request.path, found)
  const width = await widthOf(dataRows())
  const names = columnNames([
    ...header.cells,
    ...Array.from({ length: Math.max(0, width - header.cells.length) }, () => ''),
  ])
  const { columns, filled, required } = fillColumns({
    object,
    fields,
    names,
    options,
    table: { zone: workspace.zone, ...found },
  })
  const plan: Plan = {
    object,
    actor,
    mode,
    columns,
    filled,
    required,
    options,
    key: options.key ?? null,
    dryRun: request.dryRun,
    language: request.language,
    trace: uuidv7(),
    titles: Object.fromEntries(
      filled.flatMap(({ target }) => (target ? [[target, tx.definitions.objects[target]?.title]] : [])),
    ),
    tooWide: columns
      .filter(
        ({ index, name, field }) =>
          index >= header.cells.length && field === null && !Object.hasOwn(options.mapping ?? {}, name),
      )
      .map(({ index }) => index),
    currency:
      typeof object.fields.currency?.default === 'string'
        ? object.fields.currency.default
        : workspace.currency,
    say: (label) => (request.language === 'en' ? (label.en ?? label.zh) : label.zh),
  }
  await gatherEvidence(plan, header, knows, dataRows())
  const note = request.note ?? unnoted
  const tally = keepTally(plan, referenceFinder(tx), workspace, note)
  const judge = judgeRows(plan, header, knows)
  const seen: Seen = new Map()
  let batch: Prepared[] = []
  for await (const row of dataRows()) {
    const shape = judge(row)
    if (shape.is === 'left_out') {
      tally.leaveOut(row, shape.reason)
      continue
    }
    batch.push(
      shape.is === 'data' ? prepareRow(plan, tx.definitions, row, seen) : brokenRow(plan, row.row, shape),
    )
    if (batch.length < batchRows) continue
    await tally.take(batch)
    request.onProgress?.(tally.rows())
    batch = []
  }
  await tally.take(batch)
  await tally.takeWaiting()
  const report = {
    dry_run: plan.dryRun,
    mode,
    sheet,
    sheets: found.sheets.filter((one) => !one.hidden).map((one) => one.name),
    delimiter,
    header_row: header.row,
    columns: columns.map(({ name, field }) => ({ name, field })),
    conventions: conventionsOf(plan),
    ...tally.report(),
  }
  if (report.rows === 0 && columns.every(({ field }) => field === null)) throw nothingFound(found)
  return plan.dryRun ? note.end(report) : noteImport(workspace, plan, { file: request.name, report, note })
}

/** Writes batch after batch and keeps the account. */
function keepTally(plan: Plan, finder: ReferenceFinder, workspace: Workspace, note: Note) {
  const counts = { created: 0, updated: 0, unchanged: 0, faulty: 0, left_out: 0 }
  const leftOut: LeftOut[] = []
  const faults = collectFaults()
  const madeNames = new Map<string, Set<string>>()
  const inSheet = new Set<string>()
  const pointsAtItself = plan.filled.some((one) => one.target === plan.object.name)
  let waiting: Outcome[] = []
  let batches = 0

  const total = () => counts.created + counts.updated + counts.unchanged + counts.faulty + counts.left_out
  const settle = (outcome: Outcome) => {
    counts[outcome.done ?? 'faulty']++
    if (!outcome.done) faults.add(outcome.faults)
    else if (pointsAtItself && outcome.record?.title) {
      if (plan.dryRun) inSheet.add(foldText(outcome.record.title))
      else if (outcome.done === 'created')
        finder.note(plan.object.name, outcome.record.id, outcome.record.title)
    }
  }
  const write = async (batch: readonly Prepared[]) => {
    if (batch.length === 0) return []
    for (const [target, texts] of namesOf(batch)) await finder.prepare(target, texts)
    const { outcomes, made } = await writeBatch(workspace, plan, {
      finder,
      rows: batch,
      inSheet,
      note,
      index: batches++,
    })
    for (const [place, { target, id, name }] of made) {
      if (!plan.dryRun) finder.note(target, id, name)
      madeNames.set(target, (madeNames.get(target) ?? new Set()).add(place))
    }
    return outcomes
  }
  return {
    rows: () => total() + waiting.length,
    leaveOut({ row, cells }: TableRow, reason: Label) {
      counts.left_out++
      if (leftOut.length < leftOutMax)
        leftOut.push({
          row,
          reason: plan.say(reason),
          value: cells
            .filter((cell) => cell.trim())
            .join(' ')
            .slice(0, 200),
        })
    },
    async take(batch: readonly Prepared[]) {
      for (const outcome of await write(batch))
        if (outcome.waits && waiting.length < waitingMax) waiting.push(outcome)
        else settle(outcome)
    },
    /**
     * Rows that named a record which stands further down are tried again as long as that brings any of them
     * in.
     */
    async takeWaiting() {
      for (let left = Infinity; waiting.length > 0 && waiting.length < left;) {
        left = waiting.length
        const again = waiting
        waiting = []
        for (let at = 0; at < again.length; at += batchRows)
          for (const outcome of await write(again.slice(at, at + batchRows).map((one) => one.prepared)))
            if (outcome.done) settle(outcome)
            else waiting.push(outcome)
      }
      for (const outcome of waiting) settle(outcome)
      waiting = []
    },
    report: () => ({
      rows: total(),
      ...counts,
      left_out_rows: leftOut,
      created_missing: Object.fromEntries([...madeNames].map(([target, names]) => [target, names.size])),
      ...faults.report(),
    }),
  }
}

function namesOf(batch: readonly Prepared[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const { at, text } of batch.flatMap((row) => row.names)) {
    const texts = wanted.get(at.target!) ?? new Set<string>()
    wanted.set(at.target!, texts)
    for (const name of [text, ...namesIn(at, text)]) texts.add(name)
  }
  return wanted
}

/** One line for who looks up later what came in, from which file and by whom. */
function noteImport(
  workspace: Workspace,
  plan: Plan,
  { file, report, note }: { readonly file: string; readonly report: ImportReport; readonly note: Note },
): Promise<ImportReport> {
  const { faults: _, groups: __, columns: ___, conventions: ____, left_out_rows: _____, ...counts } = report
  return transact(
    workspace,
    plan.actor,
    note.whole(async (tx) => {
      await emitEvents(tx, [
        {
          name: `${plan.object.name}.import_finished`,
          object: plan.object.name,
          payload: { file, key: plan.key, ...counts },
        },
      ])
      return report
    }),
    { cause: `${plan.object.name}.import`, trace: plan.trace },
  )
}
