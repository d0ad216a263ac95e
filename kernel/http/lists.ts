import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { kindOf, refuse, type ProtectionName } from '../../model/index.ts'
import { fieldAccess } from '../access/grants.ts'
import { levelsShown, noteReading } from '../privacy/readings.ts'
import { refuseInAddress } from '../privacy/refuseInAddress.ts'
import type { Reader } from '../records/list.ts'
import { listRecordsJson, type ListJsonQuery } from '../records/listJson.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { bodyAs, queryText } from './body.ts'
import { confirmedReading } from './confirmed.ts'
import type { ServerOptions } from './options.ts'

/**
 * Records of an object, page by page: asked in the address, or by a body for what must stand in no address.
 */
export async function listRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const objectIn = (request: FastifyRequest) => (request.params as { readonly object: string }).object

  app.get('/api/records/:object', { config: { confirms: true } }, async (request, reply) => {
    const query = {
      fields: fieldsOf(request),
      where: queryText(request, 'where'),
      sort: queryText(request, 'sort'),
      after: queryText(request, 'after'),
      limit: numberOf(request, 'limit'),
      count: countOf(request),
      deleted: queryText(request, 'deleted') === 'true',
      titles: queryText(request, 'titles') === 'true',
    }
    return answerList(request, reply, query, (tx) =>
      refuseInAddress(readerOf(tx), objectIn(request), query.where),
    )
  })

  // The same question as a body, for what must stand in no address.
  const asked = { config: { confirms: true, shrinks: true } }
  app.post('/api/records/:object/query', asked, async (request, reply) =>
    answerList(request, reply, bodyAs(request, listBody)),
  )

  const answerList = async (
    request: FastifyRequest,
    reply: FastifyReply,
    query: Listing,
    check?: (tx: Tx) => Promise<void>,
  ) => {
    const object = objectIn(request)
    const page = await confirmedReading(workspace, request, async (tx) => {
      await check?.(tx)
      const seen = (rows: number) => noteList(tx, request.ip, { object, fields: query.fields, rows })
      return listRecordsJson(readerOf(tx), object, { ...query, seen })
    })
    return reply.type('application/json; charset=utf-8').send(page)
  }
}

type Listing = Omit<ListJsonQuery, 'seen'>

const listBody = z.strictObject({
  where: z.string().optional(),
  sort: z.string().optional(),
  after: z.string().optional(),
  fields: z.array(z.string()).optional(),
  limit: z.number().int().optional(),
  count: z.union([z.boolean(), z.literal('exact')]).optional(),
  deleted: z.boolean().optional(),
  titles: z.boolean().optional(),
})

interface Listed {
  readonly object: string
  readonly fields?: readonly string[]
  readonly rows: number
}

/** That a page of protected fields was listed. */
function noteList(tx: Tx, address: string, { object, fields, rows }: Listed): void {
  if (rows === 0) return
  const levels = [
    ...new Set([
      ...levelsOpen(tx, object, (field) => fields?.includes(field) ?? true),
      // `customer.phone` shows a field of the record that is pointed at.
      ...(fields ?? [])
        .filter((path) => path.includes('.'))
        .flatMap((path) => {
          const [by = '', field] = path.split('.')
          const pointer = tx.definitions.objects[object]?.fields[by]
          const target = pointer && kindOf(pointer).target?.(pointer)
          return target && tx.definitions.objects[target]
            ? levelsOpen(tx, target, (name) => name === field)
            : []
        }),
    ]),
  ]
  noteReading(tx.workspace, { actor: tx.actor, address, object, record: null, how: 'list', levels, rows })
}

function levelsOpen(tx: Tx, name: string, shows: (field: string) => boolean): readonly ProtectionName[] {
  const object = objectOf(tx.definitions, name)
  return levelsShown(
    object,
    (field) => shows(field) && !fieldAccess(tx.definitions, object, tx.actor)?.hidden(field),
  )
}

/** What reading needs of a transaction, and nothing that writes. */
export const readerOf = (tx: Tx): Reader => ({
  workspace: tx.workspace,
  definitions: tx.definitions,
  db: tx.db,
  actor: tx.actor,
  now: tx.now,
  ...(tx.door && { door: tx.door }),
})

const fieldsOf = (request: FastifyRequest): readonly string[] | undefined =>
  queryText(request, 'fields')
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)

function numberOf(request: FastifyRequest, name: string): number | undefined {
  const text = queryText(request, name)
  if (text === undefined) return undefined
  if (!/^\d{1,4}$/.test(text))
    throw refuse(
      'request_invalid',
      { zh: `参数“${name}”应为正整数`, en: `"${name}" must be a whole number` },
      { status: 400, field: name },
    )
  return Number(text)
}

const countOf = (request: FastifyRequest): boolean | 'exact' => {
  const wanted = queryText(request, 'count')
  return wanted === 'exact' ? 'exact' : wanted === 'true'
}
