import { sql } from 'kysely'
import { holds, parseExpression, Refusal, type EventRow, type ReactionDef } from '../../model/index.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import { depthMax } from '../events/depthMax.ts'
import { contextFor } from '../records/context.ts'
import { loadRecord } from '../records/load.ts'
import { makeWork } from '../work/makeWork.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { now, systemActor, table, type Workspace } from '../workspace/workspace.ts'

/**
 * Runs one reaction to one event, once in effect: the note that it ran commits with what it did.
 * A refusal is final and kept where an administrator sees it; anything else is thrown, so that the job is
 * tried again.
 */
export async function react(workspace: Workspace, eventId: string, reactionName: string): Promise<void> {
  const reaction = workspace.definitions.reactions.find((one) => one.name === reactionName)
  const event = await readEvent(workspace, eventId)
  if (!reaction || !event) return
  const actor = systemActor(reaction.name)
  try {
    await transact(
      workspace,
      actor,
      async (tx) => {
        if (!(await firstTime(tx, eventId, reactionName))) return
        if (event.depth >= depthMax)
          throw new Refusal('loop_cut', {
            zh: `连锁反应超过${depthMax}层，已切断`,
            en: `A chain of more than ${depthMax} reactions was cut`,
          })
        if (!(await applies(tx, reaction, event))) return
        await reaction.run(makeWork(tx), event)
      },
      { trace: event.trace, depth: event.depth + 1, cause: event.name },
    )
  } catch (error) {
    // Something the house leans on is down, such as the file store: that passes.
    if (!(error instanceof Refusal) || error.details.status === 503) throw error
    await noteFailure(workspace, eventId, reactionName, `${error.code}: ${error.sentence.zh}`)
  }
}

/** Keeps a failure visible; also called when a job has used up its attempts. */
export async function noteFailure(
  workspace: Workspace,
  event: string,
  reaction: string,
  failure: string,
): Promise<void> {
  await sql`
    insert into ${table(workspace, '_reaction_run')} (event, reaction, at, failure) values (${event}, ${reaction}, ${now(workspace)}, ${failure.slice(0, 2000)})
    on conflict (event, reaction) do update set failure = excluded.failure, at = excluded.at`.execute(
    workspace.db,
  )
}

async function firstTime(tx: Tx, event: string, reaction: string): Promise<boolean> {
  const { rows } = await sql`
    insert into ${table(tx.workspace, '_reaction_run')} (event, reaction, at) values (${event}, ${reaction}, ${tx.now})
    on conflict (event, reaction) do nothing returning 1`.execute(tx.db)
  return rows.length > 0
}

async function readEvent(workspace: Workspace, id: string): Promise<EventRow | undefined> {
  const { rows } = await sql<Omit<EventRow, 'at'> & { at: Date }>`
    select id, at, name, object, record, actor, actor_name, payload, trace, depth from ${table(workspace, '_event')} where id = ${id}`.execute(
    workspace.db,
  )
  return rows[0] && { ...rows[0], at: rows[0].at.toISOString() }
}

async function applies(tx: Tx, reaction: ReactionDef, event: EventRow): Promise<boolean> {
  if (!reaction.when || !event.object || !event.record) return true
  const object = tx.definitions.objects[event.object]
  if (!object) return false
  const record = await loadRecord(tx, event.object, event.record).catch((error: unknown) => {
    if (error instanceof Refusal) return null
    // Passed over, an error of the database would end the transaction without a word and the reaction with
    // it.
    throw error
  })
  if (!record) return false
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const expression = parseExpression(reaction.when, scope)
  return holds(expression, await contextFor(tx, object, record, [expression]), {
    scope,
    now: tx.now,
    zone: tx.workspace.zone,
  })
}
