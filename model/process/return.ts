import { refuse } from '../refuse.ts'
import { START, type NodeId, type Process } from './definition.ts'
import { findEnclosures } from './enclosure.ts'
import type { TaskCompleted } from './event.ts'
import type { Instance, Seat, Task, Token } from './instance.ts'
import { breakOut, visit } from './move.ts'
import { log, openTasks, type Run } from './run.ts'
import { closeTask } from './task.ts'

/**
 * Sends the work back to somebody who had it before. A re-run passes everything in between again, and when it
 * leaves a fork the other branches are called off. Straight back keeps the place: only the one returned to is
 * asked again, the other branches run on.
 */
export const returnTask = (
  run: Run,
  event: TaskCompleted,
  { task, token }: { task: Task; token: Token },
): void => {
  const to = event.to ?? START
  const mode = event.mode ?? 'rerun'
  if (!listReturns(run.definition, run.instance, token)[mode].includes(to)) throw refuseReturn(to)
  const comment = event.comment === undefined ? {} : { comment: event.comment }
  const seats = keepVotes(run, token)
  closeTask(run, task, { by: event.by, reason: 'completed', outcome: 'return', ...comment })
  for (const other of openTasks(run, token)) closeTask(run, other, { reason: 'returned' })
  log(run, { what: 'return', by: event.by, node: task.node, task: task.id, to, outcome: mode, ...comment })
  if (mode === 'rerun') breakOut(run, token, to)
  else visit(run, token, to, seats)
}

/** Votes given stand; everybody who had an open task is asked again first, in their own seat. */
const keepVotes = (run: Run, token: Token): Seat[] =>
  (token.seats ?? []).map((seat, at) => {
    const asked = openTasks(run, token)
      .filter((task) => task.seat === at)
      .map((task) => task.assignee)
    return { status: seat.status, then: asked.length > 0 ? [asked, ...seat.then] : seat.then }
  })

/** Where a token's task may be returned to: the initiator, and the people of earlier approvals and forms. */
export const listReturns = (
  definition: Process,
  instance: Instance,
  token: Token,
): { rerun: NodeId[]; straight_back: NodeId[] } => {
  const around = findEnclosures(definition)
  const earlier = Object.keys(definition.nodes).filter((id) => {
    const kind = definition.nodes[id]?.kind
    return id !== token.node && (kind === 'approval' || kind === 'fill') && (instance.visits[id] ?? 0) > 0
  })
  const surrounds = (id: NodeId): boolean =>
    (around.get(id) ?? []).every((fork, at) => token.forks[at]?.node === fork)
  // What comes again by an action begins anew: it cannot come straight back.
  return {
    rerun: [START, ...earlier.filter(surrounds)],
    straight_back: [...(definition.resubmit ? [] : [START]), ...earlier],
  }
}

const refuseReturn = (to: NodeId) =>
  refuse(
    'cannot_return_there',
    {
      zh: '只能退回到已经走过的、不在其他并行分支里的节点',
      en: `"${to}" cannot be returned to: only a step passed before, and not into another parallel branch`,
    },
    { field: 'to' },
  )
