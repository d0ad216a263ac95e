import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrateJobs } from '../../kernel/jobs/jobs.ts'
import { migrate } from '../../kernel/workspace/migrate.ts'
import { kernelMigrations } from '../../kernel/workspace/tables.ts'
import type { Workspace } from '../../kernel/workspace/workspace.ts'
import { quoteName, refuse } from '../../model/index.ts'
import { readArchive, type Entry } from './archive.ts'
import { schemasOf, tablesOf } from './backUp.ts'
import {
  checkArchive,
  fileEntry,
  tableEntry,
  type DumpedTable,
  type Manifest,
  type Part,
} from './manifest.ts'
import { settleOutbox } from './settleOutbox.ts'

type Schemas = Readonly<Record<Part, string>>

/**
 * Fills an empty database, and the file store, from an archive. The archive is read to its end first, so that
 * a damaged one changes nothing; what fails afterwards takes away what was made.
 * @throws Refusal `backup_damaged`, `database_not_empty`, `backup_of_other_version`
 */
export async function restore(workspace: Workspace, path: string): Promise<Manifest> {
  const manifest = await checkArchive(path)
  checkVersion(manifest)
  const schemas = schemasOf(workspace)
  const client = new pg.Client({ connectionString: workspace.directUrl })
  await client.connect()
  const placed: string[] = []
  try {
    await refuseNonEmpty(client, schemas)
    try {
      await makeTables(workspace, client, schemas, { manifest, path })
      await client.query('begin')
      await fill(workspace, client, schemas, { manifest, path, placed })
      await settleOutbox(client, schemas.house)
      await client.query('commit')
      await client.query('analyze')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      await client.query(`drop schema if exists ${Object.values(schemas).map(quoteName).join(', ')} cascade`)
      for (const id of placed) await workspace.files.remove(id)
      throw error
    }
  } finally {
    await client.end()
  }
  return manifest
}

function checkVersion({ migrations, version }: Manifest): void {
  const ours = kernelMigrations.map(({ name }) => name).sort()
  if (JSON.stringify(ours) === JSON.stringify([...migrations].sort())) return
  throw refuse('backup_of_other_version', {
    zh: `该备份来自版本 ${version}，其数据表与本版本不同：请用该版本恢复，再启动新版本，由它自动升级`,
    en: `The backup was made by version ${version}, whose tables differ from those of this one: restore it with that version, then start this one, which brings it up to date`,
  })
}

async function refuseNonEmpty(client: pg.Client, schemas: Schemas): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select nspname as name from pg_namespace where nspname = any($1)',
    [Object.values(schemas)],
  )
  if (rows.length === 0) return
  throw refuse('database_not_empty', {
    zh: `数据库中已有模式“${rows[0]!.name}”，恢复只写入空数据库：请换一个数据库或数据文件夹`,
    en: `The database already holds the schema "${rows[0]!.name}", and only an empty one is restored into: take another database or data folder`,
  })
}

interface Source {
  readonly manifest: Manifest
  readonly path: string
}

/**
 * The tables of this version with the company's own definitions, which come first, and then whatever else the
 * archive has columns of.
 */
async function makeTables(
  workspace: Workspace,
  client: pg.Client,
  schemas: Schemas,
  { manifest, path }: Source,
): Promise<void> {
  await migrate(workspace)
  await migrateJobs(workspace)
  const first = manifest.tables.filter(
    ({ part, name }) => part === 'house' && ['_definition', '_workspace'].includes(name),
  )
  await client.query('begin')
  await client.query(`truncate ${first.map((table) => placeOf(schemas, table)).join(', ')}`)
  for await (const entry of readArchive(path)) {
    const table = first.find((one) => tableEntry(one) === entry.name)
    await (table ? load(client, schemas, table, entry) : drain(entry))
  }
  await client.query('commit')
  await migrate(workspace)
  await addMissing(client, schemas, manifest)
}

const placeOf = (schemas: Schemas, { part, name }: Pick<DumpedTable, 'part' | 'name'>) =>
  `${quoteName(schemas[part])}.${quoteName(name)}`

/**
 * Objects and fields that the company gave up keep what they held, as they did where the archive was made.
 */
async function addMissing(client: pg.Client, schemas: Schemas, { tables }: Manifest): Promise<void> {
  for (const part of Object.keys(schemas) as Part[]) {
    const present = new Map(
      (await tablesOf(client, schemas[part])).map(({ name, columns }) => [
        name,
        new Set(columns.map((column) => column.name)),
      ]),
    )
    for (const table of tables.filter((one) => one.part === part)) {
      const known = present.get(table.name)
      if (!known) await client.query(`create table ${placeOf(schemas, table)} ()`)
      for (const { name, type } of table.columns.filter((column) => !known?.has(column.name)))
        await client.query(
          `alter table ${placeOf(schemas, table)} add column ${quoteName(name)} ${await typeOf(client, type)}`,
        )
    }
  }
}

/** A type as the database itself writes it, so that no text of an archive becomes a statement. */
async function typeOf(client: pg.Client, type: string): Promise<string> {
  const bare = type.replace(/\(\d+(,\d+)?\)/, '')
  const { rows } = await client.query<{ name: string | null }>(
    `select format_type(to_regtype($1), null) as name`,
    [bare],
  )
  if (!rows[0]?.name)
    throw refuse('backup_of_other_version', {
      zh: `数据库没有类型“${type}”`,
      en: `The database has no type "${type}"`,
    })
  return rows[0].name
}

/** Numbers of steps that the tables were made with are those of this version already. */
const ownOfVersion = (table: Pick<DumpedTable, 'part' | 'name'>) =>
  (table.part === 'house' && table.name === '_migration') ||
  (table.part === 'jobs' && table.name === 'migrations')

async function fill(
  workspace: Workspace,
  client: pg.Client,
  schemas: Schemas,
  { manifest, path, placed }: Source & { readonly placed: string[] },
): Promise<void> {
  const tables = new Map(
    manifest.tables.filter((table) => !ownOfVersion(table)).map((table) => [tableEntry(table), table]),
  )
  const files = new Map(manifest.files.map(({ id }) => [fileEntry(id), id]))
  await client.query(`truncate ${[...tables.values()].map((table) => placeOf(schemas, table)).join(', ')}`)
  for await (const entry of readArchive(path)) {
    const table = tables.get(entry.name)
    const file = files.get(entry.name)
    if (table) await load(client, schemas, table, entry)
    else if (file) placed.push(await place(workspace, file, entry))
    else await drain(entry)
  }
  for (const { part, name, last, called } of manifest.sequences)
    await client.query('select setval(to_regclass($1), $2, $3)', [
      placeOf(schemas, { part, name }),
      last,
      called,
    ])
}

async function load(
  client: pg.Client,
  schemas: Schemas,
  table: DumpedTable,
  { content }: Entry,
): Promise<void> {
  const columns = table.columns.map(({ name }) => quoteName(name)).join(', ')
  await pipeline(
    Readable.from(content, { objectMode: false }),
    client.query(copyFrom(`copy ${placeOf(schemas, table)} (${columns}) from stdin`)),
  )
}

async function place(workspace: Workspace, id: string, { content }: Entry): Promise<string> {
  const temporary = join(workspace.files.temporary, `restore-${id}`)
  try {
    await pipeline(content, createWriteStream(temporary, { mode: 0o600 }))
    await workspace.files.put(id, temporary)
    return id
  } finally {
    await rm(temporary, { force: true })
  }
}

async function drain({ content }: Entry): Promise<void> {
  for await (const _part of content);
}
