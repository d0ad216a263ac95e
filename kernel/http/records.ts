import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse, type Actor, type AnyRow } from '../../model/index.ts'
import { describeRecord } from '../actions/describeRecord.ts'
import { runAction } from '../actions/runAction.ts'
import { objectOf } from '../definitions/stored.ts'
import { levelsShown, noteReading } from '../privacy/readings.ts'
import { isId, mask } from '../records/load.ts'
import { timeline } from '../records/timeline.ts'
import { removeRecord, restoreRecord } from '../records/remove.ts'
import { changeRecord, createAlone, createRecord } from '../records/write.ts'
import { count } from '../workspace/counts.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { objectBody, queryText } from './body.ts'
import { confirmed, confirmedReading, confirmNow } from './confirmed.ts'
import { keyOf, onceWhole } from './idempotency.ts'
import { versionOf } from './ifMatch.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { languageOf } from './problem.ts'

interface Path {
  readonly object: string
  readonly id: string
  readonly action: string
}
const pathOf = (request: FastifyRequest) => request.params as Path

/** One set of routes for every object there is, shipped or made by the company. */
export async function recordRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  readingRoutes(app, workspace)
  writingRoutes(app, workspace)
  verbRoutes(app, workspace)
}

function readingRoutes(app: FastifyInstance, workspace: Workspace): void {
  app.get('/api/records/:object/:id', { config: { confirms: true } }, async (request) => {
    const { object, id } = pathOf(request)
    return confirmedReading(workspace, request, async (tx) => {
      const record = await describeRecord(tx, object, id, languageOf(request))
      noteRecord(tx, request, (field) => (record[field] ?? null) !== null)
      count(workspace, 'records_read', tx.actor.id)
      return record
    })
  })

  app.get('/api/records/:object/:id/timeline', async (request) => {
    const { object, id } = pathOf(request)
    const tx = reading(workspace, actorOf(request))
    const history = await timeline(tx, object, id, queryText(request, 'after'))
    const told = new Set(history.items.flatMap(({ payload }) => Object.keys(payload.changes ?? {})))
    noteRecord(tx, request, (field) => told.has(field))
    return history
  })
}

/** That somebody saw a record, or what became of it, with the protected fields that it showed. */
function noteRecord(tx: Tx, request: FastifyRequest, shows: (field: string) => boolean): void {
  const { object, id } = pathOf(request)
  noteReading(tx.workspace, {
    actor: tx.actor,
    address: request.ip,
    object,
    record: id,
    how: 'record',
    levels: levelsShown(objectOf(tx.definitions, object), shows),
    rows: 1,
  })
}

function writingRoutes(app: FastifyInstance, workspace: Workspace): void {
  const write = <T>(request: FastifyRequest, run: (tx: Tx) => Promise<T>) =>
    transact(workspace, actorOf(request), run)

  app.post('/api/records/:object', { config: { confirms: true } }, async (request, reply) => {
    const { object } = pathOf(request)
    const masked = (actor: Actor, record: AnyRow) =>
      mask({ definitions: workspace.definitions, actor }, objectOf(workspace.definitions, object), record)
    if (keyOf(request) === null) {
      const made = await confirmed(workspace, request, async (actor, door) =>
        masked(actor, await createAlone(workspace, actor, object, objectBody(request), door)),
      )
      return reply.code(201).send(made)
    }
    await confirmNow(workspace, request)
    const answer = await onceWhole(workspace, request, async (tx) =>
      masked(tx.actor, await createRecord(tx, object, objectBody(request))),
    )
    return reply.code(201).send(answer)
  })

  app.patch('/api/records/:object/:id', async (request) => {
    const { object, id } = pathOf(request)
    return write(request, async (tx) =>
      mask(
        tx,
        objectOf(tx.definitions, object),
        await changeRecord(tx, object, id, objectBody(request), { version: versionOf(request) }),
      ),
    )
  })

  app.delete('/api/records/:object/:id', async (request, reply) => {
    const { object, id } = pathOf(request)
    await write(request, (tx) => removeRecord(tx, object, id, { version: versionOf(request) }))
    return reply.code(204).send()
  })

  app.post('/api/records/:object/:id/restore', async (request) => {
    const { object, id } = pathOf(request)
    return onceWhole(workspace, request, async (tx) =>
      mask(tx, objectOf(tx.definitions, object), await restoreRecord(tx, object, id)),
    )
  })
}

function verbRoutes(app: FastifyInstance, workspace: Workspace): void {
  app.post('/api/records/:object/:id/:action', async (request) => {
    const { object, id, action } = pathOf(request)
    return onceWhole(workspace, request, async (tx) =>
      shown(tx, object, await runAction(tx, object, id, action, objectBody(request))),
    )
  })

  // A verb of the object as a whole; ids never look like verbs.
  app.post('/api/records/:object/:id', async (request) => {
    const { object, id: action } = pathOf(request)
    if (isId(action))
      throw refuse(
        'route_unknown',
        { zh: '请使用 PATCH 修改记录', en: 'Use PATCH to change a record' },
        { status: 405 },
      )
    return onceWhole(workspace, request, async (tx) =>
      shown(tx, object, await runAction(tx, object, null, action, objectBody(request))),
    )
  })
}

/** An action that answers a record answers it as the caller may see it. */
async function shown(tx: Tx, name: string, answer: unknown): Promise<unknown> {
  const record = answer as AnyRow | null
  return record && typeof record === 'object' && isId(record.id) && 'version' in record
    ? mask(tx, objectOf(tx.definitions, name), record)
    : answer
}
