import type { FastifyInstance } from 'fastify'
import { actorByToken } from '../auth/whoComes.ts'
import { sessionToken } from './cookies.ts'
import { actorOf, type ServerOptions } from './options.ts'

const beatMs = 20_000

/**
 * Server-sent events: what changed that the caller may see. Rights are looked at again when somebody's change
 * and with every beat; a session or key that ended ends the stream.
 */
export async function liveRoutes(app: FastifyInstance, { live, workspace }: ServerOptions): Promise<void> {
  app.get('/api/live', (request, reply) => {
    let actor = actorOf(request)
    reply.hijack()
    const out = reply.raw
    out.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    out.write('retry: 2000\n\n')
    const leave = live.listen({
      get actor() {
        return actor
      },
      send: (event, data) => void out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    })
    const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const lookAgain = () =>
      void actorByToken(workspace, key ? 'key' : 'session', key ?? sessionToken(request, workspace) ?? '', {
        active: false,
      }).then(
        (now) => (now && !now.owes ? (actor = now) : out.end()),
        () => {},
      )
    const deaf = workspace.signal.listen((what) => what === 'rights' && lookAgain())
    const beat = setInterval(() => {
      out.write(': here\n\n')
      lookAgain()
    }, beatMs)
    out.on('close', () => {
      clearInterval(beat)
      deaf()
      leave()
    })
  })
}
