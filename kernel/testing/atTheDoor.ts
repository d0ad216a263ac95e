import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'

interface Coming {
  readonly from?: string
  readonly cookie?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The JSON of an answer: any, for a test says with `expect` what it wants of it. */
type Answer = any

/**
 * A caller as the network brings it: from an address, with the cookies of a browser or a key; answers with
 * the cookies that it has afterwards.
 */
export const comingBy =
  (app: FastifyInstance) =>
  async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    { from = '127.0.0.1', cookie = '', key, headers = {} }: Coming = {},
  ) => {
    const answer = await app.inject({
      method,
      url,
      remoteAddress: from,
      ...(payload ? { payload: JSON.stringify(payload) } : {}),
      headers: {
        ...(payload ? { 'content-type': 'application/json' } : {}),
        ...(cookie ? { cookie } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...headers,
      },
    })
    const jar = new Map(
      cookie
        .split('; ')
        .filter(Boolean)
        .map((one) => one.split('=') as [string, string]),
    )
    for (const { name, value } of answer.cookies) jar.set(name, value)
    const body = (
      answer.body === '' || !/json/.test(String(answer.headers['content-type'])) ? null : answer.json()
    ) as Answer
    return {
      status: answer.statusCode,
      body,
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    }
  }

/** What an authenticator shows, so many half minutes from now. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
