import type { FastifyInstance, FastifyRequest } from 'fastify'
import { rightsKey } from '../access/grants.ts'
import { describeDefinitions } from '../definitions/describe.ts'
import {
  draftDefinition,
  listVersions,
  publishDefinition,
  readDefinition,
  restoreDefinition,
} from '../definitions/publish.ts'
import { tryDefinition } from '../definitions/tryDefinition.ts'
import { lookAtRecords, settlePublished } from '../pipeline/restage.ts'
import { z } from 'zod'
import { reading } from '../workspace/transact.ts'
import { bodyAs, objectBody } from './body.ts'
import { keepAnswers } from './kept.ts'
import { actorOf, type ServerOptions } from './options.ts'

/**
 * What screens are drawn from, and the studio's drafts, publishing and restoring. The whole is
 * made once for each version and set of roles; an unchanged house answers 304.
 */
export async function definitionRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const send = keepAnswers()
  app.get('/api/definitions', async (request, reply) => {
    const tx = reading(workspace, actorOf(request))
    return send(request, reply, `${tx.definitions.version} ${rightsKey(tx.actor)}`, () =>
      describeDefinitions(tx),
    )
  })
  const at = '/api/definitions/:kind/:name'
  const path = (request: { params: unknown }) => request.params as { kind: string; name: string }
  app.get(at, async (request) => readDefinition(reading(workspace, actorOf(request)), path(request)))
  app.put(at, async (request) =>
    draftDefinition(workspace, actorOf(request), { ...path(request), body: objectBody(request) }),
  )
  app.post(`${at}/publish`, async (request) =>
    publishDefinition(workspace, actorOf(request), path(request), settlePublished(movesOf(request))),
  )
  app.post(`${at}/check`, async (request) => {
    const { body } = bodyAs(request, z.strictObject({ body: z.record(z.string(), z.unknown()).optional() }))
    return tryDefinition(
      reading(workspace, actorOf(request)),
      { ...path(request), ...(body && { body }) },
      lookAtRecords,
    )
  })
  app.get(`${at}/versions`, async (request) => ({
    items: await listVersions(reading(workspace, actorOf(request)), path(request)),
  }))
  app.post(`${at}/restore`, async (request) => {
    const { version, stages } = bodyAs(request, z.strictObject({ version: z.number().int(), stages: moves }))
    return restoreDefinition(
      workspace,
      actorOf(request),
      { ...path(request), version },
      settlePublished(stages),
    )
  })
}

/** Where the records of stages that go away continue: `{ old: 'new' }`. */
const moves = z.record(z.string(), z.string()).optional()
const movesOf = (request: FastifyRequest) => bodyAs(request, z.strictObject({ stages: moves })).stages
