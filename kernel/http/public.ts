import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { refuse, type IntakeDef, type PublicLinkDef } from '../../model/index.ts'
import { throttle } from '../auth/throttle.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { makeWork } from '../work.ts'
import { objectBody } from './body.ts'
import type { ServerOptions } from './options.ts'

/** Doors without login: intake of leads, and pages behind a token. Both are rate-limited by address. */
export async function publicRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/intake/:channel', async (request, reply) => {
    const intake = named(workspace.definitions.intakes, (request.params as { channel: string }).channel)
    if (!request.actor) await throttle(workspace, `intake ${request.ip}`, { max: 60, seconds: 60 })
    return reply.code(201).send(await takeIn(workspace, intake, objectBody(request)))
  })
  const link = (request: FastifyRequest): { def: PublicLinkDef; token: string } => {
    const { link: name, token } = request.params as { link: string; token: string }
    return { def: named(workspace.definitions.links, name), token }
  }
  app.get('/api/public/:link/:token', async (request) => {
    const { def, token } = link(request)
    await throttle(workspace, `public ${request.ip}`, { max: 120, seconds: 60 })
    return transact(workspace, systemActor(`link.${def.name}`), (tx) => def.show(makeWork(tx), token))
  })
  app.post('/api/public/:link/:token', async (request, reply) => {
    const { def, token } = link(request)
    await throttle(workspace, `public ${request.ip}`, { max: 30, seconds: 60 })
    if (!def.submit) throw refuse('route_unknown', { zh: '没有这个地址', en: 'There is nothing at this address' }, { status: 404 })
    return reply.code(201).send(await transact(workspace, systemActor(`link.${def.name}`), (tx) => def.submit!(makeWork(tx), token, objectBody(request))))
  })
}

function named<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (!found) throw refuse('route_unknown', { zh: '没有这个地址', en: 'There is nothing at this address' }, { status: 404 })
  return found
}

/** The same `external_id` on a channel is the same answer, also when two arrive at once: the second waits for the first. */
async function takeIn(workspace: Workspace, intake: IntakeDef, body: Readonly<Record<string, unknown>>): Promise<unknown> {
  const id = body.external_id
  if (id !== undefined && (typeof id !== 'string' || id === '' || id.length > 200)) throw refuse('field_invalid', { zh: 'external_id 应为1至200个字符的文本', en: 'external_id must be text of 1 to 200 characters' }, { field: 'external_id' })
  return transact(workspace, systemActor(`intake.${intake.channel}`), async (tx) => {
    if (id === undefined) return intake.run(makeWork(tx), body)
    const intakes = table(workspace, '_intake')
    const claimed = await sql`insert into ${intakes} (channel, external_id, answer, at) values (${intake.channel}, ${id}, 'null', ${tx.now}) on conflict do nothing returning 1`.execute(tx.db)
    if (claimed.rows.length === 0) return (await sql<{ answer: unknown }>`select answer from ${intakes} where channel = ${intake.channel} and external_id = ${id}`.execute(tx.db)).rows[0]!.answer
    const answer = await intake.run(makeWork(tx), body)
    await sql`update ${intakes} set answer = ${JSON.stringify(answer)}::jsonb where channel = ${intake.channel} and external_id = ${id}`.execute(tx.db)
    return answer
  })
}
