import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { refuse } from '../../model/index.ts'
import { passkeysOf, proposePasskey, registerPasskey, removePasskeys } from '../auth/passkeys.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { atScreen } from './cookies.ts'
import { keepOneFactor, proofShape, proven, tell } from './credentials.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { noteSecurity } from './security.ts'

/** Making one is a way to set up the second factor that somebody lacks. */
const whileLacking = { config: { duties: ['second_factor'] } } as const

/**
 * A person's own passkeys: made, named, taken away. Who sits there shows it again first, and is told of it
 * afterwards.
 */
export async function passkeyRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.get('/api/session/passkeys', async (request) => ({
    items: await passkeysOf(workspace, actorOf(request).id!),
  }))
  app.post('/api/session/passkeys/propose', whileLacking, async (request) => {
    const { person, at } = atScreen(request, workspace)
    await proven(request, workspace, bodyAs(request, z.strictObject(proofShape)))
    return proposePasskey(workspace, await whoIs(workspace, person), at)
  })
  app.post('/api/session/passkeys', whileLacking, async (request, reply) => {
    const { person, at } = atScreen(request, workspace)
    const { name, passkey } = bodyAs(
      request,
      z.strictObject({ name: z.string().trim().min(1).max(60), passkey: z.looseObject({}) }),
    )
    await proven(request, workspace, {})
    await registerPasskey(workspace, person, { name, response: passkey, at })
    await tell(
      workspace,
      person,
      { zh: `您的账号添加了通行密钥“${name}”`, en: `A passkey was added to your login: "${name}"` },
      request,
    )
    noteSecurity(request, 'passkey_added', { name })
    return reply.code(201).send({ items: await passkeysOf(workspace, person) })
  })
  app.delete('/api/session/passkeys/:id', async (request, reply) => {
    const { person } = atScreen(request, workspace)
    const { id } = request.params as { id: string }
    await proven(request, workspace, bodyAs(request, z.strictObject(proofShape)))
    await keepOneFactor(request, workspace)
    const [name] = await removePasskeys(workspace, person, id)
    if (name === undefined) throw gone()
    await tell(
      workspace,
      person,
      { zh: `您的通行密钥“${name}”已移除`, en: `Your passkey "${name}" was removed` },
      request,
    )
    noteSecurity(request, 'passkey_removed', { name })
    return reply.code(204).send()
  })
}

async function whoIs(workspace: Workspace, id: string) {
  const { rows } = await sql<{ name: string; login: string | null }>`
    select name, login from ${table(workspace, 'user')} where id = ${id}`.execute(workspace.db)
  const { name, login } = rows[0]!
  return { id, name, login: login ?? name }
}

const gone = () =>
  refuse(
    'not_found',
    { zh: '没有这个通行密钥，或已移除', en: 'This passkey is unknown, or was removed already' },
    { status: 404 },
  )
