import { sql } from 'kysely'
import {
  listReturns,
  type Label,
  type Process,
  type ProcessInstance,
  type ProcessTask,
} from '../../model/index.ts'
import { isAdministrator } from '../access/grants.ts'
import { loadRecord } from '../records/load.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { buttonsOf } from './button.ts'
import { noInstance, placeOf } from './store.ts'

interface Row {
  readonly id: string
  readonly process: string
  readonly definition: Process
  readonly status: 'running' | 'ended'
  readonly outcome: string | null
  readonly state: ProcessInstance
  readonly started_by: string | null
  readonly started_at: Date
  readonly ended_at: Date | null
}

const columns = sql`id, process, definition, status, outcome, state, started_by, started_at, ended_at`

/**
 * The processes of a record for its page, newest first: who did what and when, who is asked now, what the
 * caller may do. For who may read the record.
 */
export async function processesOf(tx: Tx, object: string, record: string) {
  await loadRecord(tx, object, record)
  const { rows } = await sql<Row>`
    select ${columns} from ${table(tx.workspace, '_process_instance')}
    where record = ${record} and object = ${object} order by started_at desc, id desc limit 50`.execute(tx.db)
  const tasks = await tasksOf(tx, record)
  const names = await namesOf(
    tx,
    rows.flatMap(({ state }) => [
      state.initiator,
      ...state.tasks.map((task) => task.assignee),
      ...state.history.flatMap((line) => [line.by, ...(line.to?.split(', ') ?? [])]),
    ]),
  )
  const running = new Set(rows.filter((row) => row.status === 'running').map((row) => row.process))
  return {
    items: rows.map((row) => present(tx, row, tasks)),
    names,
    startable: await buttonsOf(tx, object, record, running),
  }
}

/**
 * One run as whoever may see it sees it; of a run without a record, those who started it and administrators
 * may.
 */
export async function processOf(tx: Tx, id: string) {
  const { object, record } = await placeOf(tx, id)
  if (record !== null) return (await processesOf(tx, object, record)).items.find((one) => one.id === id) ?? {}
  const { rows } =
    await sql<Row>`select ${columns} from ${table(tx.workspace, '_process_instance')} where id = ${id}`.execute(
      tx.db,
    )
  if (!isAdministrator(tx.actor) && (tx.actor.id === null || rows[0]?.state.initiator !== tx.actor.id))
    throw noInstance()
  return present(tx, rows[0]!, await tasksOf(tx, null, id))
}

function present(tx: Tx, { definition, state, ...row }: Row, tasks: ReadonlyMap<string, string>) {
  const labelOf = (node: string | undefined): Label | null =>
    node === undefined ? null : (definition.nodes[node]?.label ?? null)
  const me = tx.actor.id
  const running = row.status === 'running'
  return {
    id: row.id,
    process: row.process,
    label: definition.label,
    status: row.status,
    outcome:
      row.outcome === 'cancelled' && state.history.some((line) => line.what === 'withdrawn')
        ? 'withdrawn'
        : row.outcome,
    initiator: state.initiator ?? row.started_by,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    open: state.tasks
      .filter((task) => task.status === 'open')
      .map((task) => ({
        task: tasks.get(task.id) ?? null,
        kind: task.kind,
        node: task.node,
        node_label: labelOf(task.node),
        title: task.title,
        assignee: task.assignee,
        due_at: task.due ?? null,
        opened_at: task.opened_at,
        mine: task.assignee === me,
        ...(task.assignee === me && { answers: answersTo(definition, state, task) }),
      })),
    waiting: state.tokens
      .filter((token) => token.awaiting && token.awaiting.kind !== 'join')
      .map((token) => ({
        node: token.node,
        node_label: labelOf(token.node),
        for: token.awaiting!.kind,
        until: token.awaiting!.at ?? null,
      })),
    steps: state.history
      .filter((line) => line.what !== 'entered')
      .map(({ id: _id, ...line }) => ({ ...line, node_label: labelOf(line.node) })),
    may: {
      withdraw: running && mayWithdraw(definition, state, me),
      urge: running && state.tasks.some((task) => task.status === 'open'),
      comment: true,
    },
  }
}

/** The verbs open to the person asked, where the work may be returned to, and what is to be filled in. */
function answersTo(definition: Process, instance: ProcessInstance, task: ProcessTask) {
  const node = definition.nodes[task.node]
  const token = instance.tokens.find((one) => one.id === task.token)
  const may = node && 'assignees' in node ? (node.may ?? ['transfer', 'add_signer', 'return']) : []
  if (task.kind === 'exception')
    return { verbs: ['retry', 'skip', 'reject', 'transfer'], form: [], required: [] }
  if (task.kind === 'revise' && definition.resubmit)
    return { verbs: ['transfer'], form: [], required: [], resubmit: definition.resubmit }
  if (task.kind === 'revise') return { verbs: ['fill', 'transfer'], form: [], required: [] }
  const verbs =
    task.kind === 'approve'
      ? ['approve', 'reject', ...may]
      : ['fill', ...may.filter((verb) => verb !== 'add_signer')]
  const returns = may.includes('return') && token ? listReturns(definition, instance, token) : null
  return {
    verbs,
    form: task.form ?? [],
    required: node && 'required' in node ? (node.required ?? []) : [],
    ...(returns && { returns }),
  }
}

/** What the engine would say; see model/process/speak.ts. */
function mayWithdraw(definition: Process, instance: ProcessInstance, me: string | null): boolean {
  if (me === null || me !== instance.initiator || definition.withdraw === 'never') return false
  return (
    definition.withdraw !== 'undecided' ||
    !instance.tasks.some((task) => ['approve', 'reject'].includes(task.closed?.outcome ?? ''))
  )
}

/** Records of the tasks by the id that the process gave them. */
async function tasksOf(
  tx: Tx,
  record: string | null,
  instance?: string,
): Promise<ReadonlyMap<string, string>> {
  const of = record === null ? sql`process_instance = ${instance}` : sql`record = ${record}`
  const { rows } = await sql<{ id: string; process_task: string }>`
    select id, process_task from ${table(tx.workspace, 'task')} where ${of} and process_task is not null and deleted_at is null`.execute(
    tx.db,
  )
  return new Map(rows.map((row) => [row.process_task, row.id]))
}

async function namesOf(tx: Tx, ids: readonly (string | undefined)[]): Promise<Record<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from ${table(tx.workspace, 'user')} where id::text = any(${[...new Set(ids.filter((id) => id !== undefined))]}::text[])`.execute(
    tx.db,
  )
  return Object.fromEntries(rows.map((row) => [row.id, row.name]))
}
