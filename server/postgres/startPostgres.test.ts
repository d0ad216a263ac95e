import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findPostmaster, isAlive } from './postmaster.ts'
import { startPostgres } from './startPostgres.ts'
import { testDatabaseUrl } from './testDatabase.ts'

const makeClosedFolder = () => join(mkdtempSync(join(tmpdir(), 'guantong-postgres-')), 'data')
const removeClosedFolder = (inner: string) => rmSync(join(inner, '..'), { recursive: true, force: true })

let made = ''
let folder = ''
beforeAll(async () => {
  made = makeClosedFolder()
  await (await startPostgres({ folder: made, durable: false })).stop()
})
afterAll(() => removeClosedFolder(made))
beforeEach(() => {
  folder = makeClosedFolder()
})
afterEach(() => removeClosedFolder(folder))

/** Making a database takes a second; where its making is not the matter, a copy of one does. */
const copyMade = () => cpSync(made, folder, { recursive: true })

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}
const start = () => startPostgres({ folder, durable: false })

/** A server of its own process, so that it can be killed without killing the test. */
const startInAnotherProcess = async () => {
  const script = `import { startPostgres } from ${JSON.stringify(new URL('./startPostgres.ts', import.meta.url).pathname)}
    await startPostgres({ folder: ${JSON.stringify(folder)}, durable: false }); console.log('ready'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((ready) => child.stdout.once('data', ready))
  return child
}

test('the first start makes a UTF-8 database that finds Chinese trigrams, under a folder closed to others', async () => {
  const postgres = await start()
  expect(await ask(postgres.url, 'show server_encoding')).toEqual(['UTF8'])
  await ask(postgres.url, 'create extension pg_trgm')
  expect(await ask(postgres.url, `select cardinality(show_trgm('华东精密'))`)).toEqual([5])
  expect(
    await ask(
      postgres.url,
      `select x from unnest(array['张','李','陈']) x order by x collate "zh-Hans-x-icu"`,
    ),
  ).toEqual(['陈', '李', '张'])
  await postgres.stop()
  expect(isAlive(postgres.pid)).toBe(false)
})

test('the password is random, kept from other users, and needed', async () => {
  copyMade()
  const postgres = await start()
  expect(statSync(join(folder, 'postgres.password')).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'postgres.server.password')).mode & 0o777).toBe(0o600)
  expect(postgres.url).toContain(readFileSync(join(folder, 'postgres.server.password'), 'utf8'))
  await expect(ask(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
    'password authentication failed',
  )
  await postgres.stop()
})

test('what was written is there after a stop and a start', async () => {
  copyMade()
  const first = await start()
  await ask(first.adminUrl, 'create table kept (n int); insert into kept values (7)').catch(() => {})
  await first.stop()
  const second = await start()
  expect(await ask(second.adminUrl, 'select n from kept')).toEqual([7])
  await second.stop()
})

test('a second server on the same folder joins the running database and does not stop it', async () => {
  const [first, second] = await Promise.all([start(), start()])
  const [owner, guest] = first.owned ? [first, second] : [second, first]
  expect(guest).toMatchObject({ owned: false, pid: owner.pid, url: owner.url })
  await guest.stop()
  expect(await ask(owner.url, 'select 1')).toEqual([1])
  await owner.stop()
})

test('kill -9 of node leaves no orphan database, and the next start recovers what was committed', async () => {
  copyMade()
  const server = await startInAnotherProcess()
  const { pid, port } = findPostmaster(join(folder, 'postgres'))!
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8')
  await ask(
    `postgres://guantong:${password}@127.0.0.1:${port}/guantong`,
    'create table kept as select 7 as n',
  )
  const dead = new Promise((done) => server.once('exit', done))
  server.kill('SIGKILL')
  await dead
  const again = await start()
  expect(again.owned).toBe(true)
  expect(await ask(again.adminUrl, 'select n from kept')).toEqual([7])
  expect(isAlive(pid)).toBe(false)
  await again.stop()
}, 60_000)

// Only Linux tells a child that its parent has gone.
if (process.platform === 'linux')
  test('kill -9 of node alone stops the database', { timeout: 60_000 }, async () => {
    copyMade()
    const server = await startInAnotherProcess()
    const { pid } = findPostmaster(join(folder, 'postgres'))!
    server.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })

test('kill -9 of the database itself is recovered from, though it left its lock file', async () => {
  copyMade()
  const first = await startPostgres({ folder })
  await ask(first.adminUrl, 'create table kept as select 7 as n')
  process.kill(first.pid, 'SIGKILL')
  await expect.poll(() => isAlive(first.pid), { timeout: 10_000 }).toBe(false)
  const second = await start()
  expect(await ask(second.adminUrl, 'select n from kept')).toEqual([7])
  await second.stop()
})

test('a lock file that names a living stranger, as after a container restart, is not believed', async () => {
  copyMade()
  await (await start()).stop()
  const data = join(folder, 'postgres')
  writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n5432\n\n127.0.0.1\n0\nready\n`)
  const postgres = await start()
  expect(postgres.owned).toBe(true)
  await postgres.stop()
})

test('an interrupted first start leaves nothing half-made behind', async () => {
  mkdirSync(join(folder, 'postgres.new', 'base'), { recursive: true })
  const postgres = await start()
  expect(await ask(postgres.url, 'select 1')).toEqual([1])
  await postgres.stop()
})

// Whoever is not root is nobody to PostgreSQL's refusal to run as root.
if (process.getuid?.() === 0)
  test('root runs it as nobody where user namespaces are forbidden, on the same data', async () => {
    copyMade()
    const first = await startPostgres({ folder, durable: false, account: 'namespace' }).catch(() => undefined)
    await first?.stop()
    const second = await startPostgres({ folder, durable: false, account: 'nobody' })
    expect(await ask(second.url, 'select 1')).toEqual([1])
    await second.stop()
  })

test('one run of the tests shares one database', async () => {
  expect(await ask(testDatabaseUrl(), 'select 1')).toEqual([1])
})
