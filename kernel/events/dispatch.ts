import { sql } from 'kysely'
import type { Definitions, ReactionDef } from '../../model/index.ts'
import { jobsSchema } from '../jobs/jobs.ts'
import { heardEvents } from '../process/heard.ts'
import { watchedDates } from '../process/timed.ts'
import { watchedObjects } from '../pipeline/watched.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { readNews } from './outbox.ts'

/**
 * Turns every reaction to what is new in the outbox into a job, place and jobs in one transaction.
 * @returns how many events were read, null where another process is at it
 */
export const dispatchEvents = (workspace: Workspace): Promise<number | null> => readNews(workspace, 'reactions', async (db, events) => {
  const jobs = events.flatMap((event) => reactionsTo(workspace.definitions, event.name).map((reaction) => ({ event: event.id, reaction: reaction.name, queue: queueOf(event.record ?? event.id) })))
  if (jobs.length > 0) await sql`
    select ${sql.id(jobsSchema(workspace), 'add_job')}('react', payload := json_build_object('event', j.event, 'reaction', j.reaction), queue_name := j.queue, max_attempts := 12)
    from json_to_recordset(${JSON.stringify(jobs)}::json) as j(event text, reaction text, queue text)`.execute(db)
})

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
