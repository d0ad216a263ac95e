import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { keepPostgres } from '../../server/postgres/keepPostgres.ts'
import { makeSmallDisk, type SmallDisk } from './disk.ts'
import { freezeDatabase, killDatabase } from './freeze.ts'
import { startServer, type CrashServer } from './servers.ts'
import { password } from './writers.ts'

/** A database of its own and server processes on it, each of which can be hit. */
export interface CrashHouse {
  readonly servers: readonly CrashServer[]
  readonly db: pg.Pool
  /** Where logs and data lie. */
  readonly folder: string
  /** The disk of the database; null where this machine lets us mount none. */
  readonly disk: SmallDisk | null
  /** Processes that ended though nobody killed them. */
  readonly deaths: string[]
  killDatabase(): void
  freezeDatabase(): () => void
  /** Waits until a server answers. */
  ready(which: 'one' | 'all'): Promise<void>
  /** Ends all; what lies in the folder stays where there is something to look for. */
  close(keep?: boolean): Promise<void>
}

const readyMaxMs = 120_000
const diskMegabytes = 900

/**
 * Starts everything; servers share the folder and start at the same moment on the empty database. `embedded`
 * lets the servers start and keep the database themselves; else it is kept here, and to them an external one.
 */
export async function openCrashHouse({
  servers: many = 2,
  embedded = false,
  smallDisk = true,
} = {}): Promise<CrashHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-crash-'))
  const data = join(folder, 'data')
  const place = join(data, 'postgres')
  const disk = smallDisk ? makeSmallDisk(place, diskMegabytes) : null
  const postgres = embedded ? null : await keepPostgres({ folder: place })
  const deaths: string[] = []
  const env = {
    GUANTONG_DATA: data,
    GUANTONG_DEMO_PASSWORD: password,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  }
  const servers = await Promise.all(
    Array.from({ length: many }, (_, i) =>
      startServer(env, { log: join(folder, `server${i}.log`), ended: (how) => void deaths.push(how) }),
    ),
  )
  const ready = async (which: 'one' | 'all') => {
    for (const end = Date.now() + readyMaxMs; ;) {
      const answers = await Promise.all(servers.map((server) => server.ready()))
      if (which === 'all' ? answers.every(Boolean) : answers.some(Boolean)) return
      if (Date.now() > end) throw new Error(`no server is ready after ${readyMaxMs / 1000} s, see ${folder}`)
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }
  await ready('all')
  const url = postgres?.url ?? (await keepPostgresUrl(place))
  const db = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true })
  db.on('error', () => {})
  db.on('connect', (client) => client.on('error', () => {}))
  const pgData = join(place, 'postgres')
  return {
    servers,
    db,
    folder,
    disk,
    deaths,
    ready,
    killDatabase: () => killDatabase(pgData),
    freezeDatabase: () => freezeDatabase(pgData),
    async close(keep = false) {
      for (const server of servers) server.kill(false)
      await db.end().catch(() => {})
      await postgres?.stop()
      disk?.remove()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The address of a database that a server started: its own look at the folder joins it. */
async function keepPostgresUrl(folder: string): Promise<string> {
  const { startPostgres } = await import('../../server/postgres/startPostgres.ts')
  return (await startPostgres({ folder })).url
}
