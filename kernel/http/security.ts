import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../model/index.ts'
import { count, type Counted } from '../workspace/counts.ts'
import type { Workspace } from '../workspace/workspace.ts'

type SecurityEvent =
  | 'signed_in'
  | 'signed_out'
  | 'sign_in_refused'
  | 'proof_refused'
  | 'password_changed'
  | 'once_password_given'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'code_used_again'
  | 'passkey_added'
  | 'passkey_removed'
  | 'key_made'
  | 'key_revoked'
  | 'key_refused'
  | 'session_ended'
  | 'sign_in_rules_changed'
  | 'access_refused'
  | 'foreign_origin'
  | 'plain_refused'
  | 'hook_refused'
  | 'throttled'
  | 'file_infected'

/** What is also counted, so that its number is watched. */
const countedAs: Partial<Record<SecurityEvent, Counted>> = {
  sign_in_refused: 'sign_in_refused',
  proof_refused: 'sign_in_refused',
  access_refused: 'access_refused',
  key_refused: 'key_refused',
  hook_refused: 'hook_refused',
  foreign_origin: 'foreign_origin',
  throttled: 'throttled',
  file_infected: 'file_infected',
}

/**
 * One line of the log for what somebody who looks into a break-in asks for: what, who, from where. Never a
 * password, a code, a token or a key.
 */
export function noteSecurity(
  request: FastifyRequest,
  event: SecurityEvent,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const counted = countedAs[event]
  if (counted)
    count(
      request.server.workspace,
      counted,
      ['access_refused', 'file_infected'].includes(counted) ? request.actor?.id : null,
    )
  request.log.info(
    {
      security: event,
      by: request.actor?.id ?? null,
      key: request.actor?.scope ? true : undefined,
      address: request.ip,
      agent: request.headers['user-agent'],
      ...details,
    },
    event,
  )
}

const headers = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const
/** A year, as browsers want it before they remember a host. */
const strictTransport = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const

/**
 * Headers of every answer; what the API answers is kept by nobody unless its route says otherwise. Where
 * people come by https, browsers are told to come no other way.
 */
export function giveHeaders(request: FastifyRequest, reply: FastifyReply, { publicUrl }: Workspace): void {
  void reply.headers(headers)
  if (publicUrl.startsWith('https:') || request.protocol === 'https') void reply.headers(strictTransport)
  // An answer opened by itself is a file, never a page.
  if (request.url.startsWith('/api/'))
    void reply.headers({
      'cache-control': 'no-store',
      'content-disposition': 'attachment; filename="api.json"',
    })
}

/** Asked by balancers and supervisors of this machine, without a secret in the question or the answer. */
const healthChecks: readonly string[] = ['/healthz', '/readyz']

/**
 * Where TLS is demanded, whoever comes without it, by our own word or that of a proxy that is believed, is
 * told so and nothing else.
 */
export function refusePlain(request: FastifyRequest, { requireTls }: Workspace): void {
  if (!requireTls || request.protocol === 'https' || healthChecks.includes(request.url)) return
  noteSecurity(request, 'plain_refused')
  throw refuse(
    'tls_needed',
    {
      zh: '本系统只接受 HTTPS 访问，请使用 https:// 开头的网址（反向代理须设置 X-Forwarded-Proto，并列入 GUANTONG_TRUST_PROXY）',
      en: 'This server is reached by HTTPS only: use its https:// address (a proxy must set X-Forwarded-Proto and be named in GUANTONG_TRUST_PROXY)',
    },
    { status: 421 },
  )
}

/**
 * A write that a browser sends from another site is refused, whatever cookies it carries. Behind a proxy that
 * renames the host, the public address is our own as well.
 */
export function refuseForeignOrigin(request: FastifyRequest, { publicUrl, definitions }: Workspace): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method) || request.headers.authorization) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin as string | undefined
  const ours = (text: string) =>
    URL.canParse(text) &&
    (new URL(text).host === request.headers.host ||
      (publicUrl !== '' && new URL(text).origin === new URL(publicUrl).origin))
  const foreign =
    (site && !['same-origin', 'none'].includes(site as string)) || (origin !== undefined && !ours(origin))
  const channel = /^\/api\/intake\/([^/?]+)/.exec(request.url)?.[1] ?? ''
  if (!foreign || (Object.hasOwn(definitions.intakes, channel) && definitions.intakes[channel]!.open)) return
  noteSecurity(request, 'foreign_origin', { origin })
  throw refuse(
    'foreign_origin',
    { zh: '拒绝来自其他网站的请求', en: 'Requests from other sites are refused' },
    { status: 403 },
  )
}
