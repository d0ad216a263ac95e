import { refuse, type AnyRow } from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { loadRecord } from '../records/load.ts'
import { changeRecord } from '../records/write.ts'
import { ownOpenTask } from '../tasks/tasks.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { actionsNow } from './runAction.ts'

/**
 * An evaluation is done by its verdict, an inspection by its result: what a verb of the record does is not
 * ticked off.
 */
async function refuseTick(tx: Tx, task: AnyRow): Promise<void> {
  const verb = (task.data as { verb?: string } | null)?.verb
  const object = tx.definitions.objects[task.record_object ?? '']
  const action = object && verb ? tx.definitions.actions[object.name]?.[verb] : undefined
  if (!object || !action || !task.record) return
  const record = await loadRecord(tx, object.name, task.record).catch(() => null)
  if (!record || !(await actionsNow(tx, object, record)).includes(action.name)) return
  throw refuse(
    'task_waits_for_verb',
    {
      zh: `请在记录上执行“${action.label.zh}”，待办会随之完成`,
      en: `Run "${action.label.en ?? action.name}" on the record; the task is done by it`,
    },
    { status: 409 },
  )
}

/** A task that belongs to no process is simply done. */
export async function completeTask(
  tx: Tx,
  id: string,
  { outcome, comment }: { readonly outcome?: string; readonly comment?: string },
): Promise<AnyRow> {
  checkScope(tx.actor, { name: 'task' }, 'act')
  await refuseTick(tx, await ownOpenTask(tx, id))
  return changeRecord(asTrusted(tx, 'complete'), 'task', id, {
    state: 'done',
    outcome: outcome ?? 'done',
    comment: comment ?? null,
    done_at: tx.now.toISOString(),
  })
}
