import { sql } from 'kysely'
import type { Definitions, ReactionDef } from '../../model/index.ts'
import { jobsSchema } from '../jobs/jobs.ts'
import { heardEvents } from '../process/heard.ts'
import { watchedDates } from '../process/timed.ts'
import { watchedObjects } from '../pipeline/watched.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

const batch = 500

/**
 * Reads the outbox behind the last read place and turns every matching reaction into a job, cursor and jobs in one transaction.
 * Only events of transactions that are certainly over are read (see README), so none that commits late is skipped.
 * One process at a time holds the reader; the others find it locked and go on.
 * @returns how many events were read
 */
export async function dispatchEvents(workspace: Workspace): Promise<number> {
  return workspace.db.transaction().execute(async (db) => {
    const reader = await sql<{ xid: string; event: string }>`
      select xid, event from ${table(workspace, '_reader')} where name = 'reactions' for update skip locked`.execute(db)
    const place = reader.rows[0]
    if (!place) return 0
    const { rows } = await sql<{ id: string; xid: string; name: string; record: string | null }>`
      select id, xid::text, name, record from ${table(workspace, '_event')}
      where (xid, id) > (${place.xid}::xid8, ${place.event}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, id limit ${batch}`.execute(db)
    const last = rows.at(-1)
    if (!last) return 0
    const jobs = rows.flatMap((event) => reactionsTo(workspace.definitions, event.name).map((reaction) => ({ event: event.id, reaction: reaction.name, queue: queueOf(event.record ?? event.id) })))
    if (jobs.length > 0) await sql`
      select ${sql.id(jobsSchema(workspace), 'add_job')}('react', payload := json_build_object('event', j.event, 'reaction', j.reaction), queue_name := j.queue, max_attempts := 12)
      from json_to_recordset(${JSON.stringify(jobs)}::json) as j(event text, reaction text, queue text)`.execute(db)
    await sql`update ${table(workspace, '_reader')} set xid = ${last.xid}::xid8, event = ${last.id} where name = 'reactions'`.execute(db)
    return rows.length
  })
}

/** Whether events lie behind the last read place; `dispatchEvents` may have to leave them while a transaction older than theirs is open. */
export async function hasNews(workspace: Workspace): Promise<boolean> {
  const place = (column: string) => sql`(select ${sql.id(column)} from ${table(workspace, '_reader')} where name = 'reactions')`
  const { rows } = await sql`select from ${table(workspace, '_event')} where (xid, id) > (${place('xid')}, ${place('event')}) order by xid, id limit 1`.execute(workspace.db)
  return rows.length > 0
}

/** Processes are heard by one reaction of the house, and so are dates that start one and stays in a stage: which events concern them is said by their definitions. */
const reactionsTo = (definitions: Definitions, event: string): readonly ReactionDef[] =>
  definitions.reactions.filter((reaction) => {
    if (reaction.name === 'process.listen' && heardEvents(definitions).has(event)) return true
    if (reaction.name === 'process.watch_dates' && !watchedDates(definitions).has(event.slice(0, event.lastIndexOf('.')))) return false
    if (reaction.name === 'pipeline.watch_dwell' && !watchedObjects(definitions).has(event.slice(0, event.lastIndexOf('.')))) return false
    return reaction.on.some((name) => name === event || (name.endsWith('.*') && event.startsWith(name.slice(0, -1))) || (name.startsWith('*.') && event.endsWith(name.slice(1))))
  })

/** Reactions to one record run one after the other, in the order of its events; different records run side by side. */
function queueOf(record: string): string {
  let hash = 0
  for (let i = 0; i < record.length; i++) hash = (hash * 31 + record.charCodeAt(i)) >>> 0
  return `record-${hash % 64}`
}
