import { sql, type Kysely } from 'kysely'
import pg from 'pg'
import { resolve, type Actor, type Definitions, type ModuleDef } from '../../model/index.ts'
import type { CipherName } from './ciphers.ts'
import type { Scanner } from './scanner.ts'
import type { FileStore } from './fileStore.ts'
import { loadOverlays } from './overlays.ts'
import { facing, patienceMs, type Patience } from './patience.ts'
import { PatientClient } from './patientClient.ts'
import { forgetPrepared, PreparingClient } from './preparingClient.ts'
import { makeSignal, type Signal } from './signal.ts'
import { table } from './table.ts'
import { makeTraffic, type Traffic } from './traffic.ts'
import { watchDatabase, type DatabaseWatch } from './watch.ts'
import { WatchedPool } from './watchedPool.ts'

export { table, tableText } from './table.ts'

export interface WorkspaceOptions {
  /** Schema name; one workspace is one PostgreSQL schema. */
  readonly name: string
  readonly url: string
  /** Connection that survives transactions, for LISTEN, migrations and jobs; `url` unless told. */
  readonly directUrl?: string
  readonly modules: readonly ModuleDef[]
  readonly files: FileStore
  readonly zone?: string
  readonly currency?: string
  readonly publicUrl?: string
  /** Looks at files that come in; none unless told. */
  readonly scanner?: Scanner | null
  /** Whether files are taken while the scanner is away. */
  readonly takeUnscanned?: boolean
  /** Nothing leaves or enters the machine without TLS. */
  readonly requireTls?: boolean
  /** Key for secrets kept at rest and for signed links. */
  readonly secret: string
  /** Keys of before, which still open what they sealed. */
  readonly oldSecrets?: readonly string[]
  readonly cipher?: CipherName
  readonly poolSize?: number
  /** How long the database may be silent before requests are refused, in milliseconds. */
  readonly patienceMs?: number
}

/** A company's database with the definitions it lives by. */
export interface Workspace {
  readonly name: string
  readonly url: string
  readonly directUrl: string
  readonly pool: pg.Pool
  readonly db: Kysely<any>
  /** The same connections by how long a statement may take; `db` is that of `work`. */
  readonly dbFor: Readonly<Record<Patience, Kysely<any>>>
  readonly modules: readonly ModuleDef[]
  readonly files: FileStore
  readonly zone: string
  readonly currency: string
  readonly publicUrl: string
  readonly requireTls: boolean
  readonly scanner: Scanner | null
  readonly takeUnscanned: boolean
  readonly secret: string
  readonly oldSecrets: readonly string[]
  readonly cipher?: CipherName
  readonly signal: Signal
  readonly traffic: Traffic
  /** Whether the database answers. */
  readonly database: DatabaseWatch
  /**
   * The merged definitions this process last read; `transact` reloads them when another process published.
   */
  definitions: Definitions
  /** Milliseconds by which the workspace's clock is ahead; moved only in demonstrations and tests. */
  clockOffsetMs: number
}

// Numbers stay decimal strings and days stay text: the driver's own conversions lose digits and shift days.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 1082 || oid === 1700 || oid === 20 ? (text: string) => text : pg.types.getTypeParser(oid, format),
}

/** Connects; the schema must have been migrated (see migrate.ts). */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const database = watchDatabase(options.directUrl ?? options.url, options.patienceMs)
  const pooled = options.directUrl !== undefined && options.directUrl !== options.url
  const pool = new WatchedPool(database, {
    connectionString: options.url,
    max: options.poolSize ?? 16,
    types,
    application_name: `guantong ${options.name}`,
    // A pooler in between may hand every statement to another connection, where nothing was prepared.
    ...(pooled ? { Client: PatientClient } : { Client: PreparingClient, maxLifetimeSeconds: 3600 }),
    onConnect: async (client) => {
      // Should this process be gone, or stand still, when a statement is to be cancelled. A pooler would hand
      // the limit on to others.
      if (!pooled) await client.query(`set statement_timeout = ${patienceMs.background}`)
    },
  })
  const db = facing(pool, patienceMs.work)
  const workspace: Workspace = {
    name: options.name,
    url: options.url,
    directUrl: options.directUrl ?? options.url,
    pool,
    db,
    dbFor: {
      question: facing(pool, patienceMs.question),
      work: db,
      background: facing(pool, patienceMs.background),
    },
    signal: makeSignal(options.name, db),
    traffic: makeTraffic(),
    database,
    modules: options.modules,
    files: options.files,
    zone: options.zone ?? 'Asia/Shanghai',
    currency: options.currency ?? 'CNY',
    publicUrl: options.publicUrl ?? '',
    requireTls: options.requireTls ?? false,
    scanner: options.scanner ?? null,
    takeUnscanned: options.takeUnscanned ?? false,
    secret: options.secret,
    oldSecrets: options.oldSecrets ?? [],
    cipher: options.cipher,
    definitions: resolve(options.modules),
    clockOffsetMs: 0,
  }
  try {
    await refresh(workspace)
  } catch (error) {
    await closeWorkspace(workspace)
    throw error
  }
  return workspace
}

/** Gives the connections back once running queries are done; the workspace cannot be used afterwards. */
export async function closeWorkspace(workspace: Workspace): Promise<void> {
  await workspace.db.destroy()
  workspace.database.stop()
}

/**
 * Reads definitions and clock again where they moved. Missing tables mean the workspace is yet to be
 * migrated. Several may be under way at once: one that asked earlier and is answered later does not turn the
 * clock back.
 */
export async function refresh(workspace: Workspace, db: Kysely<any> = workspace.db): Promise<void> {
  const asked = ++looks
  const state = await readState(workspace, db)
  if (!state) return
  if (asked > (lastLook.get(workspace) ?? 0)) {
    lastLook.set(workspace, asked)
    workspace.clockOffsetMs = Number(state.clock_offset_ms)
  }
  if (state.definitions_version === workspace.definitions.version) return
  forgetPrepared()
  workspace.definitions = resolve(
    workspace.modules,
    await loadOverlays(workspace, db),
    state.definitions_version,
  )
}
let looks = 0
const lastLook = new WeakMap<Workspace, number>()

async function readState(workspace: Workspace, db: Kysely<any>) {
  try {
    const found = await sql<{
      definitions_version: number
      clock_offset_ms: string
    }>`select definitions_version, clock_offset_ms from ${table(workspace, '_workspace')}`.execute(db)
    return found.rows[0]
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return undefined
    throw error
  }
}

/** The current moment by the workspace's clock. */
export const now = (workspace: Pick<Workspace, 'clockOffsetMs'>) =>
  new Date(Date.now() + workspace.clockOffsetMs)

/** An actor for a part of the system, by name: `system:leads.route`. */
export const systemActor = (name: string): Actor => ({
  id: null,
  name: `system:${name}`,
  roles: [],
  department: null,
  departments: [],
  language: 'zh',
  trusted: true,
})
