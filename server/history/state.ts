import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../../kernel/workspace/workspace.ts'
import type { HistoryPlan } from './world.ts'

/**
 * How far a history has come; kept with the workspace, so that a second run goes on where the first was
 * stopped.
 */
export interface HistoryState {
  readonly plan: HistoryPlan
  /** Last day that was complete when the run began, or was stopped; -1 before the first. */
  readonly day: number
  /** `resting`: stopped between two days. `running`: in the middle of one, or killed there. */
  readonly state: 'resting' | 'running' | 'done'
}

export async function readState(workspace: Workspace): Promise<HistoryState | null> {
  const { rows } = await sql<{
    history: HistoryState | null
  }>`select settings->'history' as history from ${table(workspace, '_workspace')}`.execute(workspace.db)
  return rows[0]?.history ?? null
}

export async function writeState(workspace: Workspace, state: HistoryState): Promise<void> {
  await sql`update ${table(workspace, '_workspace')} set settings = settings || ${JSON.stringify({ history: state })}::jsonb`.execute(
    workspace.db,
  )
}

const anew = {
  zh: '如需重新生成：停止服务，删除数据文件夹（GUANTONG_DATA），再运行一次',
  en: 'To begin anew: stop the server, remove the data folder (GUANTONG_DATA) and run this again',
}

/**
 * Only a demonstration without a business of its own gets an invented one, and only one. Answers how far an
 * earlier run came.
 */
export async function refuseUnfit(workspace: Workspace): Promise<HistoryState | null> {
  const { rows } = await sql<{ demo: boolean; busy: boolean }>`
    select demo, exists (select from ${table(workspace, 'lead')}) or exists (select from ${table(workspace, 'opportunity')}) or exists (select from ${table(workspace, 'order')}) as busy
    from ${table(workspace, '_workspace')}`.execute(workspace.db)
  if (!rows[0]!.demo)
    throw refuse('not_a_demo', {
      zh: '只有演示环境可以生成历史业务',
      en: 'Only a demonstration is given an invented history',
    })
  const known = await readState(workspace)
  if (known?.state === 'done')
    throw refuse('history_present', {
      zh: `历史业务已生成。${anew.zh}`,
      en: `The history is there already. ${anew.en}`,
    })
  if (known?.state === 'running')
    throw refuse('history_broken', {
      zh: `上次生成在一天之中被强行中断，无法续接。${anew.zh}`,
      en: `The last run was killed in the middle of a day and cannot be continued. ${anew.en}`,
    })
  if (!known && rows[0]!.busy)
    throw refuse('history_unwanted', {
      zh: `这里已有业务数据，不再生成历史。${anew.zh}`,
      en: `There is business here already, so none is invented. ${anew.en}`,
    })
  return known
}

/**
 * Another process on the same workspace would live by another clock while the years pass. To be asked before
 * this one's house runs.
 */
export async function refuseCompany(workspace: Workspace): Promise<void> {
  const { rows } = await sql<{ others: number }>`
    select count(*)::int as others from pg_stat_activity where datname = current_database() and application_name = ${`guantong ${workspace.name}`}
      and pid <> all(${await ownBackends(workspace)}::int[])`.execute(workspace.db)
  if (rows[0]!.others > 0)
    throw refuse('server_running', {
      zh: '服务正在使用同一数据库，请先停止服务再生成历史',
      en: 'A server is using the same database: stop it first',
    })
}

/** The pool answers with one connection here: nothing else has been asked of it yet. */
const ownBackends = async (workspace: Workspace): Promise<readonly number[]> =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(workspace.db)).rows.map(
    (row) => row.pid,
  )
