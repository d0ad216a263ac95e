import type { Server as HttpServer } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { refuse } from '../../model/index.ts'
import { fileSizeMax } from '../files/receiveFile.ts'
import { flushReadings } from '../privacy/readings.ts'
import { databaseUnavailable } from '../workspace/outage.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { accessRoutes } from './access.ts'
import { adminRoutes } from './admin.ts'
import { bulkRoutes } from './bulk.ts'
import { letIn } from './confirmed.ts'
import { credentialRoutes } from './credentials.ts'
import { definitionRoutes } from './definitions.ts'
import { fileRoutes } from './files.ts'
import { healthRoutes } from './health.ts'
import { hookRoutes } from './hooks.ts'
import { inboxRoutes } from './inbox.ts'
import { listRoutes } from './lists.ts'
import { liveRoutes } from './live.ts'
import { logStream } from './logStream.ts'
import type { ServerOptions } from './options.ts'
import { openApiRoutes } from './openapi.ts'
import { passkeyRoutes } from './passkeys.ts'
import { peopleRoutes } from './people.ts'
import { processRoutes } from './processes.ts'
import { privacyRoutes } from './privacy.ts'
import { publicRoutes } from './public.ts'
import { sendProblem } from './problem.ts'
import { recordRoutes } from './records.ts'
import { reportRoutes } from './reports.ts'
import { giveHeaders, refuseForeignOrigin, refusePlain } from './security.ts'
import { shrinkAnswers } from './shrink.ts'
import { sessionRoutes } from './session.ts'
import { settingRoutes } from './settings.ts'
import { termRoutes } from './terms.ts'
import { sheetRoutes } from './sheets.ts'
import { followFiles, tlsOptions } from './tls.ts'
import { viewRoutes } from './views.ts'
import { webRoutes } from './web.ts'
import { watchRoutes } from './watch.ts'

/** The HTTP face of a workspace; see docs/api.md. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify(settingsOf(options))
  if (options.tls)
    followFiles(app.server as TlsServer, options.tls, (error) =>
      app.log.error({ err: error }, 'the certificate was not renewed'),
    )
  app.decorate('workspace', options.workspace)
  app.decorateRequest('actor', null)
  app.decorateRequest('duty', null)
  app.decorateRequest('door', null)
  app.decorateRequest('begun', false)
  await app.register(cookie)
  await app.register(multipart, {
    limits: { files: 1, fields: 10, fieldSize: 2 * 1024 * 1024, fileSize: fileSizeMax },
  })
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  readBodies(app)
  watchDoor(app, options.workspace)
  shrinkAnswers(app)
  app.addHook('onClose', () => flushReadings(options.workspace))
  for (const routes of allRoutes) await routes(app, options)
  return app
}

const allRoutes: readonly ((app: FastifyInstance, options: ServerOptions) => Promise<void>)[] = [
  sessionRoutes,
  credentialRoutes,
  passkeyRoutes,
  peopleRoutes,
  accessRoutes,
  definitionRoutes,
  termRoutes,
  bulkRoutes,
  listRoutes,
  viewRoutes,
  recordRoutes,
  sheetRoutes,
  fileRoutes,
  inboxRoutes,
  processRoutes,
  hookRoutes,
  reportRoutes,
  publicRoutes,
  adminRoutes,
  settingRoutes,
  privacyRoutes,
  watchRoutes,
  liveRoutes,
  openApiRoutes,
  healthRoutes,
  webRoutes,
]

const settingsOf = (options: ServerOptions) =>
  ({
    logger: {
      level: options.logLevel ?? 'warn',
      serializers: { req: loggedRequest, err: loggedError },
      stream: options.logTo ?? logStream,
    },
    bodyLimit: 5 * 1024 * 1024,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: true,
    ...(options.tls && { https: tlsOptions(options.tls) }),
    // An address that cannot be read never reaches a route, nor its error handler.
    frameworkErrors: (error, request, reply) =>
      void sendProblem(request as FastifyRequest, reply as unknown as FastifyReply, error),
  }) as FastifyHttpOptions<HttpServer>

/** JSON, in which nothing is taken for an object that is none. */
function readBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, {})
    // Afterwards nothing would tell it from no body at all.
    if (/^\s*null\s*$/.test(body as string))
      return done(
        refuse(
          'request_invalid',
          { zh: '请求应为 JSON 对象', en: 'The request must be a JSON object' },
          { status: 400 },
        ),
      )
    parse(request, body as string, done)
  })
}

/** What every request passes before its route: who may come this way, and who comes. */
function watchDoor(app: FastifyInstance, workspace: Workspace): void {
  app.addHook('onRequest', async (request, reply) => {
    giveHeaders(request, reply, workspace)
    refusePlain(request, workspace)
    if (!request.url.startsWith('/api/') && request.url !== '/mcp') return
    if (!request.url.startsWith('/api/live')) countIn(workspace, reply)
    refuseForeignOrigin(request, workspace)
    if (workspace.database.awaySince()) throw databaseUnavailable()
    await letIn(workspace, request)
  })
  app.addHook('preHandler', async (request) => {
    request.begun = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  })
}

/**
 * Of a request the log keeps its route and who called: conditions typed by people and secrets in addresses
 * are not for its readers.
 */
const loggedRequest = (request: FastifyRequest) => ({
  id: request.id,
  method: request.method,
  route: request.routeOptions?.url ?? 'none',
  remoteAddress: request.ip,
})

/**
 * Of an error the log keeps where it came from. What else hangs on it may hold values of records: PostgreSQL
 * tells of the row in `detail`, validators of what they were given.
 */
const loggedError = ({ name, message, stack, ...more }: Error & LoggedDetails) => ({
  type: name,
  message,
  stack: stack ?? '',
  code: more.code,
  table: more.table,
  column: more.column,
  constraint: more.constraint,
})
type LoggedDetails = Readonly<Partial<Record<'code' | 'table' | 'column' | 'constraint', string>>>

/** Streams of live updates stay open and are not waited for. */
function countIn({ traffic }: Workspace, reply: FastifyReply): void {
  const end = traffic.begin()
  reply.raw.once('finish', end)
  reply.raw.once('close', end)
}
