import type { FastifyInstance } from 'fastify'
import { rightsKey } from '../access/grants.ts'
import { describeDefinitions } from '../definitions/describe.ts'
import {
  draftDefinition,
  listVersions,
  publishDefinition,
  readDefinition,
  restoreDefinition,
} from '../definitions/publish.ts'
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
  app.post(`${at}/publish`, async (request) => publishDefinition(workspace, actorOf(request), path(request)))
  app.get(`${at}/versions`, async (request) => ({
    items: await listVersions(reading(workspace, actorOf(request)), path(request)),
  }))
  app.post(`${at}/restore`, async (request) =>
    restoreDefinition(workspace, actorOf(request), {
      ...path(request),
      version: bodyAs(request, z.strictObject({ version: z.number().int() })).version,
    }),
  )
}
