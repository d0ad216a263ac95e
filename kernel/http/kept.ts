import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { encodingFor, shrunkOnce, type Encoding } from './shrink.ts'

interface Kept {
  readonly text: string
  /** Of what is said, so that it moves with the build too: another build that says the same keeps it. */
  readonly tag: string
  readonly small: Map<Encoding, Promise<Buffer>>
}

/** A handful, since a company has few sets of roles. */
const keptMax = 20

/**
 * Answers that follow from a key alone (definitions, rights, language): made, tagged and shrunk once, and not
 * sent again to whoever has them. Whoever calls has said who may ask.
 * @example const send = keepAnswers(); app.get('/api/x', (request, reply) => send(request, reply, 'en', () => x))
 */
export function keepAnswers(): (
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  make: () => unknown,
) => Promise<FastifyReply> {
  const kept = new Map<string, Kept>()
  return async (request, reply, key, make) => {
    const known = kept.get(key) ?? keep(JSON.stringify(make()))
    kept.delete(key)
    kept.set(key, known)
    if (kept.size > keptMax) kept.delete(kept.keys().next().value!)
    void reply
      .header('etag', known.tag)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-language, accept-encoding')
    if (has(request, known.tag)) return reply.code(304).send()
    void reply.type('application/json; charset=utf-8')
    const encoding = encodingFor(request)
    if (!encoding) return reply.send(known.text)
    const small = known.small.get(encoding) ?? shrunkOnce(known.text, encoding)
    known.small.set(encoding, small)
    return reply.header('content-encoding', encoding).send(await small)
  }
}

const keep = (text: string): Kept => ({
  text,
  tag: `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`,
  small: new Map(),
})

/** Weakly compared, as RFC 9110 (13.1.2) has it: the same words, however they were sent. */
const has = ({ headers }: FastifyRequest, tag: string): boolean => {
  const known = headers['if-none-match']
  const bare = (one: string) => one.trim().replace(/^W\//, '')
  return known === '*' || (known?.split(',').map(bare).includes(bare(tag)) ?? false)
}
