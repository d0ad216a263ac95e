import type { FastifyInstance } from 'fastify'
import { rightsKey } from '../access/grants.ts'
import { describeApi } from '../openapi/describeApi.ts'
import { reading } from '../workspace/transact.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { languageOf } from './problem.ts'

/**
 * Descriptions kept ready, by definitions version, rights and language; a handful, since a company has few
 * sets of roles.
 */
const keptMax = 20

/** The API described for who asks. */
export async function openApiRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const kept = new Map<string, string>()
  app.get('/api/openapi.json', async (request, reply) => {
    const tx = reading(workspace, actorOf(request))
    const language = languageOf(request)
    const tag = `"${tx.definitions.version}-${language}-${rightsKey(tx.actor)}"`
    void reply
      .header('etag', tag)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-language')
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    const known = kept.get(tag) ?? JSON.stringify(describeApi(tx, language))
    kept.delete(tag)
    kept.set(tag, known)
    if (kept.size > keptMax) kept.delete(kept.keys().next().value!)
    return reply.type('application/json; charset=utf-8').send(known)
  })
}
