import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { allowPlaces, allowedPlaces } from '../process/outgoing.ts'
import { transact } from '../workspace/transact.ts'
import { bodyAs } from './body.ts'
import { administrator, type ServerOptions } from './options.ts'

/** What an administrator decides for the company as a whole. */
export async function settingRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const place = z.strictObject({ address: z.string().trim().max(60), port: z.number().int().optional(), note: z.string().max(200).optional() })
  app.get('/api/settings/outgoing', async (request) => {
    administrator(request)
    return { places: await allowedPlaces(workspace) }
  })
  app.put('/api/settings/outgoing', async (request) => {
    const { places } = bodyAs(request, z.strictObject({ places: z.array(place) }))
    await transact(workspace, administrator(request), (tx) => allowPlaces(tx, places))
    return { places }
  })
}
