import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse, type IntakeDef, type PublicLinkDef } from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { takeIn } from '../actions/takeIn.ts'
import { addressKey } from '../auth/device.ts'
import { throttle } from '../auth/throttle.ts'
import { readConsent } from '../privacy/consent.ts'
import { makeWork } from '../work/makeWork.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { systemActor, type Workspace } from '../workspace/workspace.ts'
import { objectBody } from './body.ts'
import { once } from './idempotency.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { toldOutside } from './toldOutside.ts'

/** What comes in by a channel is words, and names of files that came another way. */
const intakeMax = 256 * 1024

/** Doors without login: open intake of leads, and pages behind a token. Both are rate-limited by address. */
export async function publicRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/intake/:channel', { bodyLimit: intakeMax }, async (request, reply) => {
    const intake = named(workspace.definitions.intakes, (request.params as { channel: string }).channel)
    if (!intake.open) actorOf(request)
    else if (!request.actor)
      await throttleVisitor(workspace, intake.channel, intake.open, addressKey(request.ip))
    // The channel decides what comes of it, so the objects of a key do not matter, only that it may make
    // something.
    if (request.actor?.scope)
      checkScope(
        { ...request.actor, scope: { ...request.actor.scope, objects: null } },
        { name: intake.channel },
        'create',
      )
    // Whoever brings in what others gave them has asked those for it; at an open door people stand
    // themselves.
    const bodyOf = async (tx: Tx) =>
      intake.open ? readConsent(tx, objectBody(request)) : objectBody(request)
    const answer = await once(
      workspace,
      request,
      (note) =>
        transact(
          workspace,
          systemActor(`intake.${intake.channel}`),
          note.whole(async (tx) => (await takeIn(tx, intake, await bodyOf(tx))).answer),
        ),
      { channel: `intake:${intake.channel}:${addressKey(request.ip)}` },
    )
    return reply
      .code(201)
      .send(request.actor || !intake.open ? answer : toldOutside(intake.open.tells, answer))
  })
  const link = (request: FastifyRequest): { def: PublicLinkDef; token: string } => {
    const { link: name, token } = request.params as { link: string; token: string }
    return { def: named(workspace.definitions.links, name), token }
  }
  app.get('/api/public/:link/:token', async (request) => {
    const { def, token } = link(request)
    await throttle(workspace, `public ${addressKey(request.ip)}`, { max: 120, seconds: 60 })
    return toldOutside(
      def.tells,
      await transact(workspace, systemActor(`link.${def.name}`), (tx) => def.show(makeWork(tx), token)),
    )
  })
  app.post('/api/public/:link/:token', async (request, reply) => {
    const { def, token } = link(request)
    await throttle(workspace, `public ${addressKey(request.ip)}`, { max: 30, seconds: 60 })
    if (!def.submit)
      throw refuse(
        'route_unknown',
        { zh: '没有这个地址', en: 'There is nothing at this address' },
        { status: 404 },
      )
    const answer = await once(
      workspace,
      request,
      (note) =>
        transact(
          workspace,
          systemActor(`link.${def.name}`),
          note.whole(async (tx) =>
            def.submit!(
              makeWork(tx),
              token,
              def.collects ? await readConsent(tx, objectBody(request)) : objectBody(request),
            ),
          ),
        ),
      { channel: `link:${def.name}:${token}` },
    )
    return reply.code(201).send(toldOutside(def.tells, answer))
  })
}

/** One address must not flood the house, and many together must not either. */
async function throttleVisitor(
  workspace: Workspace,
  channel: string,
  { each_minute, all_hour }: NonNullable<IntakeDef['open']>,
  address: string,
): Promise<void> {
  await throttle(workspace, `intake ${address}`, { max: each_minute, seconds: 60 })
  await throttle(workspace, `intake channel ${channel}`, { max: all_hour, seconds: 3600 })
}

function named<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (!found)
    throw refuse(
      'route_unknown',
      { zh: '没有这个地址', en: 'There is nothing at this address' },
      { status: 404 },
    )
  return found
}
