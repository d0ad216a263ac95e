import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuse } from '../../model/index.ts'
import { sendProblem } from './problem.ts'
import type { ServerOptions } from './options.ts'

/** The built web app; every address that is not a file is its index page. */
export async function webRoutes(app: FastifyInstance, { webFolder }: ServerOptions): Promise<void> {
  const nothing = refuse('route_unknown', { zh: '没有这个地址', en: 'There is nothing at this address' }, { status: 404 })
  if (!webFolder || !existsSync(join(webFolder, 'index.html'))) {
    app.setNotFoundHandler((request, reply) => sendProblem(request, reply, nothing))
    return
  }
  await app.register(fastifyStatic, {
    root: webFolder,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  app.setNotFoundHandler((request, reply) => {
    const page = ['GET', 'HEAD'].includes(request.method) && !request.url.startsWith('/api/') && !/\.[a-z0-9]{2,5}(\?|$)/i.test(request.url)
    if (page) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    return sendProblem(request, reply, nothing)
  })
  app.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html'))
}
