import type { FastifyInstance } from 'fastify'
import { rightsKey } from '../access/grants.ts'
import { describeApi } from '../openapi/describeApi.ts'
import { reading } from '../workspace/transact.ts'
import { keepAnswers } from './kept.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { languageOf } from './problem.ts'

/** The API described for who asks. */
export async function openApiRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const send = keepAnswers()
  app.get('/api/openapi.json', async (request, reply) => {
    const tx = reading(workspace, actorOf(request))
    const language = languageOf(request)
    const key = `${tx.definitions.version} ${language} ${rightsKey(tx.actor)}`
    return send(request, reply, key, () => describeApi(tx, language))
  })
}
