import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { refuse } from '../../model/index.ts'
import { checkPolicy, setPassword } from '../auth/password.ts'
import { createApiKey } from '../auth/session.ts'
import { moveClock } from '../deadlines/deadlines.ts'
import { transact } from '../workspace/transact.ts'
import { now, table } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { actorOf, administrator, type ServerOptions } from './options.ts'

/** What an administrator does beside definitions and people: passwords, keys, failures; and the clock of a demonstration. */
export async function adminRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/people/:id/password', async (request) => {
    const actor = administrator(request)
    const { password } = bodyAs(request, z.strictObject({ password: z.string().max(1000) }))
    await transact(workspace, actor, (tx) => setPassword(tx, (request.params as { id: string }).id, checkPolicy(password)))
    return {}
  })
  app.get('/api/keys', async (request) => {
    const { rows } = await sql`select id, name, hint, created_at, revoked_at from ${table(workspace, '_api_key')} where person = ${actorOf(request).id} order by created_at desc`.execute(workspace.db)
    return { items: rows }
  })
  app.post('/api/keys', async (request, reply) => {
    const { name } = bodyAs(request, z.strictObject({ name: z.string().min(1).max(100) }))
    return reply.code(201).send(await createApiKey(workspace, actorOf(request).id!, name))
  })
  app.delete('/api/keys/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    await sql`update ${table(workspace, '_api_key')} set revoked_at = now() where id::text = ${id} and person = ${actorOf(request).id}`.execute(workspace.db)
    workspace.signal.tell('rights')
    return reply.code(204).send()
  })
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
    const { forward_s } = bodyAs(request, z.strictObject({ forward_s: z.number().int().min(0).max(400 * 86_400) }))
    const { rows } = await sql<{ demo: boolean }>`select demo from ${table(workspace, '_workspace')}`.execute(workspace.db)
    if (!rows[0]?.demo) throw refuse('not_a_demo', { zh: '只有演示环境可以调整时钟', en: 'Only a demonstration may move its clock' }, { status: 403 })
    const moved = await moveClock(workspace, forward_s * 1000)
    workspace.signal.tell('clock')
    return { now: moved.toISOString() }
  })
}
