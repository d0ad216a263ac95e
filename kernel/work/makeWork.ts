import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import {
  after,
  instantAt,
  localDate,
  readTerm,
  refuse,
  rolesAnsweringFor,
  type AnyObject,
  type AnyRow,
  type Definitions,
  type Finding,
  type TermDef,
  type Work,
} from '../../model/index.ts'
import { companyCalendar } from '../calendar/company.ts'
import { roundTheClock } from '../calendar/workingCalendar.ts'
import { clearDeadline, setDeadline } from '../deadlines/deadlines.ts'
import { answerDecision } from '../decisions/answer.ts'
import { createPdf } from '../documents/pdf.ts'
import { readTable } from '../documents/sheets.ts'
import { emitEvents } from '../events/emit.ts'
import { filesOf, findFile } from '../files/findFile.ts'
import { moveFiles, storeContent } from '../files/files.ts'
import { addJob } from '../jobs/jobs.ts'
import { notify } from '../notify/notify.ts'
import { peopleWith } from '../organisation/people.ts'
import { handTools } from '../records/guards.ts'
import { countRecords, listRecords, type Reader } from '../records/list.ts'
import { loadRecord } from '../records/load.ts'
import { removeRecord } from '../records/remove.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { findSimilar, noteSimilar } from '../search/similar.ts'
import { closeTasks, openTask } from '../tasks/tasks.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { processes } from './processes.ts'

/**
 * The tools that business code is handed: it acts for the house in the actor's name, within the transaction
 * it was called in.
 */
export function makeWork(outer: Tx, cause?: string): Work {
  const tx = asTrusted(outer, cause)
  const reader: Reader = {
    workspace: tx.workspace,
    definitions: tx.definitions,
    db: tx.db,
    actor: tx.actor,
    now: tx.now,
  }
  const work = {
    actor: outer.actor,
    now: () => tx.now,
    today: () => localDate(tx.now, tx.workspace.zone),
    term: (term: TermDef) => readTerm(termOf(tx, term)),
    after: (term: TermDef, from = tx.now) => after(from, termOf(tx, term)),
    momentOf: (day: string, time = '00:00') =>
      instantAt({ date: day, milliseconds: clockMs(time), zone: tx.workspace.zone }),
    minutesBetween: (from: Date, to: Date, { round_the_clock = false } = {}) =>
      Math.max(
        0,
        Math.round(
          (round_the_clock ? roundTheClock() : companyCalendar(tx.workspace.zone)).workingTimeBetween(
            from,
            to,
          ) / 60,
        ),
      ),
    alone: (key: string) => holdKey(tx, key),
    get: (object: Named, id: string) => loadRecord(tx, nameOf(object), id, { lock: true }),
    find: (object: Named, finding: Finding = {}) => findRecords(reader, nameOf(object), finding),
    first: async (object: Named, finding: Finding = {}) =>
      (await findRecords(reader, nameOf(object), { ...finding, limit: 1 }))[0] ?? null,
    count: (object: Named, where?: string, values?: Readonly<Record<string, unknown>>) =>
      countRecords(reader, nameOf(object), { where, with: values }),
    create: (object: Named, draft: Readonly<Record<string, unknown>>) =>
      createRecord(tx, nameOf(object), draft),
    change: (object: Named, id: string, patch: Readonly<Record<string, unknown>>) =>
      changeRecord(tx, nameOf(object), id, patch),
    remove: (object: Named, id: string) => removeRecord(tx, nameOf(object), id),
    emit: (name: string, payload: Readonly<Record<string, unknown>>) =>
      emitEvents(tx, [
        {
          name,
          object: payload.object as string | undefined,
          record: payload.record as string | undefined,
          payload,
        },
      ]),
    decide: async (decision: string, context: Readonly<Record<string, unknown>>) =>
      answerDecision(tx, decision, context),
    startProcess: (process: string, { object, ...on }: StartOn) =>
      processes().start(tx, process, { ...on, object: nameOf(object) }),
    withdrawProcess: (instance: string) => processes().withdraw(tx, instance),
    callOffProcess: (instance: string) => processes().callOff(tx, instance),
    openTask: (task: Parameters<Work['openTask']>[0]) => openTask(tx, task),
    closeTasks: (on: Parameters<Work['closeTasks']>[0]) => closeTasks(tx, on),
    enqueue: (job: string, payload: Readonly<Record<string, unknown>>, key?: string) =>
      addJob(tx, 'module', { job, payload }, { key: key ? `${job}:${key}` : undefined }),
    notify: (people: readonly string[], notice: Parameters<Work['notify']>[1]) => notify(tx, people, notice),
    setDeadline: (due: Parameters<Work['setDeadline']>[0]) => setDeadline(tx, due),
    clearDeadline: (on: Parameters<Work['clearDeadline']>[0]) => clearDeadline(tx, on),
    people: (by: Parameters<Work['people']>[0]) => findPeople(tx, by),
    answersFor: (what: string) =>
      rolesAnsweringFor(tx.definitions.roles, what).some((role) => outer.actor.roles.includes(role)),
    files: (record: string) => filesOf(tx, record),
    readFile: (id: string) => readSmallFile(tx, id),
    attachFile: ({ content, ...attachment }: Parameters<Work['attachFile']>[0]) =>
      storeContent(tx, content, attachment),
    moveFiles: ({ object, ...to }: Parameters<Work['moveFiles']>[0]) =>
      moveFiles(tx, { ...to, object: nameOf(object) }),
    createPdf: (template: string, data: unknown) => createPdf({ template: templateOf(tx, template), data }),
    readSheet: (file: string) => readSheet(tx, file),
    similar: (object: Named, keys: readonly string[]) => findSimilar(tx, nameOf(object), keys),
    noteSimilar: (object: Named, record: string, keys: readonly string[]) =>
      noteSimilar(tx, nameOf(object), record, keys),
    token: () => randomBytes(18).toString('base64url'),
  }
  transactions.set(work as unknown as Work, outer)
  return work as unknown as Work
}

handTools(makeWork)

/** As the company has it; a term whose module is not switched on counts as shipped. */
const termOf = ({ definitions }: Tx, term: TermDef): TermDef => definitions.terms[term.name] ?? term

const clockMs = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

/** The definitions that a transaction goes by, for the kernel's own reactions. */
export const readDefinitions = (work: Work): Definitions => readTx(work).definitions

/** The transaction behind the tools, likewise. */
export const readTx = (work: Work): Tx => transactions.get(work)!
const transactions = new WeakMap<Work, Tx>()

type Named = AnyObject | string
type StartOn = Parameters<Work['startProcess']>[1]
const nameOf = (object: Named) => (typeof object === 'string' ? object : object.name)

/** More than business code can hold at once without meaning to. */
const foundMax = 50_000

async function findRecords(
  reader: Reader,
  name: string,
  { where, with: values, sort, limit = Infinity }: Finding,
): Promise<AnyRow[]> {
  const found: AnyRow[] = []
  let after: string | undefined
  while (found.length < limit) {
    const page = await listRecords(reader, name, {
      where,
      with: values,
      sort,
      limit: Math.min(500, limit - found.length),
      after,
    })
    found.push(...page.items)
    if (!page.next) break
    // A sum over the first of them would be a wrong sum.
    if (limit === Infinity && found.length >= foundMax)
      throw new Error(
        `More than ${foundMax} records of ${name} are asked for at once (${where ?? 'all'}): give a limit, or ask for fewer`,
      )
    after = page.next
  }
  return found
}

/** One lock for each key and company, let go with the transaction. */
async function holdKey(tx: Tx, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.workspace.name}:${key}`}, 0))`.execute(
    tx.db,
  )
}

const smallFileMax = 50 * 1024 * 1024

async function readSmallFile(tx: Tx, id: string): Promise<Uint8Array> {
  const file = await findFile(tx, id)
  if (file.size > smallFileMax)
    throw refuse(
      'file_too_large',
      { zh: '文件超过50 MB，无法在此处理', en: 'The file is over 50 MB, too large to be processed here' },
      { field: 'file' },
    )
  return tx.workspace.files.read(id)
}

async function readSheet(tx: Tx, id: string): Promise<readonly (readonly string[])[]> {
  const file = await findFile(tx, id)
  const rows: (readonly string[])[] = []
  for await (const { row, cells } of readTable(await tx.workspace.files.stream(file.id))) {
    // Blank rows are left out by the reader; here they count, so that an index names the row of the file.
    while (rows.length < row - 1) rows.push([])
    rows.push(cells)
  }
  return rows
}

function templateOf(tx: Tx, name: string): string {
  const template = tx.definitions.templates[name]
  if (!template) throw new Error(`No document template "${name}"`)
  return template.source
}

/** People of the roles that answer for something, of a role, or of whatever role, who are active. */
function findPeople(
  tx: Tx,
  { answers_for, role, ...place }: Parameters<Work['people']>[0],
): Promise<readonly string[]> {
  if (answers_for === undefined && role === undefined) return peopleWith(tx, place)
  const answering = answers_for === undefined ? [] : rolesAnsweringFor(tx.definitions.roles, answers_for)
  return peopleWith(tx, { ...place, roles: role === undefined ? answering : [...answering, role] })
}
