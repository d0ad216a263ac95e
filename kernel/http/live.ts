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
  const streams = new Set<Stream>()
  const deaf = workspace.signal.listen((what) => {
    if (what === 'rights') for (const stream of streams) stream.lookAgain()
  })
  // One beat for all: whether they still may be here is then one question for all.
  const beat = setInterval(() => {
    for (const stream of streams) stream.beat()
  }, beatMs)
  app.addHook('onClose', async () => {
    clearInterval(beat)
    deaf()
  })

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
      send: (messages) => void out.write(messages),
    })
    const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const token = key ?? sessionToken(request, workspace) ?? ''
    const lookAgain = () =>
      void actorByToken(workspace, key ? 'key' : 'session', token, { active: false }).then(
        (now) => (now && !now.owes ? (actor = now) : out.end()),
        () => {},
      )
    const stream: Stream = {
      lookAgain,
      beat() {
        out.write(': here\n\n')
        lookAgain()
      },
    }
    streams.add(stream)
    out.on('close', () => {
      streams.delete(stream)
      leave()
    })
  })
}

interface Stream {
  lookAgain(): void
  beat(): void
}
