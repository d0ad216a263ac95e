import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Place } from '../auth/passkeys.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { isFromHere } from './fromHere.ts'

/**
 * Under which name the house is called, to which passkeys belong: the public address, where one is set, and
 * what the browser called otherwise or at the machine itself. Null for an address in figures, which cannot
 * have any.
 */
export function placeOf(request: FastifyRequest, { publicUrl }: Workspace): Place | null {
  const asked = `${request.protocol}://${request.host}`
  const address = isForOthers(publicUrl) && !isFromHere(request) ? publicUrl : asked
  if (!URL.canParse(address)) return null
  const { hostname, origin } = new URL(address)
  return isIP(hostname.replace(/^\[|\]$/g, '')) ? null : { rpId: hostname, origin }
}

/**
 * Whether people reach the house at its public address from elsewhere; without one it is that of this
 * machine.
 */
export const isForOthers = (publicUrl: string): boolean =>
  publicUrl !== '' && new URL(publicUrl).hostname !== 'localhost'
