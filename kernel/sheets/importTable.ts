import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../model/index.ts'
import { readTable, type TableRow } from '../documents/sheets.ts'
import { emitEvents } from '../events/emit.ts'
import { unnoted, type Note } from '../once/note.ts'
import { reading, transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { columnNames, knownHeaders } from './columns.ts'
import { collectFaults, type Fault, type FaultGroup } from './faults.ts'
import { foldText } from './fold.ts'
import type { ImportOptions } from './options.ts'
import { checkRights, fillColumns, type Plan } from './plan.ts'
import { prepareRow, type Prepared, type Seen } from './prepareRow.ts'
import { referenceFinder, type ReferenceFinder } from './references.ts'
import { namesIn } from './resolveNames.ts'
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

/** rows = created + updated + unchanged + faulty. */
export interface ImportReport {
  readonly dry_run: boolean
  readonly mode: Plan['mode']
  readonly header_row: number
  readonly columns: readonly { readonly name: string; readonly field: string | null }[]
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly faulty: number
  /** Records created because rows name them, by object. */
  readonly created_missing: Readonly<Record<string, number>>
  readonly faults: readonly Fault[]
  /** All faults, also those beyond the ones listed. */
  readonly faults_total: number
  readonly groups: readonly FaultGroup[]
}

const batchRows = 100
/** Rows that wait for a record of the same sheet; beyond, they are faulty at once. */
const waitingMax = 50_000

/**
 * Reads a sheet row by row and writes it through the corridor in batches; no row is left out of the account.
 * Each batch is a transaction of its own, so a sheet of any size holds no lock for long; a sheet sent again with a key changes nothing.
 */
export async function importTable(workspace: Workspace, actor: Actor, request: ImportRequest): Promise<ImportReport> {
  const rows = readTable(request.path, request.options.sheet === undefined ? {} : { name: request.options.sheet })
  try {
    return await importRows(workspace, actor, request, rows)
  } finally {
    await rows.return(undefined)
  }
}

async function importRows(workspace: Workspace, actor: Actor, request: ImportRequest, rows: AsyncGenerator<TableRow>): Promise<ImportReport> {
  const tx = reading(workspace, actor)
  const { object, fields, mode } = checkRights(tx, request.object, request.options)
  const { header, data } = await findHeader(rows, (cells) => knownHeaders(object, fields, cells, request.options.mapping))
  const { columns, filled, required } = fillColumns({ object, fields, names: columnNames(header.cells), options: request.options })
  const plan: Plan = {
    object, actor, mode, columns, filled, required, options: request.options, key: request.options.key ?? null, dryRun: request.dryRun, language: request.language, zone: workspace.zone, trace: uuidv7(),
    titles: Object.fromEntries(filled.flatMap(({ target }) => (target ? [[target, tx.definitions.objects[target]?.title]] : []))),
    say: (label) => (request.language === 'en' ? (label.en ?? label.zh) : label.zh),
  }
  const note = request.note ?? unnoted
  const tally = keepTally(plan, referenceFinder(tx), workspace, note)
  const seen: Seen = new Map()
  let batch: Prepared[] = []
  for await (const row of data) {
    batch.push(prepareRow(plan, tx.definitions, row, seen))
    if (batch.length < batchRows) continue
    await tally.take(batch)
    request.onProgress?.(tally.rows())
    batch = []
  }
  await tally.take(batch)
  await tally.takeWaiting()
  const report = { dry_run: plan.dryRun, mode, header_row: header.row, columns: columns.map(({ name, field }) => ({ name, field })), ...tally.report() }
  return plan.dryRun ? note.end(report) : noteImport(workspace, plan, { file: request.name, report, note })
}

/** The row of headers: among the first rows the one that says most, for a title often stands above it. */
async function findHeader(rows: AsyncGenerator<TableRow>, knows: (cells: readonly string[]) => number): Promise<{ header: TableRow; data: AsyncGenerator<TableRow> }> {
  const first: TableRow[] = []
  while (first.length < 5) {
    const next = await rows.next()
    if (next.done) break
    first.push(next.value)
  }
  const best = first.map((row, at) => ({ at, known: knows(row.cells) })).sort((a, b) => b.known - a.known || a.at - b.at)[0]?.at ?? 0
  return { header: first[best] ?? { row: 1, cells: [] }, data: follow(first.slice(best + 1), rows) }
}

async function* follow(first: readonly TableRow[], rest: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  yield* first
  yield* rest
}

/** Writes batch after batch and keeps the account. */
function keepTally(plan: Plan, finder: ReferenceFinder, workspace: Workspace, note: Note) {
  const counts = { created: 0, updated: 0, unchanged: 0, faulty: 0 }
  const faults = collectFaults()
  const madeNames = new Map<string, Set<string>>()
  const inSheet = new Set<string>()
  const pointsAtItself = plan.filled.some((one) => one.target === plan.object.name)
  let waiting: Outcome[] = []
  let batches = 0

  const settle = (outcome: Outcome) => {
    counts[outcome.done ?? 'faulty']++
    if (!outcome.done) faults.add(outcome.faults)
    else if (pointsAtItself && outcome.record?.title) {
      if (plan.dryRun) inSheet.add(foldText(outcome.record.title))
      else if (outcome.done === 'created') finder.note(plan.object.name, outcome.record.id, outcome.record.title)
    }
  }
  const write = async (batch: readonly Prepared[]) => {
    if (batch.length === 0) return []
    for (const [target, texts] of namesOf(batch)) await finder.prepare(target, texts)
    const { outcomes, made } = await writeBatch(workspace, plan, { finder, rows: batch, inSheet, note, index: batches++ })
    for (const [place, { target, id, name }] of made) {
      if (!plan.dryRun) finder.note(target, id, name)
      madeNames.set(target, (madeNames.get(target) ?? new Set()).add(place))
    }
    return outcomes
  }
  return {
    rows: () => counts.created + counts.updated + counts.unchanged + counts.faulty + waiting.length,
    async take(batch: readonly Prepared[]) {
      for (const outcome of await write(batch))
        if (outcome.waits && waiting.length < waitingMax) waiting.push(outcome)
        else settle(outcome)
    },
    /** Rows that named a record which stands further down are tried again as long as that brings any of them in. */
    async takeWaiting() {
      for (let left = Infinity; waiting.length > 0 && waiting.length < left; ) {
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
      rows: counts.created + counts.updated + counts.unchanged + counts.faulty, ...counts,
      created_missing: Object.fromEntries([...madeNames].map(([target, names]) => [target, names.size])), ...faults.report(),
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
function noteImport(workspace: Workspace, plan: Plan, { file, report, note }: { readonly file: string; readonly report: ImportReport; readonly note: Note }): Promise<ImportReport> {
  const { faults: _, groups: __, columns: ___, ...counts } = report
  return transact(workspace, plan.actor, note.whole(async (tx) => {
    await emitEvents(tx, [{ name: `${plan.object.name}.import_finished`, object: plan.object.name, payload: { file, key: plan.key, ...counts } }])
    return report
  }), { cause: `${plan.object.name}.import`, trace: plan.trace })
}
