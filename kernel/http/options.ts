import type { FastifyRequest } from 'fastify'
import { refuse, type Actor } from '../../model/index.ts'
import type { Live } from '../live/live.ts'
import type { Workspace } from '../workspace/workspace.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    /** Whether the house began to write for it, so that a database that goes away leaves open what was saved. */
    begun: boolean
  }
}

export interface ServerOptions {
  readonly workspace: Workspace
  readonly live: Live
  /** Folder of the built web app; without one only the API is served. */
  readonly webFolder?: string
  readonly logLevel?: string
  /** Whether `X-Forwarded-For` may be believed. */
  readonly trustProxy?: boolean
}

export const sessionCookie = 'guantong_session'

/** Who asks; refuses when nobody does. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw refuse('not_signed_in', { zh: '请先登录', en: 'Sign in first' }, { status: 401 })
  return request.actor
}

/** Who asks, as an administrator; refuses everybody else. */
export function administrator(request: FastifyRequest): Actor {
  const actor = actorOf(request)
  if (!actor.roles.includes('admin')) throw refuse('not_allowed', { zh: '需要系统管理员权限', en: 'This needs an administrator' }, { status: 403 })
  return actor
}
