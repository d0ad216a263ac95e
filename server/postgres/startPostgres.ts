import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { chooseAccount, dieWithParent } from './account.ts'
import { aloneIn, until } from './aloneIn.ts'
import { findBinaries, type Binaries } from './binaries.ts'
import { database, databaseEnvironment, ensureCluster, readPassword, superuser } from './cluster.ts'
import { endLeftovers } from './leftovers.ts'
import {
  findPostmaster,
  isAlive,
  readOwner,
  readPort,
  removeStaleLock,
  writeOwner,
  writePort,
} from './postmaster.ts'
import { ensureServerRole, readServerPassword, serverRole } from './serverRole.ts'

export interface PostgresOptions {
  /** The data folder; PostgreSQL lives in `postgres/` below it. */
  readonly folder: string
  /** TCP port on 127.0.0.1; unless told that of last time, or a free one. */
  readonly port?: number
  /** `false` trades safety against power loss for speed: tests only. */
  readonly durable?: boolean
  /** How root runs it; chosen by what the machine allows unless told. */
  readonly account?: 'namespace' | 'nobody'
}

export interface RunningPostgres {
  readonly url: string
  /** Same as `url`: nothing pools connections in between. */
  readonly directUrl: string
  /** As the superuser of the cluster, for what an operator does; the server itself never uses it. */
  readonly adminUrl: string
  readonly pid: number
  /** False where a server that was already running shared its database with us. */
  readonly owned: boolean
  /** Resolves when it has ended, by whatever hand. */
  ended(): Promise<void>
  /** Fast, clean shutdown (ms); does nothing unless owned. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL of a data folder, or joins the one that already runs there. An orphan, whose owner is
 * dead, is shut down and started again, so that there is always one owner who stops it.
 *
 * @example const postgres = await startPostgres({ folder: 'data' }); ...; await postgres.stop()
 */
export const startPostgres = async (options: PostgresOptions): Promise<RunningPostgres> => {
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return aloneIn(folder, async () => {
    const joined = await joinRunning(folder)
    if (!joined) {
      await endLeftovers(join(folder, 'postgres'))
      removeStaleLock(join(folder, 'postgres'))
    }
    const running = joined ?? (await startOwn({ ...options, folder }))
    await ensureServerRole(folder, running.adminUrl)
    return { ...running, ...serverAddress(folder, running.adminUrl) }
  })
}

type Started = Omit<RunningPostgres, 'url' | 'directUrl'>

const joinRunning = async (folder: string): Promise<Started | undefined> => {
  const data = join(folder, 'postgres')
  // One that recovers from a crash of its own is waited for, as long as somebody looks after it.
  const unready = () => isAlive(readOwner(folder)) && findPostmaster(data)?.status === 'starting'
  await until(() => !unready(), {
    timeoutMs: 120_000,
    otherwise: `the database in ${data} does not get ready`,
  })
  const running = findPostmaster(data)
  if (!running) return undefined
  if (isAlive(readOwner(folder)) && running.status === 'ready') {
    return {
      adminUrl: adminAddress(folder, running),
      pid: running.pid,
      owned: false,
      ended: () => endOf(running.pid),
      stop: async () => {},
    }
  }
  if (running.status !== 'stopping') process.kill(running.pid, 'SIGINT')
  const stopped = {
    timeoutMs: 60_000,
    otherwise: `the database left running in ${data} (process ${running.pid}) does not stop`,
  }
  await until(() => !findPostmaster(data), stopped)
  return undefined
}

const lookEveryMs = 200

/** Of a database that is not our child the system tells us nothing. */
const endOf = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await new Promise((resume) => setTimeout(resume, lookEveryMs).unref())
}

const startOwn = async (options: PostgresOptions): Promise<Started> => {
  const { folder } = options
  const binaries = findBinaries()
  const account = chooseAccount(options.account)
  const data = await ensureCluster(folder, { binaries, account })
  const port = options.port ?? (await freePort(readPort(folder)))
  const log = openSync(join(folder, 'postgres.log'), logTooLong(folder) ? 'w' : 'a', 0o600)
  writeOwner(folder)
  writePort(folder, port)
  // dieWithParent comes last: changing the user or its capabilities clears the death signal.
  const [command, ...args] = [
    ...account.prefix,
    ...dieWithParent(),
    binaries.postgres,
    '-D',
    data,
    ...settings({ port, durable: options.durable ?? true }),
  ]
  const child = spawn(command!, args, {
    cwd: '/',
    env: databaseEnvironment(),
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  let failed: Error | undefined
  child.once('error', (error) => (failed = error))
  await until(
    () => {
      if (failed || child.exitCode !== null || child.signalCode !== null)
        throw new Error(`PostgreSQL did not start: ${failed?.message ?? lastLines(folder)}`)
      return findPostmaster(data)?.status === 'ready'
    },
    { timeoutMs: 120_000, otherwise: `PostgreSQL is not ready: ${lastLines(folder)}` },
  )
  child.unref()
  return {
    adminUrl: adminAddress(folder, { port }),
    pid: child.pid!,
    owned: true,
    ended: () => ended,
    stop: () => stopOwn({ binaries, data, pid: child.pid!, ended }),
  }
}

/**
 * Fast shutdown, then the immediate one if a client holds it up for ten seconds; neither loses committed
 * work.
 */
const stopOwn = async ({
  binaries,
  data,
  pid,
  ended,
}: {
  binaries: Binaries
  data: string
  pid: number
  ended: Promise<void>
}): Promise<void> => {
  const signal = (name: 'SIGINT' | 'SIGQUIT') => {
    // Windows has no signals: there pg_ctl knows another way.
    if (process.platform === 'win32')
      spawnSync(binaries.pgCtl, ['stop', '-D', data, '-m', name === 'SIGINT' ? 'fast' : 'immediate'])
    else if (isAlive(pid)) process.kill(pid, name)
  }
  const impatient = setTimeout(() => signal('SIGQUIT'), 10_000)
  signal('SIGINT')
  await ended
  clearTimeout(impatient)
}

/**
 * Chosen for one small server that shares its machine with node; everything else keeps PostgreSQL's default.
 */
const settings = ({ port, durable }: { port: number; durable: boolean }): string[] => {
  const sharedMb = durable && totalmem() > 6e9 ? 512 : 128
  const wanted = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    `shared_buffers=${sharedMb}MB`,
    'work_mem=16MB',
    'maintenance_work_mem=128MB',
    'random_page_cost=1.1',
    'jit=off',
    'max_wal_size=2GB',
    'log_checkpoints=off',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  return wanted.flatMap((setting) => ['-c', setting])
}

const adminAddress = (folder: string, { port }: { port: number }): string =>
  `postgres://${superuser}:${readPassword(folder)}@127.0.0.1:${port}/${database}`

const serverAddress = (folder: string, adminUrl: string): { url: string; directUrl: string } => {
  const url = Object.assign(new URL(adminUrl), {
    username: serverRole,
    password: readServerPassword(folder),
  }).toString()
  return { url, directUrl: url }
}

/** The wanted port where it is free, so that whoever knew it finds the database again; else any. */
const freePort = (wanted: number): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', wanted === 0 ? fail : () => void freePort(0).then(done, fail))
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })

const logTooLong = (folder: string): boolean =>
  (statSync(join(folder, 'postgres.log'), { throwIfNoEntry: false })?.size ?? 0) > 20_000_000

const lastLines = (folder: string): string =>
  readFileSync(join(folder, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-8).join('\n')
