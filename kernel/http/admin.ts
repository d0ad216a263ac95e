import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { refuse } from '../../model/index.ts'
import { moveClock } from '../deadlines/deadlines.ts'
import { now, table } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { actorOf, administrator, type ServerOptions } from './options.ts'

/** What an administrator does beside definitions and people: failures; and the clock of a demonstration. */
export async function adminRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.get('/api/failures', async (request) => {
    administrator(request)
    const { rows } = await sql`
      select r.event, r.reaction, r.at, r.failure, e.name, e.object, e.record from ${table(workspace, '_reaction_run')} r join ${table(workspace, '_event')} e on e.id = r.event
      where r.failure is not null order by r.at desc limit 200`.execute(workspace.db)
    return { items: rows }
  })
  app.get('/api/clock', async (request) => {
    actorOf(request)
    return { now: now(workspace).toISOString() }
  })
  app.post('/api/clock', async (request) => {
    administrator(request)
    const { forward_s } = bodyAs(
      request,
      z.strictObject({
        forward_s: z
          .number()
          .int()
          .min(0)
          .max(400 * 86_400),
      }),
    )
    const { rows } = await sql<{ demo: boolean }>`select demo from ${table(workspace, '_workspace')}`.execute(
      workspace.db,
    )
    if (!rows[0]?.demo)
      throw refuse(
        'not_a_demo',
        { zh: '只有演示环境可以调整时钟', en: 'Only a demonstration may move its clock' },
        { status: 403 },
      )
    const moved = await moveClock(workspace, forward_s * 1000)
    workspace.signal.tell('clock')
    return { now: moved.toISOString() }
  })
}
