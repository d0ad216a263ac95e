import type { FastifyRequest } from 'fastify'
import { refuse, type Actor } from '../../model/index.ts'
import { noteKeyAddress } from '../auth/keyAddress.ts'
import { actorByToken } from '../auth/whoComes.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { sessionToken } from './cookies.ts'
import { noteSecurity } from './security.ts'

/** Who comes with a key or a session; null for nobody. */
export async function whoAsks(workspace: Workspace, request: FastifyRequest): Promise<Actor | null> {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (key) {
    const actor = await actorByToken(workspace, 'key', key)
    if (actor) {
      await noteKeyAddress(workspace, key, request.ip)
      return actor
    }
    noteSecurity(request, 'key_refused')
    throw refuse(
      'key_unknown',
      { zh: 'API 密钥无效、已到期或已停用', en: 'The API key is unknown, over its end or revoked' },
      { status: 401 },
    )
  }
  const token = sessionToken(request, workspace)
  return token ? actorByToken(workspace, 'session', token) : null
}
