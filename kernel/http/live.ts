import type { FastifyInstance } from 'fastify'
import { actorByToken } from '../auth/session.ts'
import { actorOf, sessionCookie, type ServerOptions } from './options.ts'

const beatMs = 20_000

/** Server-sent events: what changed that the caller may see. Rights are looked at again with every beat; a session that ended ends the stream. */
export async function liveRoutes(app: FastifyInstance, { live, workspace }: ServerOptions): Promise<void> {
  app.get('/api/live', (request, reply) => {
    let actor = actorOf(request)
    reply.hijack()
    const out = reply.raw
    out.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff' })
    out.write('retry: 2000\n\n')
    const leave = live.listen({ get actor() { return actor }, send: (event, data) => void out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`) })
    const beat = setInterval(() => {
      out.write(': here\n\n')
      const token = request.cookies[sessionCookie]
      if (token) void actorByToken(workspace, 'session', token).then((now) => (now ? (actor = now) : out.end()), () => {})
    }, beatMs)
    out.on('close', () => {
      clearInterval(beat)
      leave()
    })
  })
}
