import { sql } from 'kysely'
import { refuse, type AnyRow, type Label, type NewTask } from '../../model/index.ts'
import { loadRecord } from '../records/load.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/** Opens a task, once per key on a record. */
export async function openTask(tx: Tx, task: NewTask): Promise<AnyRow> {
  const present = task.key && task.record ? await openTaskOf(tx, task.record, task.key) : undefined
  if (present) return loadRecord(asTrusted(tx), 'task', present)
  const words = typeof task.title === 'string' ? null : task.title
  const data = { ...task.data, ...(task.verb ? { verb: task.verb } : {}), ...(words ? { title: words } : {}) }
  return createRecord(asTrusted(tx), 'task', {
    title: (words?.zh ?? (task.title as string)).slice(0, titleMax),
    kind: task.kind,
    owner: task.assignee,
    state: 'open',
    record_object:
      task.object === undefined ? null : typeof task.object === 'string' ? task.object : task.object.name,
    record: task.record ?? null,
    due_at: task.due?.toISOString() ?? null,
    key: task.key ?? null,
    data: Object.keys(data).length > 0 ? data : null,
    process_instance: task.data?.process_instance ?? null,
    process_task: task.data?.process_task ?? null,
  })
}

const titleMax = 300

/** What is to be done, in the language of who reads it. */
export const taskTitle = ({ title, data }: AnyRow, language: 'zh' | 'en'): string => {
  const words = (data as { title?: Label } | null)?.title
  return words?.[language] ?? words?.zh ?? String(title)
}

async function openTaskOf(tx: Tx, record: string, key: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from ${table(tx.workspace, 'task')} where record = ${record} and key = ${key} and state = 'open' and deleted_at is null limit 1`.execute(
    tx.db,
  )
  return rows[0]?.id
}

/** Closes what is still open on a record, all or of one kind or key. */
export async function closeTasks(
  tx: Tx,
  on: { readonly record: string; readonly kind?: string; readonly key?: string; readonly outcome?: string },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from ${table(tx.workspace, 'task')} where record = ${on.record} and state = 'open' and deleted_at is null
      and (${on.kind ?? null}::text is null or kind = ${on.kind ?? null}) and (${on.key ?? null}::text is null or key = ${on.key ?? null})
    order by id for update`.execute(tx.db)
  for (const { id } of rows)
    await changeRecord(asTrusted(tx), 'task', id, {
      state: on.outcome ? 'done' : 'closed',
      outcome: on.outcome ?? null,
      done_at: tx.now.toISOString(),
    })
}

/** The task, if it is the caller's and open. */
export async function ownOpenTask(tx: Tx, id: string): Promise<AnyRow> {
  const task = await loadRecord(tx, 'task', id, { lock: true })
  if (task.owner !== tx.actor.id)
    throw refuse('not_your_task', { zh: '这项待办不由您负责', en: 'This task is not yours' }, { status: 403 })
  if (task.state !== 'open')
    throw refuse(
      'task_not_open',
      { zh: '这项待办已经处理过了', en: 'This task has been dealt with already' },
      { status: 409 },
    )
  return task
}
