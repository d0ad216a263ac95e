import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refuse, type AnyRow } from '../../model/index.ts'
import { runAction } from '../records/act.ts'
import { fieldAccess } from '../access/grants.ts'
import { levelsShown, noteReading } from '../privacy/readings.ts'
import { refuseInAddress } from '../records/addressed.ts'
import { describeRecord } from '../records/describe.ts'
import { listRecords, type Page, type Reader } from '../records/list.ts'
import { listRecordsJson, type ListJsonQuery } from '../records/listJson.ts'
import { isId, mask } from '../records/load.ts'
import { objectOf } from '../records/row.ts'
import { timeline } from '../records/timeline.ts'
import { titlesFor } from '../records/titles.ts'
import { changeRecord, createAlone, createRecord, removeRecord, restoreRecord } from '../records/write.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import { bodyAs, objectBody, queryText } from './body.ts'
import { once, onceWhole } from './idempotency.ts'
import { languageOf } from './problem.ts'
import { actorOf, type ServerOptions } from './options.ts'

interface Path {
  readonly object: string
  readonly id: string
  readonly action: string
}
const pathOf = (request: FastifyRequest) => request.params as Path

/** One set of routes for every object there is, shipped or made by the company. */
export async function recordRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const read = (request: FastifyRequest) => reading(workspace, actorOf(request))
  const write = <T>(request: FastifyRequest, run: (tx: Tx) => Promise<T>) => transact(workspace, actorOf(request), run)

  app.get('/api/records/:object', async (request, reply) => {
    const tx = read(request)
    const { object } = pathOf(request)
    const query = {
      fields: fieldsOf(request), where: queryText(request, 'where'), sort: queryText(request, 'sort'), after: queryText(request, 'after'),
      limit: numberOf(request, 'limit'), count: countOf(request), deleted: queryText(request, 'deleted') === 'true',
    }
    refuseInAddress(readerOf(tx), object, query.where)
    return answerList(request, reply, object, { ...query, titles: queryText(request, 'titles') === 'true' })
  })

  // The same question as a body, for what must stand in no address.
  app.post('/api/records/:object/query', async (request, reply) => {
    return answerList(request, reply, pathOf(request).object, bodyAs(request, listBody))
  })

  const answerList = async (request: FastifyRequest, reply: FastifyReply, object: string, { titles, ...query }: Listing) => {
    const tx = read(request)
    const seen = (rows: number) => noteList(tx, request.ip, { object, fields: query.fields, rows })
    if (titles) return pageWithTitles(tx, object, { ...query, seen })
    return reply.type('application/json; charset=utf-8').send(await listRecordsJson(readerOf(tx), object, { ...query, seen }))
  }

  app.post('/api/records/:object', async (request, reply) => {
    const { object } = pathOf(request)
    const actor = actorOf(request)
    const masked = (record: AnyRow) => mask({ definitions: workspace.definitions, actor }, objectOf(workspace.definitions, object), record)
    const answer = await once(workspace, request, async (note) =>
      note.keyed ? transact(workspace, actor, note.whole(async (tx) => masked(await createRecord(tx, object, objectBody(request)))))
        : masked(await createAlone(workspace, actor, object, objectBody(request))))
    return reply.code(201).send(answer)
  })

  app.get('/api/records/:object/:id', async (request) => {
    const { object, id } = pathOf(request)
    const tx = read(request)
    const record = await describeRecord(tx, object, id, languageOf(request))
    const levels = levelsShown(objectOf(tx.definitions, object), (field) => (record[field] ?? null) !== null)
    noteReading(workspace, { actor: tx.actor, address: request.ip, object, record: id, how: 'record', levels, rows: 1 })
    return record
  })

  app.patch('/api/records/:object/:id', async (request) => {
    const { object, id } = pathOf(request)
    return write(request, async (tx) => mask(tx, objectOf(tx.definitions, object), await changeRecord(tx, object, id, objectBody(request), { version: versionOf(request) })))
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
    noteReading(workspace, { actor: tx.actor, address: request.ip, object, record: id, how: 'record', levels, rows: 1 })
    return history
  })

  app.post('/api/records/:object/:id/restore', async (request) => {
    const { object, id } = pathOf(request)
    return onceWhole(workspace, request, async (tx) => mask(tx, objectOf(tx.definitions, object), await restoreRecord(tx, object, id)))
  })

  app.post('/api/records/:object/:id/:action', async (request) => {
    const { object, id, action } = pathOf(request)
    return onceWhole(workspace, request, async (tx) => shown(tx, object, await runAction(tx, object, id, action, objectBody(request))))
  })

  // A verb of the object as a whole; ids never look like verbs.
  app.post('/api/records/:object/:id', async (request) => {
    const { object, id: action } = pathOf(request)
    if (isId(action)) throw refuse('route_unknown', { zh: '请使用 PATCH 修改记录', en: 'Use PATCH to change a record' }, { status: 405 })
    return onceWhole(workspace, request, async (tx) => shown(tx, object, await runAction(tx, object, null, action, objectBody(request))))
  })
}

type Listing = Omit<ListJsonQuery, 'seen'> & { readonly titles?: boolean }

const listBody = z.strictObject({
  where: z.string().optional(), sort: z.string().optional(), after: z.string().optional(), fields: z.array(z.string()).optional(),
  limit: z.number().int().optional(), count: z.union([z.boolean(), z.literal('exact')]).optional(),
  deleted: z.boolean().optional(), titles: z.boolean().optional(),
})

/** A page for a screen: with the names of everything its records point at. */
async function pageWithTitles(tx: Tx, name: string, query: ListJsonQuery & Required<Pick<ListJsonQuery, 'seen'>>) {
  const object = objectOf(tx.definitions, name)
  if (query.fields) {
    const page = JSON.parse(await listRecordsJson(readerOf(tx), name, query)) as Page
    return { ...page, titles: await titlesFor(tx, object, page.items) }
  }
  const page = await listRecords(readerOf(tx), name, query)
  query.seen(page.items.length)
  return { ...page, items: page.items.map((item) => mask(tx, object, item)), titles: await titlesFor(tx, object, page.items) }
}

/** That a page of protected fields was listed; a path along a reference shows a field of another object. */
function noteList(tx: Tx, address: string, { object: name, fields, rows }: { readonly object: string; readonly fields?: readonly string[]; readonly rows: number }): void {
  if (rows === 0) return
  const object = objectOf(tx.definitions, name)
  const mayShow = (field: string) => fields?.includes(field) ?? true
  const levels = levelsShown(object, (field) => mayShow(field) && !fieldAccess(tx.definitions, object, tx.actor)?.hidden(field))
  noteReading(tx.workspace, { actor: tx.actor, address, object: name, record: null, how: 'list', levels, rows })
}

/** What reading needs of a transaction, and nothing that writes. */
export const readerOf = (tx: Tx): Reader => ({ workspace: tx.workspace, definitions: tx.definitions, db: tx.db, actor: tx.actor, now: tx.now })

/** An action that answers a record answers it as the caller may see it. */
async function shown(tx: Tx, name: string, answer: unknown): Promise<unknown> {
  const record = answer as AnyRow | null
  return record && typeof record === 'object' && isId(record.id) && 'version' in record ? mask(tx, objectOf(tx.definitions, name), record) : answer
}

const fieldsOf = (request: FastifyRequest): readonly string[] | undefined => queryText(request, 'fields')?.split(',').map((name) => name.trim()).filter(Boolean)

function numberOf(request: FastifyRequest, name: string): number | undefined {
  const text = queryText(request, name)
  if (text === undefined) return undefined
  if (!/^\d{1,4}$/.test(text)) throw refuse('request_invalid', { zh: `参数“${name}”应为正整数`, en: `"${name}" must be a whole number` }, { status: 400, field: name })
  return Number(text)
}

const countOf = (request: FastifyRequest): boolean | 'exact' => {
  const wanted = queryText(request, 'count')
  return wanted === 'exact' ? 'exact' : wanted === 'true'
}

function versionOf(request: FastifyRequest): number | undefined {
  const text = request.headers['if-match']?.replace(/^W\/|"/g, '')
  if (text === undefined || text === '*') return undefined
  if (!/^\d{1,9}$/.test(text)) throw refuse('request_invalid', { zh: 'If-Match 应为记录的版本号', en: 'If-Match must be the version of the record' }, { status: 400, field: 'If-Match' })
  return Number(text)
}
