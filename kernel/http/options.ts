import type { FastifyRequest } from 'fastify'
import { refuse, type Actor } from '../../model/index.ts'
import { isAdministrator } from '../access/grants.ts'
import type { Live } from '../live/live.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { firstDo } from './duties.ts'
import type { TlsFiles } from './tls.ts'
import type { TrustProxy } from './trustProxy.ts'

declare module 'fastify' {
  interface FastifyInstance {
    workspace: Workspace
  }
  interface FastifyRequest {
    actor: Actor | null
    /**
     * Whether the house began to write for it, so that a database that goes away leaves open what was saved.
     */
    begun: boolean
  }
}

export interface ServerOptions {
  readonly workspace: Workspace
  readonly live: Live
  /** Folder of the built web app; without one only the API is served. */
  readonly webFolder?: string
  readonly logLevel?: string
  /** Where the log goes; to standard output unless told. */
  readonly logTo?: { write(line: string): void }
  /** Lines that did not reach a collector of the log. */
  readonly logLost?: () => number
  /** Whose word on the caller's address and scheme is believed; nobody's unless told. */
  readonly trustProxy?: TrustProxy
  /** The server speaks HTTPS itself, and nothing else; HTTP without it. */
  readonly tls?: TlsFiles
  /** What a collector of figures shows at `/metrics`; without one only administrators see them. */
  readonly metricsToken?: string
}

/** Who asks; refuses when nobody does, and who has something else to do first. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.duty) throw firstDo[request.duty]()
  if (!request.actor) throw refuse('not_signed_in', { zh: '请先登录', en: 'Sign in first' }, { status: 401 })
  return request.actor
}

/** Who asks, as an administrator; refuses everybody else. */
export function administrator(request: FastifyRequest): Actor {
  const actor = actorOf(request)
  if (!isAdministrator(actor))
    throw refuse(
      'not_allowed',
      { zh: '需要系统管理员权限', en: 'This needs an administrator' },
      { status: 403 },
    )
  return actor
}
