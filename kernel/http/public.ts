import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse, type PublicLinkDef } from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { addressKey } from '../auth/device.ts'
import { throttle } from '../auth/throttle.ts'
import { takeIn } from '../intake.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { makeWork } from '../work.ts'
import { objectBody } from './body.ts'
import { actorOf, type ServerOptions } from './options.ts'

/** Doors without login: intake of leads, and pages behind a token. Both are rate-limited by address. */
export async function publicRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/intake/:channel', async (request, reply) => {
    const intake = named(workspace.definitions.intakes, (request.params as { channel: string }).channel)
    if (intake.keyed) actorOf(request)
    // The channel decides what comes of it, so the objects of a key do not matter, only that it may make something.
    if (request.actor?.scope) checkScope({ ...request.actor, scope: { ...request.actor.scope, objects: null } }, intake.channel, 'create')
    if (!request.actor) await throttle(workspace, `intake ${addressKey(request.ip)}`, { max: 60, seconds: 60 })
    const { answer } = await transact(workspace, systemActor(`intake.${intake.channel}`), (tx) => takeIn(tx, intake, objectBody(request)))
    return reply.code(201).send(answer)
  })
  const link = (request: FastifyRequest): { def: PublicLinkDef; token: string } => {
    const { link: name, token } = request.params as { link: string; token: string }
    return { def: named(workspace.definitions.links, name), token }
  }
  app.get('/api/public/:link/:token', async (request) => {
    const { def, token } = link(request)
    await throttle(workspace, `public ${addressKey(request.ip)}`, { max: 120, seconds: 60 })
    return transact(workspace, systemActor(`link.${def.name}`), (tx) => def.show(makeWork(tx), token))
  })
  app.post('/api/public/:link/:token', async (request, reply) => {
    const { def, token } = link(request)
    await throttle(workspace, `public ${addressKey(request.ip)}`, { max: 30, seconds: 60 })
    if (!def.submit) throw refuse('route_unknown', { zh: '没有这个地址', en: 'There is nothing at this address' }, { status: 404 })
    return reply.code(201).send(await transact(workspace, systemActor(`link.${def.name}`), (tx) => def.submit!(makeWork(tx), token, objectBody(request))))
  })
}

function named<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (!found) throw refuse('route_unknown', { zh: '没有这个地址', en: 'There is nothing at this address' }, { status: 404 })
  return found
}
