import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { until } from '../e2e/client.ts'
// @ts-expect-error Plain JavaScript: it runs before anything is installed.
import { serverCommand } from './build/build.mjs'
import { testAdminUrl, testDatabaseUrl } from './postgres/testDatabase.ts'

export interface KillableServer {
  readonly base: string
  /** The hard way, as a power cut does. */
  kill(): Promise<void>
}

export interface TestServers {
  readonly db: pg.Pool
  start(): Promise<KillableServer>
  /** Starts one where another listens already, and waits until it ends. */
  startAt(port: number): Promise<{ readonly code: number | null; readonly said: string }>
  /** The first number of the first row. */
  one(query: string, values?: readonly unknown[]): Promise<number>
  stop(): Promise<void>
}

/** Real server processes on a database of their own, which tests kill and start again. */
export async function openTestServers(name: string, password: string): Promise<TestServers> {
  const database = `${name}_${process.pid}`
  const data = mkdtempSync(join(tmpdir(), `guantong-${name}-`))
  const admin = new pg.Client({ connectionString: testAdminUrl() })
  await admin.connect()
  await admin.query(`create database ${database}`)
  await admin.query(
    `grant create on database ${database} to ${pg.escapeIdentifier(new URL(testDatabaseUrl()).username)}`,
  )
  await admin.end()
  const url = Object.assign(new URL(testDatabaseUrl()), { pathname: `/${database}` }).toString()
  const db = new pg.Pool({ connectionString: url, max: 4 })
  db.on('error', () => {})
  const running = new Set<ChildProcess>()
  const environment = (port: number) => ({
    ...process.env,
    PORT: String(port),
    DATABASE_URL: url,
    GUANTONG_DATA: data,
    GUANTONG_DEMO_PASSWORD: password,
    LOG_LEVEL: 'error',
  })
  return {
    db,
    async start() {
      const port = await freePort()
      const [program, ...args] = serverCommand() as [string, ...string[]]
      const child = spawn(program, args, {
        env: environment(port),
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      running.add(child)
      const base = `http://127.0.0.1:${port}`
      await until(
        'the server to be ready',
        () =>
          fetch(`${base}/readyz`).then(
            (answer) => answer.ok,
            () => false,
          ),
        120_000,
      )
      return {
        base,
        kill: () =>
          new Promise((resolve) => {
            running.delete(child)
            child.once('exit', () => resolve())
            child.kill('SIGKILL')
          }),
      }
    },
    async startAt(port) {
      const [program, ...args] = serverCommand() as [string, ...string[]]
      const child = spawn(program, args, {
        env: environment(port),
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      running.add(child)
      let said = ''
      child.stderr.on('data', (text: Buffer) => (said += text.toString()))
      const [code] = (await once(child, 'close')) as [number | null]
      running.delete(child)
      return { code, said }
    },
    one: async (query, values = []) => Number(Object.values((await db.query(query, [...values])).rows[0])[0]),
    async stop() {
      for (const child of running) child.kill('SIGKILL')
      await db.end()
    },
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
