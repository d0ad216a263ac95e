import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { refuse } from '../../model/index.ts'
import { isAdministrator } from '../access/grants.ts'
import { watchStore } from '../files/watchStore.ts'
import { mailFailingSince } from '../mail/mailboxState.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import type { ServerOptions } from './options.ts'
import { sendProblem } from './problem.ts'
import { whoAsks } from './whoAsks.ts'

/** Alive, ready, and figures for Prometheus. */
export async function healthRoutes(
  app: FastifyInstance,
  { workspace, metricsToken, logLost }: ServerOptions,
): Promise<void> {
  const registry = new Registry()
  const files = watchStore(workspace.files)
  collectDefaultMetrics({ register: registry })
  const answered = new Histogram({
    name: 'guantong_http_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  })
  const failed = new Counter({
    name: 'guantong_http_failed_total',
    help: 'Answers of 500 and above',
    registers: [registry],
  })
  // While the database is away these figures are not known; the others are, and one of them says that it is.
  const asked = async (gauge: Gauge, ask: () => Promise<number>) => gauge.set(await ask().catch(() => NaN))
  const waiting = (gauge: Gauge, query: ReturnType<typeof sql<{ n: string }>>) =>
    asked(gauge, async () => Number((await query.execute(workspace.db)).rows[0]?.n ?? 0))
  new Gauge({
    name: 'guantong_database_unreachable',
    help: '1 while the database does not answer',
    registers: [registry],
    collect() {
      this.set(workspace.database.awaySince() ? 1 : 0)
    },
  })
  new Gauge({
    name: 'guantong_log_lines_lost',
    help: 'Lines of the log that a collector never got',
    registers: [registry],
    collect() {
      this.set(logLost?.() ?? 0)
    },
  })
  new Gauge({
    name: 'guantong_deadlines_overdue',
    help: 'Deadlines due and not yet fired',
    registers: [registry],
    collect() {
      return waiting(
        this,
        sql`select count(*) as n from ${table(workspace, '_deadline')} where state = 'waiting' and due_at < ${new Date(Date.now() + workspace.clockOffsetMs)}`,
      )
    },
  })
  new Gauge({
    name: 'guantong_reactions_failed',
    help: 'Reactions that gave up',
    registers: [registry],
    collect() {
      return waiting(
        this,
        sql`select count(*) as n from ${table(workspace, '_reaction_run')} where failure is not null`,
      )
    },
  })
  new Gauge({
    name: 'guantong_files_unreachable',
    help: '1 while the file store does not answer',
    registers: [registry],
    async collect() {
      this.set((await files.reachable()) ? 0 : 1)
    },
  })
  new Gauge({
    name: 'guantong_mail_failing',
    help: '1 while the mailbox for leads cannot be read',
    registers: [registry],
    collect() {
      return asked(this, async () => ((await mailFailingSince(workspace)) ? 1 : 0))
    },
  })

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    answered.observe(
      { route, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
    if (reply.statusCode >= 500) failed.inc()
  })
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (request, reply) => {
    try {
      await sql`select 1 from ${table(workspace, '_workspace')}`.execute(workspace.db)
      // Neither mail nor files stop the rest of the house: they are told of, and a balancer goes on sending
      // callers here.
      const mail = (await mailFailingSince(workspace)) ? { mail: 'failing' } : {}
      if (await files.reachable()) return { ready: true, ...mail }
      // But a store that was never reached is a setting to mend before this process serves anybody.
      return reply
        .code(files.wasReached() ? 200 : 503)
        .send({ ready: files.wasReached(), files: 'unreachable', ...mail })
    } catch (error) {
      return sendProblem(request, reply, error)
    }
  })
  app.get('/metrics', async (request, reply) => {
    if (!(await mayMeasure(request, workspace, metricsToken)))
      throw refuse(
        'metrics_closed',
        {
          zh: '请以 GUANTONG_METRICS_TOKEN 或系统管理员身份读取',
          en: 'Show GUANTONG_METRICS_TOKEN, or come as an administrator',
        },
        { status: 401 },
      )
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/**
 * Figures tell how the house is used, and so are for a collector with the token, and for administrators. A
 * caller from this machine may be anybody behind a proxy.
 */
async function mayMeasure(
  request: FastifyRequest,
  workspace: Workspace,
  token: string | undefined,
): Promise<boolean> {
  const shown = Buffer.from(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
  const right = Buffer.from(token ?? '')
  if (right.length > 0 && shown.length === right.length && timingSafeEqual(shown, right)) return true
  const actor = await whoAsks(workspace, request)
  return actor !== null && isAdministrator(actor)
}
