import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { runReport } from '../reports/run.ts'
import { readTitles } from '../records/titles.ts'
import { reading } from '../workspace/transact.ts'
import { bodyAs } from './body.ts'
import { readerOf } from './lists.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { isOpen } from '../access/grants.ts'

/**
 * Runs a report by name, under the caller's grant, with the names of the people and departments it groups by.
 */
export async function reportRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/reports/:name/run', { config: { shrinks: true } }, async (request) => {
    const tx = reading(workspace, actorOf(request), 'work')
    const { parameters } = bodyAs(
      request,
      z.strictObject({ parameters: z.record(z.string(), z.unknown()).optional() }),
    )
    const result = await runReport(readerOf(tx), (request.params as { name: string }).name, parameters)
    // Groups by person or department show names.
    const ids = [
      ...new Set(
        result.rows
          .flatMap((row) => Object.values(row.values))
          .filter(
            (value): value is string =>
              typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value),
          ),
      ),
    ]
    return {
      ...result,
      titles: await readTitles(
        tx,
        Object.values(tx.definitions.objects)
          .filter(isOpen)
          .map((object) => ({ object, ids })),
      ),
    }
  })
}
