import { sql } from 'kysely'
import type { Definitions, ReactionDef } from '../../model/index.ts'
import { readNews } from '../events/outbox.ts'
import { jobsSchema } from '../jobs/jobs.ts'
import type { Workspace } from '../workspace/workspace.ts'

/**
 * Turns every reaction to what is new in the outbox into a job, place and jobs in one transaction.
 * @returns how many events were read, null where another process is at it
 */
export const dispatchEvents = (workspace: Workspace): Promise<number | null> =>
  readNews(workspace, 'reactions', async (db, events) => {
    const jobs = events.flatMap((event) =>
      reactionsTo(workspace.definitions, event.name).map((reaction) => ({
        event: event.id,
        reaction: reaction.name,
        queue: queueOf(event.record ?? event.id),
      })),
    )
    if (jobs.length > 0)
      await sql`
    select ${sql.id(jobsSchema(workspace), 'add_job')}('react', payload := json_build_object('event', j.event, 'reaction', j.reaction), queue_name := j.queue, max_attempts := 12)
    from json_to_recordset(${JSON.stringify(jobs)}::json) as j(event text, reaction text, queue text)`.execute(
        db,
      )
  })

/** By name, and by what the reaction says of the company's definitions. */
const reactionsTo = (definitions: Definitions, event: string): readonly ReactionDef[] =>
  definitions.reactions.filter(
    ({ on, hears }) =>
      (on.length === 0 ? hears !== undefined : on.some((name) => isNamed(event, name))) &&
      (hears?.(definitions, event) ?? true),
  )

const isNamed = (event: string, name: string): boolean =>
  name === event ||
  (name.endsWith('.*') && event.startsWith(name.slice(0, -1))) ||
  (name.startsWith('*.') && event.endsWith(name.slice(1)))

/**
 * Reactions to one record run one after the other, in the order of its events; different records run side by
 * side.
 */
function queueOf(record: string): string {
  let hash = 0
  for (let i = 0; i < record.length; i++) hash = (hash * 31 + record.charCodeAt(i)) >>> 0
  return `record-${hash % 64}`
}
