import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../kernel/auth/keys.ts'
import { keepFile } from '../../kernel/files/files.ts'
import { receiveFile } from '../../kernel/files/receiveFile.ts'
import { localStore } from '../../kernel/files/localStore.ts'
import { makeServer } from '../../kernel/http/server.ts'
import { runHouse, settled, type House } from '../../kernel/house.ts'
import { startLive, type Live } from '../../kernel/live/live.ts'
import { createRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import {
  closeWorkspace,
  openWorkspace,
  systemActor,
  table,
  type Workspace,
} from '../../kernel/workspace/workspace.ts'
import { allModules } from '../modules.ts'
import { testAdminUrl, testDatabaseUrl } from '../postgres/testDatabase.ts'
import { startDemo, type Demo } from '../seed/startDemo.ts'
import { backUp } from './backUp.ts'
import { restore } from './restore.ts'

const run = promisify(execFile)
let demo: Demo, folder: string, archive: string, key: string
const opened: Workspace[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guantong-backup-test-'))
  archive = join(folder, 'house.tar.gz')
  demo = await startDemo(testDatabaseUrl())
  key = await keyOf('manager@demo.example')
  await giveOwnField(await keyOf('admin@demo.example'))
  const house = systemActor('tests')
  const { id } = await transact(demo.workspace, house, (tx) =>
    createRecord(tx, 'lead', {
      company: '备份前的线索',
      phone: '13912345678',
      source: 'phone',
      x_colour: '蓝',
    }),
  )
  const received = await receiveFile(demo.workspace, Readable.from([Buffer.from('图纸\0之一')]))
  await keepFile(demo.workspace, house, received, { name: '图纸.txt', object: 'lead', record: id })
  await settled(demo.workspace)
})
afterAll(async () => {
  for (const workspace of opened) await closeWorkspace(workspace)
  await demo?.stop()
  await rm(folder, { recursive: true })
})

async function keyOf(login: string): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`select id from ${table(demo.workspace, 'user')} where login = ${login}`.execute(demo.workspace.db)
  return (
    await createApiKey(demo.workspace, rows[0]!.id, {
      name: 'tests',
      objects: null,
      verbs: ['read', 'administer'],
    })
  ).key
}

/** A field of the company's own: a definition, a column and a value that no shipped version knows of. */
async function giveOwnField(as: string) {
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${demo.base}/api/definitions/object/lead${path}`, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await send('PUT', '', { fields: { x_colour: { type: 'text', index: true, label: { zh: '颜色' } } } })
  expect((await send('POST', '/publish', {})).status).toBe(200)
}

/** A database of its own that nobody has written into, and a store that holds nothing. */
async function emptyHouse(): Promise<Workspace> {
  const name = `restored_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const owner = new pg.Client({ connectionString: testAdminUrl() })
  await owner.connect()
  await owner.query(`create database ${name}`)
  await owner.query(
    `grant create on database ${name} to ${pg.escapeIdentifier(new URL(testDatabaseUrl()).username)}`,
  )
  await owner.end()
  const url = Object.assign(new URL(testDatabaseUrl()), { pathname: `/${name}` }).toString()
  const files = await localStore(await mkdtemp(join(folder, 'files-')))
  const workspace = await openWorkspace({
    name: 'main',
    url,
    modules: allModules,
    files,
    secret: 'a secret of the demonstration',
  })
  opened.push(workspace)
  return workspace
}

interface Serving {
  readonly app: FastifyInstance
  get(path: string): Promise<string>
  stop(): Promise<void>
}
async function serve(workspace: Workspace): Promise<Serving> {
  const live: Live = await startLive(workspace)
  const house: House = await runHouse(workspace, live)
  const app = await makeServer({ workspace, live, logLevel: 'silent' })
  return {
    app,
    get: async (path) =>
      (await app.inject({ url: `/api${path}`, headers: { authorization: `Bearer ${key}` } })).body,
    async stop() {
      await app.close()
      await live.stop()
      await house.stop()
    },
  }
}
const schemas = async (workspace: Workspace) =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from pg_namespace where nspname in ('main', 'main_jobs')`.execute(
      workspace.db,
    )
  ).rows[0]!.n

test('a restored house answers as the one that was saved, files and own fields included', async () => {
  const { tables, files, missing } = await backUp(demo.workspace, archive)
  expect(missing).toEqual([])
  expect((await stat(archive)).mode & 0o777).toBe(0o600)
  const restored = await emptyHouse()
  await restore(restored, archive)
  const house = await serve(restored)
  const before = async (path: string) =>
    (await fetch(`${demo.base}/api${path}`, { headers: { authorization: `Bearer ${key}` } })).text()
  let filled = 0
  for (const object of Object.keys(demo.workspace.definitions.objects)) {
    const path = `/records/${object}?limit=200&count=true`
    expect([object, await house.get(path)]).toEqual([object, await before(path)])
    if (JSON.parse(await before(path)).items?.length > 0) filled++
  }
  const { rows } = await sql<{
    id: string
    record: string | null
  }>`select id, record from ${table(demo.workspace, '_file')}`.execute(demo.workspace.db)
  for (const { id } of rows.filter(({ record }) => record))
    expect(await house.get(`/files/${id}`)).toBe(await before(`/files/${id}`))
  const [lead] = JSON.parse(await before('/records/lead?where=company%20%3D%20%22备份前的线索%22')).items
  expect(lead.x_colour).toBe('蓝')
  expect(await house.get(`/records/lead/${lead.id}/timeline`)).toBe(
    await before(`/records/lead/${lead.id}/timeline`),
  )
  expect([filled > 20, tables.length > 60, files.length, rows.length]).toEqual([true, true, 1, 1])
  const shape = async ({ db, name }: Workspace) =>
    (
      await sql<{ part: string }>`
    select indexname as part from pg_indexes where schemaname = ${name} union all
    select conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = ${name} order by 1`.execute(
        db,
      )
    ).rows.map(({ part }) => part)
  expect(await shape(restored)).toEqual(await shape(demo.workspace))
  await house.stop()
})

test('what had happened does not happen again, and what was yet to happen does, though transactions are counted anew', async () => {
  // As in a database that has seen many more transactions than the one it is restored into.
  const late = sql`(xid::text::bigint + 4000000000)::text::xid8`
  await sql`update ${table(demo.workspace, '_reader')} set xid = ${late}`.execute(demo.workspace.db)
  await sql`update ${table(demo.workspace, '_event')} set xid = ${late}`.execute(demo.workspace.db)
  const { id } = await transact(demo.workspace, systemActor('tests'), (tx) =>
    createRecord(tx, 'lead', { company: '尚未分配的线索', phone: '13700000001', source: 'phone' }),
  )
  // It is not read here: its transaction lies behind the readers' places.
  await sql`update ${table(demo.workspace, '_event')} set xid = '5000000000' where record = ${id}`.execute(
    demo.workspace.db,
  )
  const path = join(folder, 'late.tar.gz')
  await backUp(demo.workspace, path)
  const restored = await emptyHouse()
  await restore(restored, path)
  const count = async (workspace: Workspace, where: ReturnType<typeof sql>) =>
    (
      await sql<{
        n: number
      }>`select count(*)::int as n from ${table(workspace, '_event')} where name = 'lead.checked' and ${where}`.execute(
        workspace.db,
      )
    ).rows[0]!.n
  const old = sql`record <> ${id}`
  const ran = await count(restored, old)
  const house = await serve(restored)
  await settled(restored)
  expect([await count(restored, sql`record = ${id}`), await count(restored, old)]).toEqual([1, ran])
  await transact(restored, systemActor('tests'), (tx) =>
    createRecord(tx, 'lead', { company: '恢复之后的线索', phone: '13700000002', source: 'phone' }),
  )
  await settled(restored)
  expect([await count(restored, sql`record <> ${id}`)]).toEqual([ran + 1])
  await house.stop()
})

test('a damaged archive and one that is cut off are refused in words, and leave an empty database empty', async () => {
  const bytes = await readFile(archive)
  const restored = await emptyHouse()
  const broken = join(folder, 'broken.tar.gz')
  await writeFile(broken, bytes.subarray(0, Math.floor(bytes.length / 2)))
  await expect(restore(restored, broken)).rejects.toMatchObject({ code: 'backup_damaged' })
  await copyFile(archive, broken)
  const handle = await open(broken, 'r+')
  await handle.write(Buffer.from([bytes[bytes.length >> 1]! ^ 1]), 0, 1, bytes.length >> 1)
  await handle.close()
  await expect(restore(restored, broken)).rejects.toMatchObject({ code: 'backup_damaged' })
  await writeFile(broken, 'no archive at all')
  await expect(restore(restored, broken)).rejects.toMatchObject({ code: 'backup_damaged' })
  // One byte of one table is other than its hash says: whole as an archive, and yet not what was saved.
  const unpacked = await mkdtemp(join(folder, 'unpacked-'))
  await run('tar', ['-xzf', archive, '-C', unpacked])
  await writeFile(
    join(unpacked, 'tables/house/lead'),
    (await readFile(join(unpacked, 'tables/house/lead'), 'utf8')).replace('备份前的线索', '备份前的线案'),
  )
  await run('tar', ['--format=ustar', '-czf', broken, '-C', unpacked, 'tables', 'files', 'manifest.json'])
  await expect(restore(restored, broken)).rejects.toThrow('tables/house/lead')
  expect(await schemas(restored)).toBe(0)
})

test('what goes wrong half way takes away what was made', async () => {
  const restored = await emptyHouse()
  const failing = Object.create(restored, {
    files: { value: { ...restored.files, put: () => Promise.reject(new Error('the disk is full')) } },
  }) as Workspace
  await expect(restore(failing, archive)).rejects.toThrow('the disk is full')
  expect(await schemas(restored)).toBe(0)
  await restore(restored, archive)
  expect(await schemas(restored)).toBe(2)
})

test('a database that holds something is not restored into, and no archive is written over', async () => {
  await expect(restore(demo.workspace, archive)).rejects.toMatchObject({ code: 'database_not_empty' })
  await expect(backUp(demo.workspace, archive)).rejects.toMatchObject({ code: 'backup_exists' })
  await expect(backUp(await emptyHouse(), join(folder, 'nothing.tar.gz'))).rejects.toMatchObject({
    code: 'nothing_to_back_up',
  })
})

test('the secret that seals second factors is not in the archive, nor the key of a caller', async () => {
  const unpacked = (await run('tar', ['-xzOf', archive], { maxBuffer: 1 << 30, encoding: 'latin1' })).stdout
  const holds = (text: string) => unpacked.includes(text)
  expect([holds('admin@demo.example'), holds('a secret of the demonstration'), holds(key)]).toEqual([
    true,
    false,
    false,
  ])
})
