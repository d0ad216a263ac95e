import { isIP } from 'node:net'

/**
 * Whether a host of an address is this machine, so that what is said to it passes no network. A folder is
 * that of a socket.
 */
export const isThisMachine = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '')
  return (
    bare === 'localhost' ||
    bare === '::1' ||
    bare.startsWith('/') ||
    (isIP(bare) === 4 && bare.startsWith('127.'))
  )
}
