import { depthMax } from '../events/depthMax.ts'
import { emitEvents } from '../events/emit.ts'
import type { Task } from '../jobs/jobs.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { keyOf, leaveToJob, reached, settleRollups, type Recompute } from './rollups.ts'

/** Records in one transaction: each holds its lock until the others are done. */
const portion = 100

/**
 * Brings the figures of many records up to date after what they look at has changed, a portion a job, each
 * portion in a transaction of its own. What it computes is computed from the present state, so that it may
 * run twice.
 */
export const recompute: Task = async (
  workspace,
  { object, hops, ids, after, depth, trace, cause }: Recompute,
) => {
  await transact(
    workspace,
    systemActor('records.recompute'),
    async (tx) => {
      if (!tx.definitions.objects[object]) return
      if (depth >= depthMax)
        return emitEvents(tx, [{ name: 'computed.loop_cut', object, payload: { depth } }])
      const found = await reached(tx, object, { hops, ids }, portion, after ?? null)
      tx.pendingRollups = new Map(
        found.map((id) => [keyOf(object, id), { object, id, looks: false, because: cause }]),
      )
      await settleRollups(tx)
      if (found.length === portion) await leaveToJob(tx, { object, hops, ids, after: found.at(-1)!, cause })
    },
    { depth, trace, ...(cause !== null && { cause }) },
  )
}
