import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addressKey } from '../auth/device.ts'
import { throttle } from '../auth/throttle.ts'
import { depthHeader } from '../process/callOutside.ts'
import {
  hooksOf,
  knowsSecret,
  renewSecret,
  revokeSecret,
  takeCall,
  takesSecretInAddress,
  unknownHook,
} from '../process/hooks.ts'
import { reading, transact } from '../workspace/transact.ts'
import { objectBody } from './body.ts'
import { fingerprintOf, keyOf } from './idempotency.ts'
import { administrator, type ServerOptions } from './options.ts'
import { noteSecurity } from './security.ts'

/** What one call may carry: facts, not files. The address may hold the secret, so no log gets it. */
const limits = { bodyLimit: 256 * 1024, logLevel: 'error' } as const

/**
 * Calls from outside that start a process. The secret comes as `X-Hook-Secret`, or, where the definition
 * of the process says so, as the last part of the address;
 * an `Idempotency-Key` is the sender's id of the call. Each address, each hook and each guess at a secret is
 * limited.
 */
export async function hookRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const nameOf = (request: FastifyRequest) => (request.params as { name: string }).name
  const take = async (request: FastifyRequest, secret: unknown) => {
    await throttle(workspace, `hook from ${addressKey(request.ip)}`, { max: 600, seconds: 60 })
    if (typeof secret !== 'string' || !(await knowsSecret(workspace, nameOf(request), secret))) {
      await throttle(workspace, `hook guess ${addressKey(request.ip)}`, { max: 20, seconds: 60 })
      noteSecurity(request, 'hook_refused')
      throw unknownHook()
    }
    await throttle(workspace, `hook ${nameOf(request)}`, { max: 600, seconds: 60 })
    const [id, body] = [keyOf(request), objectBody(request)]
    return takeCall(workspace, nameOf(request), {
      body,
      depth: depthOf(request),
      ...(id !== null && { id, fingerprint: fingerprintOf(nameOf(request), body) }),
    })
  }
  app.post('/api/hooks/:name', limits, async (request, reply) =>
    answer(reply, await take(request, request.headers['x-hook-secret'])),
  )
  app.post('/api/hooks/:name/:secret', limits, async (request, reply) => {
    const { name, secret } = request.params as { name: string; secret: string }
    return answer(reply, await take(request, takesSecretInAddress(workspace, name) ? secret : undefined))
  })

  app.get('/api/hooks', async (request) => ({
    items: await hooksOf(reading(workspace, administrator(request))),
  }))
  app.put('/api/hooks/:name/secret', async (request) => {
    const secret = await transact(workspace, administrator(request), (tx) => renewSecret(tx, nameOf(request)))
    return { name: nameOf(request), secret, address: `${workspace.publicUrl}/api/hooks/${nameOf(request)}` }
  })
  app.delete('/api/hooks/:name/secret', async (request, reply) => {
    await transact(workspace, administrator(request), (tx) => revokeSecret(tx, nameOf(request)))
    return reply.code(204).send()
  })
}

const answer = (reply: FastifyReply, taken: Awaited<ReturnType<typeof takeCall>>) =>
  reply.code(taken.instance === null ? 200 : 201).send(taken)

/**
 * A call that another process of this house made says how deep it is; whoever else says so only cuts its own
 * chain short.
 */
const depthOf = (request: FastifyRequest): number => {
  const said = Number(request.headers[depthHeader])
  return Number.isInteger(said) && said >= 0 && said < 100 ? said + 1 : 0
}
