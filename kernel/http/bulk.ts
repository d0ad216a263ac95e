import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AnyRow } from '../../model/index.ts'
import { changeRecord, createRecord } from '../records/write.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { bodyAs } from './body.ts'
import { once } from './idempotency.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { languageOf, problemOf } from './problem.ts'

/**
 * Many records by one request, each in a transaction of its own and with its own answer: a refused one leaves
 * its neighbours alone.
 */
export async function bulkRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/records/:object/bulk', { bodyLimit: 20 * 1024 * 1024 }, async (request) => {
    const rows = z.array(z.record(z.string(), z.unknown())).max(2000).optional()
    const { create = [], update = [] } = bodyAs(request, z.strictObject({ create: rows, update: rows }))
    const { object } = request.params as { object: string }
    const writes: readonly ((tx: Tx) => Promise<AnyRow>)[] = [
      ...create.map((values) => (tx: Tx) => createRecord(tx, object, values)),
      ...update.map(
        ({ id, version, ...values }) =>
          (tx: Tx) =>
            changeRecord(tx, object, String(id), values, { version: version as number | undefined }),
      ),
    ]
    return once(
      workspace,
      request,
      async (note) => {
        const refused = (error: unknown) => {
          const problem = problemOf(error, languageOf(request))
          // It is not known what became of the row: whoever sends the same key again is told.
          if (note.keyed && problem.status >= 500) throw error
          return { ok: false, problem }
        }
        const results = []
        for (const [i, run] of writes.entries())
          results.push(
            await transact(
              workspace,
              actorOf(request),
              note.part(i, async (tx) => ({ ok: true, id: (await run(tx)).id })),
            ).catch(refused),
          )
        return note.end({ results })
      },
      { long: true },
    )
  })
}
