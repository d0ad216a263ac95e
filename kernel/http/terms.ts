import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changeTerm, listTerms } from '../definitions/terms.ts'
import { reading } from '../workspace/transact.ts'
import { bodyAs } from './body.ts'
import { actorOf, type ServerOptions } from './options.ts'

const change = z.strictObject({
  value: z.string().trim().max(30).nullable().optional(),
  was: z.string().trim().max(30).optional(),
  edited_by: z.array(z.string().max(60)).max(50).optional(),
})

/** Periods, limits and shares of the company: everybody may know them, whoever a term names may change it. */
export async function termRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.get('/api/terms', async (request) => ({ items: await listTerms(reading(workspace, actorOf(request))) }))
  app.put('/api/terms/:name', async (request) => {
    const actor = actorOf(request)
    const { name } = request.params as { name: string }
    await changeTerm(workspace, actor, name, bodyAs(request, change))
    return (await listTerms(reading(workspace, actor))).find((term) => term.name === name)
  })
}
