import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse, type AnyRow } from '../../model/index.ts'
import { describeRecord } from '../actions/describeRecord.ts'
import { runAction } from '../actions/runAction.ts'
import { objectOf } from '../definitions/stored.ts'
import { levelsShown, noteReading } from '../privacy/readings.ts'
import { isId, mask } from '../records/load.ts'
import { timeline } from '../records/timeline.ts'
import { changeRecord, createAlone, createRecord, removeRecord, restoreRecord } from '../records/write.ts'
import { count } from '../workspace/counts.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import { objectBody, queryText } from './body.ts'
import { once, onceWhole } from './idempotency.ts'
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
  const read = (request: FastifyRequest) => reading(workspace, actorOf(request))
  const write = <T>(request: FastifyRequest, run: (tx: Tx) => Promise<T>) =>
    transact(workspace, actorOf(request), run)

  app.post('/api/records/:object', async (request, reply) => {
    const { object } = pathOf(request)
    const actor = actorOf(request)
    const masked = (record: AnyRow) =>
      mask({ definitions: workspace.definitions, actor }, objectOf(workspace.definitions, object), record)
    const answer = await once(workspace, request, async (note) =>
      note.keyed
        ? transact(
            workspace,
            actor,
            note.whole(async (tx) => masked(await createRecord(tx, object, objectBody(request)))),
          )
        : masked(await createAlone(workspace, actor, object, objectBody(request))),
    )
    return reply.code(201).send(answer)
  })

  app.get('/api/records/:object/:id', async (request) => {
    const { object, id } = pathOf(request)
    const tx = read(request)
    const record = await describeRecord(tx, object, id, languageOf(request))
    const levels = levelsShown(objectOf(tx.definitions, object), (field) => (record[field] ?? null) !== null)
    noteReading(workspace, {
      actor: tx.actor,
      address: request.ip,
      object,
      record: id,
      how: 'record',
      levels,
      rows: 1,
    })
    count(workspace, 'records_read', tx.actor.id)
    return record
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

  app.get('/api/records/:object/:id/timeline', async (request) => {
    const { object, id } = pathOf(request)
    const tx = read(request)
    const history = await timeline(tx, object, id, queryText(request, 'after'))
    const told = new Set(history.items.flatMap(({ payload }) => Object.keys(payload.changes ?? {})))
    const levels = levelsShown(objectOf(tx.definitions, object), (field) => told.has(field))
    noteReading(workspace, {
      actor: tx.actor,
      address: request.ip,
      object,
      record: id,
      how: 'record',
      levels,
      rows: 1,
    })
    return history
  })

  app.post('/api/records/:object/:id/restore', async (request) => {
    const { object, id } = pathOf(request)
    return onceWhole(workspace, request, async (tx) =>
      mask(tx, objectOf(tx.definitions, object), await restoreRecord(tx, object, id)),
    )
  })

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
