import { randomInt } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, createGzip, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A question asked by a body: its answer holds nothing but what it asks for, and may be sent smaller. */
    readonly shrinks?: boolean
  }
}

export type Encoding = 'br' | 'gzip'

/** The smallest way of sending that the caller takes; null where it takes none. @example 'gzip, br' is `br` */
export const encodingFor = (request: FastifyRequest): Encoding | null =>
  takes(request, 'br') ? 'br' : takes(request, 'gzip') ? 'gzip' : null

const takes = ({ headers }: FastifyRequest, encoding: Encoding): boolean => {
  const accepted = headers['accept-encoding']
  if (typeof accepted !== 'string') return false
  return accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .some(([name, ...more]) => name === encoding && !more.some((one) => /^q=0(\.0*)?$/.test(one)))
}

const asBrotli = promisify(brotliCompress)
const asGzip = promisify(gzip)

/** For what is made once and sent often. @example await shrunkOnce('{"a":1}', 'br') */
export const shrunkOnce = (text: string, encoding: Encoding): Promise<Buffer> =>
  encoding === 'gzip'
    ? asGzip(text, { level: 9 })
    : asBrotli(text, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
        },
      })

/** Below a packet of the net nothing is won. */
const leastLength = 1400
/** The quickest that there is: a page of a list is five times smaller for a third of a millisecond. */
const level = 1

/**
 * Answers that shrink are sent smaller to whoever takes them so, beside the event loop. Answers to what
 * changes something are not: they alone hold secrets (keys, one-time passwords), which must not be squeezed
 * together with what somebody else wrote (decision 39). Streams of live updates go past all of this.
 */
export function shrinkAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!mayShrink(request, reply)) return done(null, payload)
    void reply.header('vary', withEncoding(reply.getHeader('vary')))
    if (!takes(request, 'gzip')) return done(null, payload)
    if (payload instanceof Readable) {
      if (!/^text\/csv/.test(typeOf(reply))) return done(null, payload)
      sentAs(reply, 'gzip')
      return done(
        null,
        pipeline(payload, createGzip({ level: 6 }), () => {}), // a source that breaks breaks the answer
      )
    }
    if (!(typeof payload === 'string' || Buffer.isBuffer(payload)) || payload.length < leastLength)
      return done(null, payload)
    gzip(payload, { level }, (error, small) => {
      if (error) return done(null, payload)
      sentAs(reply, 'gzip')
      done(null, blurred(small))
    })
  })
}

const mayShrink = (request: FastifyRequest, reply: FastifyReply): boolean =>
  (request.method === 'GET' || request.routeOptions.config?.shrinks === true) &&
  reply.statusCode === 200 &&
  !reply.hasHeader('content-encoding') &&
  /^(application\/(problem\+|scim\+)?json|text\/(csv|plain|html)|image\/svg)/.test(typeOf(reply))

const typeOf = (reply: FastifyReply) => String(reply.getHeader('content-type') ?? '')

function sentAs(reply: FastifyReply, encoding: Encoding): void {
  void reply.header('content-encoding', encoding).removeHeader('content-length')
}

const withEncoding = (vary: unknown): string =>
  vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`

const nameMax = 64
const named = 0x08

/**
 * With a file name of random length in the head of gzip, which every reader passes over: how long an answer
 * is then says little of what repeats in it.
 * Source: RFC 1952, 2.3; Palacios and others, "HTB: Heal the BREACH", 2022.
 */
function blurred(small: Buffer): Buffer {
  const head = Buffer.from(small.subarray(0, 10))
  head[3]! |= named
  return Buffer.concat([head, Buffer.alloc(randomInt(nameMax), 'x'), Buffer.alloc(1), small.subarray(10)])
}
