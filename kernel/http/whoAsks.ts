import type { FastifyRequest } from 'fastify'
import { refuse, type Actor } from '../../model/index.ts'
import { noteKeyAddress } from '../auth/keyAddress.ts'
import { actorByToken } from '../auth/whoComes.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { sessionToken } from './cookies.ts'
import { noteSecurity } from './security.ts'

/** What a request opens the door with: a key, else a session; null where it has neither. */
export function tokenOf(
  request: FastifyRequest,
  workspace: Workspace,
): { readonly kind: 'key' | 'session'; readonly token: string } | null {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (key) return { kind: 'key', token: key }
  const token = sessionToken(request, workspace)
  return token ? { kind: 'session', token } : null
}

/** Who comes with a key or a session; null for nobody. */
export async function whoAsks(workspace: Workspace, request: FastifyRequest): Promise<Actor | null> {
  const asked = tokenOf(request, workspace)
  if (!asked) return null
  const actor = await actorByToken(workspace, asked.kind, asked.token)
  if (asked.kind === 'session') return actor
  if (actor) {
    await noteKeyAddress(workspace, asked.token, request.ip)
    return actor
  }
  noteSecurity(request, 'key_refused')
  throw refuse(
    'key_unknown',
    { zh: 'API 密钥无效、已到期或已停用', en: 'The API key is unknown, over its end or revoked' },
    { status: 401 },
  )
}
