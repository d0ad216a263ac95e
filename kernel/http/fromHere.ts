import { BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6')
loopback.addAddress('::1', 'ipv6')

const isLoopback = (address: string) =>
  isIP(address) !== 0 && loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** By these a proxy says that it speaks for somebody else. */
const forwarding = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'] as const

/**
 * Whether a request comes from somebody at this very machine. Behind a proxy that is believed the client's
 * address counts; one that is not believed speaks for who knows whom, and so does whoever calls the house by
 * another name than that of the machine itself.
 */
export function isFromHere(request: FastifyRequest): boolean {
  // Of what is forwarded anybody may be made up; who really connects may not.
  if (!isLoopback(request.ip) || !isLoopback(request.socket.remoteAddress ?? '')) return false
  const believed = (request.ips?.length ?? 1) > 1
  if (!believed && forwarding.some((name) => request.headers[name] !== undefined)) return false
  return [request.headers.host && `http://${request.headers.host}`, request.headers.origin].every(
    (address) => !address || isOurName(address),
  )
}

function isOurName(address: string): boolean {
  if (!URL.canParse(address)) return false
  const name = new URL(address).hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name)
}
