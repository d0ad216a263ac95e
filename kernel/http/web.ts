import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuse } from '../../model/index.ts'
import { sendProblem } from './problem.ts'
import type { ServerOptions } from './options.ts'

/**
 * The built web app: its files, and its index page at every address it says to have a page for. Anything else
 * is not there.
 */
export async function webRoutes(app: FastifyInstance, { webFolder }: ServerOptions): Promise<void> {
  const nothing = refuse(
    'route_unknown',
    { zh: '没有这个地址', en: 'There is nothing at this address' },
    { status: 404 },
  )
  app.setNotFoundHandler((request, reply) => {
    const byPerson = /text\/html/.test(request.headers.accept ?? '') && !request.url.startsWith('/api/')
    return byPerson
      ? reply.code(404).type('text/html; charset=utf-8').send(notHere)
      : sendProblem(request, reply, nothing)
  })
  if (!webFolder || !existsSync(join(webFolder, 'index.html'))) return
  const addresses = readAddresses(webFolder)
  await app.register(fastifyStatic, {
    root: webFolder,
    wildcard: false,
    index: false,
    globIgnore: ['addresses.json', '**/*.br', '**/*.gz'],
    // As the build wrote them beside each file that shrinks.
    preCompressed: true,
    setHeaders: (reply, path) =>
      void reply.header(
        'cache-control',
        path.replaceAll('\\', '/').includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  })
  for (const url of addresses)
    app.get(url, (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html'))
}

/** For somebody who mistyped an address or follows an old link. */
const notHere = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>404</title>
<body style="font: 16px/1.6 system-ui, sans-serif; margin: 15vh auto; max-width: 32em; padding: 0 16px">
<h1 style="font-size: 20px">没有这个地址</h1><p>请检查地址是否完整，或从首页重新进入。<br>There is nothing at this address: check it, or begin at the home page.</p><p><a href="/">首页 Home</a></p>`

/**
 * As the build wrote them (`web/addresses.ts`), in the form of the server's own routes: `/o/$object` is
 * `/o/:object`.
 */
const readAddresses = (webFolder: string): readonly string[] =>
  (JSON.parse(readFileSync(join(webFolder, 'addresses.json'), 'utf8')) as readonly string[]).map((address) =>
    address.replaceAll('$', ':'),
  )
