import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { refuse, type Actor } from '../../model/index.ts'
import { actorByToken } from '../auth/session.ts'
import { fileSizeMax } from '../files/files.ts'
import { databaseUnavailable } from '../workspace/outage.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { adminRoutes } from './admin.ts'
import { definitionRoutes } from './definitions.ts'
import { fileRoutes } from './files.ts'
import { healthRoutes } from './health.ts'
import { hookRoutes } from './hooks.ts'
import { inboxRoutes } from './inbox.ts'
import { liveRoutes } from './live.ts'
import { sessionCookie, type ServerOptions } from './options.ts'
import { logStream } from './logStream.ts'
import { openApiRoutes } from './openapi.ts'
import { processRoutes } from './processes.ts'
import { publicRoutes } from './public.ts'
import { sendProblem } from './problem.ts'
import { recordRoutes } from './records.ts'
import { reportRoutes } from './reports.ts'
import { sessionRoutes } from './session.ts'
import { sheetRoutes } from './sheets.ts'
import { webRoutes } from './web.ts'

/** The HTTP face of a workspace; see docs/api.md. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: options.logLevel ?? 'warn', stream: logStream, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    bodyLimit: 5 * 1024 * 1024,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: true,
    // An address that cannot be read never reaches a route, nor its error handler.
    frameworkErrors: (error, request, reply) => void sendProblem(request as FastifyRequest, reply as unknown as FastifyReply, error),
  })
  app.decorateRequest('actor', null)
  app.decorateRequest('begun', false)
  await app.register(cookie)
  await app.register(multipart, { limits: { files: 1, fields: 10, fieldSize: 2 * 1024 * 1024, fileSize: fileSizeMax } })
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, {})
    // Afterwards nothing would tell it from no body at all.
    if (/^\s*null\s*$/.test(body as string)) return done(refuse('request_invalid', { zh: '请求应为 JSON 对象', en: 'The request must be a JSON object' }, { status: 400 }))
    app.getDefaultJsonParser('error', 'error')(request, body as string, done)
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders)
    if (!request.url.startsWith('/api/') && request.url !== '/mcp') return
    if (!request.url.startsWith('/api/live')) countIn(options.workspace, reply)
    refuseForeignOrigin(request)
    if (options.workspace.database.awaySince()) throw databaseUnavailable()
    request.actor = await whoAsks(options.workspace, request)
  })
  app.addHook('preHandler', async (request) => {
    request.begun = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  })
  for (const routes of [sessionRoutes, definitionRoutes, recordRoutes, sheetRoutes, fileRoutes, inboxRoutes, processRoutes, hookRoutes, reportRoutes, publicRoutes, adminRoutes, liveRoutes, openApiRoutes, healthRoutes, webRoutes]) await routes(app, options)
  return app
}

/** Streams of live updates stay open and are not waited for. */
function countIn({ traffic }: Workspace, reply: FastifyReply): void {
  const end = traffic.begin()
  reply.raw.once('finish', end)
  reply.raw.once('close', end)
}

async function whoAsks(workspace: Workspace, request: FastifyRequest): Promise<Actor | null> {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (key) {
    const actor = await actorByToken(workspace, 'key', key)
    if (!actor) throw refuse('key_unknown', { zh: 'API 密钥无效或已停用', en: 'The API key is unknown or revoked' }, { status: 401 })
    return actor
  }
  const token = request.cookies[sessionCookie]
  return token ? actorByToken(workspace, 'session', token) : null
}

/** A write that a browser sends from another site is refused, whatever cookies it carries. */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method) || request.headers.authorization) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin as string | undefined
  const foreign = (site && !['same-origin', 'none'].includes(site)) || (origin && (!URL.canParse(origin) || new URL(origin).host !== request.headers.host))
  if (foreign && !request.url.startsWith('/api/intake/')) throw refuse('foreign_origin', { zh: '拒绝来自其他网站的请求', en: 'Requests from other sites are refused' }, { status: 403 })
}

const securityHeaders = {
  'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
}
