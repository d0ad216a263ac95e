import { sql } from 'kysely'
import type { EventRow, Process } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { beginRun } from './begin.ts'
import { startingEvents } from './awaitedEvents.ts'
import { advanceInstance } from './instances.ts'

/** Starts what the event triggers on its record, then wakes the instances that wait for it. */
export async function hearEvent(tx: Tx, event: EventRow): Promise<void> {
  await wake(tx, event)
  const { object, record } = event
  if (!object || !record) return
  for (const process of Object.values(tx.definitions.processes).filter(
    (one) => one.object === object && startingEvents(one).includes(event.name),
  ))
    await beginRun(tx, process, { record, values: { event: event.payload } })
}

/** Instances on the same record hear every event; those elsewhere only one that they put a condition on. */
async function wake(tx: Tx, event: EventRow): Promise<void> {
  const { rows } = await sql<{ id: string; record: string | null; definition: Process }>`
    select id, record, definition from ${table(tx.workspace, '_process_instance')}
    where status = 'running' and awaits <> '{}' and awaits @> array[${event.name}]::text[] order by id limit 1000`.execute(
    tx.db,
  )
  const data = { ...event.payload, object: event.object, record: event.record, actor: event.actor }
  for (const { id, record, definition } of rows)
    if ((record !== null && record === event.record) || conditional(definition, event.name))
      await advanceInstance(tx, id, { kind: 'signal', name: event.name, data })
}

const conditional = ({ nodes }: Process, name: string): boolean =>
  Object.values(nodes).some(
    (node) =>
      node.kind === 'wait' && 'event' in node.for && node.for.event === name && node.for.when !== undefined,
  )
