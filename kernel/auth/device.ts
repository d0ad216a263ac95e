import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Workspace } from '../workspace/workspace.ts'

/**
 * A device that somebody signed in from before carries a signed cookie, so that strangers who guess at a
 * login are held up and its owner is not. Source: OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies". A shared device remembers the last few people.
 */
const peopleMax = 5

/** The newest key signs; what older ones signed still counts. */
type DeviceKeys = Pick<Workspace, 'secret' | 'oldSecrets'>

/**
 * The nonce under which tries of this device at this login are counted; null for a device that never signed
 * in as this login.
 */
export function knownDevice(workspace: DeviceKeys, login: string, cookie: string | undefined): string | null {
  for (const part of partsOf(cookie)) {
    const [nonce = '', seal = ''] = part.split('.')
    const given = Buffer.from(seal)
    for (const secret of [workspace.secret, ...workspace.oldSecrets]) {
      const right = Buffer.from(sealOf(secret, login, nonce))
      if (given.length === right.length && timingSafeEqual(given, right)) return nonce
    }
  }
  return null
}

/** The cookie after a sign-in: this login first, with a new nonce, and the others that the device knew. */
export function rememberDevice(workspace: DeviceKeys, login: string, cookie: string | undefined): string {
  const nonce = randomBytes(12).toString('base64url')
  const others = partsOf(cookie).filter((part) => knownDevice(workspace, login, part) === null)
  return [`${nonce}.${sealOf(workspace.secret, login, nonce)}`, ...others].slice(0, peopleMax).join('~')
}

const partsOf = (cookie = '') =>
  cookie
    .split('~')
    .filter((part) => /^[\w-]{16}\.[\w-]{43}$/.test(part))
    .slice(0, peopleMax)

const sealOf = (secret: string, login: string, nonce: string) =>
  createHmac('sha256', createHash('sha256').update(`device ${secret}`).digest())
    .update(`${login}\n${nonce}`)
    .digest('base64url')

/** A login as a key of the throttle: short, and readable by nobody who reads that table. */
export const loginKey = (login: string): string =>
  createHash('sha256').update(login).digest('base64url').slice(0, 22)

/**
 * Where a request comes from, for counting. Of IPv6 the network of 64 bits, for whoever has one address of it
 * has them all.
 */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  if (!isIPv6(address)) return address
  const [front = '', back] = address.toLowerCase().split('%')[0]!.split('::')
  const head = front.split(':').filter(Boolean)
  const tail = back === undefined ? [] : back.split(':').filter(Boolean)
  const groups =
    back === undefined
      ? head
      : [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
