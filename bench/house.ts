import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { fillLeads } from './fillLeads.ts'
import { drive, driveInTurns, signIn, type Load, type Once, type Tempo } from './load.ts'
import { meterOf, type Meter } from './processor.ts'
import { startServer, type RunningServer } from './server.ts'

/** A server of its own with a database of its own and as many leads as were wanted; gone afterwards. */
export interface House {
  readonly rows: number
  /** Whether the whole shall take a minute: a line that counts pieces of work takes fewer of them. */
  readonly quick: boolean
  /** A sheet of companies to look for instead of made-up ones. */
  readonly companies?: string
  readonly server: RunningServer
  readonly base: string
  /** Eight connections past the server, for the same work in bare SQL. */
  readonly pool: pg.Pool
  /** Cookie of somebody who sees everything. */
  readonly admin: string
  /** Cookie of somebody who sees one department of 200, and which. */
  readonly director: string
  readonly department: string
  readonly meter: Meter
  /** Runs several in turns, so that a machine that grows slower meanwhile is the same to all of them. */
  inTurns<Name extends string>(
    all: Readonly<Record<Name, Once>>,
    tempo?: Tempo,
  ): Promise<Readonly<Record<Name, Load>>>
  /** Runs one alone, where what it sets off would share the machine with the next. */
  alone(once: Once, tempo?: Tempo): Promise<Load>
  /** Ends the server and starts it again with the same data. */
  restart(): Promise<RunningServer>
  stop(): Promise<void>
}

/** @example const house = await openHouse({ rows: 100_000, quick: false }) */
export async function openHouse({
  rows,
  quick,
  companies,
}: Pick<House, 'rows' | 'quick' | 'companies'>): Promise<House> {
  const data = mkdtempSync(join(tmpdir(), 'guantong-bench-'))
  let server = await startServer({ data })
  /** Its process id, …, its port. */
  const postmaster = () =>
    readFileSync(join(data, 'postgres', 'postgres', 'postmaster.pid'), 'utf8')
      .split('\n')
      .map(Number)
  const port = postmaster()[3]
  const password = readFileSync(join(data, 'postgres', 'postgres.password'), 'utf8').trim()
  const connectionString = `postgres://guantong:${password}@127.0.0.1:${port}/guantong`
  const pool = new pg.Pool({ connectionString, max: 8 })
  pool.on('error', () => {}) // the database ends with the server
  const stop = async () => {
    await pool.end()
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
  try {
    await fillLeads(pool, rows)
    const department = await moveDirector(pool)
    const meter = meterOf(() => ({ server: server.process.pid!, database: postmaster()[0]! }))
    const tempo: Tempo = quick ? { turns: 4, warmMs: 150, measureMs: 500 } : {}
    return {
      rows,
      quick,
      ...(companies ? { companies } : {}),
      server,
      base: server.base,
      pool,
      admin: await signIn(server.base, 'manager@demo.example'),
      director: await signIn(server.base, 'sales-director@demo.example'),
      department,
      meter,
      inTurns: (all, own) => driveInTurns(meter, all, { ...tempo, ...own }),
      alone: (once, own) =>
        drive(meter, once, { ...(quick ? { warmMs: 500, measureMs: 2000 } : {}), ...own }),
      restart: async () => {
        await server.stop()
        return (server = await startServer({ data }))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The director's own department becomes one of the 200, so that the grant cuts the rows to a two hundredth. */
async function moveDirector(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query(`select id from main.department where name = 'bench 7'`)
  const { id } = rows[0]
  await pool.query(`update main."user" set department = $1 where login = 'sales-director@demo.example'`, [id])
  await pool.query(`insert into main._department_path values ($1, $1, 0) on conflict do nothing`, [id])
  return id
}
