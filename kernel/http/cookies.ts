import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../model/index.ts'
import type { From, SignedIn } from '../auth/signIn.ts'
import { cookieSeconds } from '../auth/session.ts'
import type { Prover } from '../auth/proof.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { isFromHere } from './fromHere.ts'
import { actorOf } from './options.ts'
import { placeOf } from './placeOf.ts'

const names = { session: 'guantong_session', device: 'guantong_device' } as const
const deviceSeconds = 400 * 86_400

/**
 * Whether people reach the house by https: then cookies go by nothing else, under names that no other host
 * can set (`__Host-`).
 */
const isSecure = (request: FastifyRequest, { publicUrl }: Workspace) =>
  publicUrl.startsWith('https:') || request.protocol === 'https'

const nameOf = (which: keyof typeof names, secure: boolean) =>
  secure ? `__Host-${names[which]}` : names[which]

const read = (request: FastifyRequest, workspace: Workspace, which: keyof typeof names): string | undefined =>
  request.cookies[nameOf(which, isSecure(request, workspace))]

/** The token of the session that a browser carries. */
export const sessionToken = (request: FastifyRequest, workspace: Workspace): string | undefined =>
  read(request, workspace, 'session')

/** Where somebody signs in from, with what their browser carries. */
export function fromWhere(request: FastifyRequest, workspace: Workspace): From {
  return {
    address: request.ip,
    agent: request.headers['user-agent'] ?? '',
    here: isFromHere(request),
    at: placeOf(request, workspace),
    device: read(request, workspace, 'device'),
    session: sessionToken(request, workspace),
  }
}

/** Gives a browser the token of its session, and the mark by which the device is known next time. */
export async function giveCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  workspace: Workspace,
  { token, device }: { readonly token: string } & Partial<Pick<SignedIn, 'device'>>,
): Promise<void> {
  const secure = isSecure(request, workspace)
  const flags = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  void reply.setCookie(nameOf('session', secure), token, { ...flags, maxAge: await cookieSeconds(workspace) })
  if (device) void reply.setCookie(nameOf('device', secure), device, { ...flags, maxAge: deviceSeconds })
}

/** Takes the session away from a browser; the device stays known. */
export function takeSession(request: FastifyRequest, reply: FastifyReply, workspace: Workspace): void {
  const secure = isSecure(request, workspace)
  void reply.clearCookie(nameOf('session', secure), { path: '/', httpOnly: true, sameSite: 'lax', secure })
}

/**
 * The person at a screen, for what a key of the API never does: make keys, change how one signs in. Refuses
 * keys.
 */
export function atScreen(request: FastifyRequest, workspace: Workspace): Prover {
  const actor = actorOf(request)
  const token = sessionToken(request, workspace)
  if (actor.scope || !token)
    throw refuse(
      'session_needed',
      {
        zh: 'API 密钥不能管理密钥或登录方式，请登录后操作',
        en: 'A key of the API cannot make keys or change how one signs in: sign in yourself',
      },
      { status: 403 },
    )
  return { person: actor.id!, token, address: request.ip, at: placeOf(request, workspace) }
}
