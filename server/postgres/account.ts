import { spawnSync } from 'node:child_process'
import { chownSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How PostgreSQL, which refuses to be root, is run, and whose its files are then. */
export interface Account {
  readonly prefix: readonly string[]
  readonly uid?: number
}

/**
 * - An ordinary user runs it as itself.
 * - Root runs it in a user namespace in which it merely looks like somebody else: files stay root's, any
 *   folder works.
 * - Root without namespaces (the default in Docker) becomes `nobody` and keeps the one capability that lets
 *   it
 *   pass folders closed to others.
 * @param way forces one way, for tests
 */
export const chooseAccount = (way?: 'namespace' | 'nobody'): Account => {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const { uid, gid } = ordinaryAccount()
  const namespace = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  if (way !== 'nobody' && runs(namespace)) return { prefix: namespace, uid: 0 }
  // no_setuid_fixup: without it access(2), by which initdb looks for postgres, forgets the capability.
  const caps = '+dac_override'
  const nobody = [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${caps}`,
    `--ambient-caps=${caps}`,
    '--',
  ]
  if (way !== 'namespace' && runs(nobody)) return { prefix: nobody, uid }
  throw new Error(
    'PostgreSQL cannot run as root, and neither "unshare --user" nor "setpriv --reuid" is allowed here. Start Guantong as an ordinary user, or point DATABASE_URL at a PostgreSQL 15 or newer.',
  )
}

/**
 * Sends SIGINT (fast shutdown) to PostgreSQL when we die, however we die. Linux only; elsewhere an orphan is
 * replaced on the next start.
 */
export const dieWithParent = (): readonly string[] => {
  const prefix = ['setpriv', '--pdeathsig', 'INT', '--']
  return process.platform === 'linux' && runs(prefix) ? prefix : []
}

/** Gives a data folder to the account that will open it: it may have been made by another way of running. */
export const giveTo = (uid: number | undefined, path: string): void => {
  if (uid === undefined || lstatSync(path).uid === uid) return
  chownSync(path, uid, uid)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) giveTo(uid, inner)
    else if (lstatSync(inner).uid !== uid) chownSync(inner, uid, uid)
  }
}

/** initdb looks its user up by id, so the id must be one that this machine knows. */
const ordinaryAccount = (): { uid: number; gid: number } => {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = accounts.find(([name]) => name === 'nobody') ?? accounts.find(([, , uid]) => Number(uid) > 0)
  return { uid: Number(found?.[2] ?? 65534), gid: Number(found?.[3] ?? 65534) }
}

const runs = ([command, ...args]: readonly string[]): boolean =>
  spawnSync(command!, [...args, 'true'], { stdio: 'ignore' }).status === 0
