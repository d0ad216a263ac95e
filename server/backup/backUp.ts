import { createHash } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { jobsSchema } from '../../kernel/jobs/jobsSchema.ts'
import type { Workspace } from '../../kernel/workspace/workspace.ts'
import { quoteName, Refusal, refuse } from '../../model/index.ts'
import { hashing, writeArchive, type ArchiveWriter } from './archive.ts'
import {
  fileEntry,
  manifestName,
  tableEntry,
  type Column,
  type DumpedSequence,
  type DumpedTable,
  type Manifest,
  type Part,
} from './manifest.ts'

/** The schema of each part of a workspace. */
export const schemasOf = (workspace: Workspace): Readonly<Record<Part, string>> => ({
  house: workspace.name,
  jobs: jobsSchema(workspace),
})

/**
 * Writes database and files of a workspace into one archive. The database is read in one snapshot, while
 * everybody goes on working; the files after it, which are never changed and are there before the rows that
 * name them.
 * @throws Refusal `backup_exists`, `nothing_to_back_up`
 */
export async function backUp(workspace: Workspace, path: string): Promise<Manifest> {
  const archive = await writeArchive(path)
  const spool = await mkdtemp(join(dirname(resolve(path)), '.guantong-backup-')).catch(() =>
    mkdtemp(join(tmpdir(), 'guantong-backup-')),
  )
  const client = new pg.Client({ connectionString: workspace.directUrl })
  try {
    await client.connect()
    await client.query('begin transaction isolation level repeatable read, read only')
    const dumped = await dumpDatabase(client, schemasOf(workspace), archive, spool)
    const { rows } = await client.query<{ id: string; sha256: Buffer }>(
      `select id, sha256 from ${quoteName(workspace.name)}._file order by id`,
    )
    await client.query('commit')
    const files = await dumpFiles(workspace, rows, archive, spool)
    const manifest: Manifest = {
      format: 1,
      version: readVersion(),
      made_at: new Date().toISOString(),
      ...dumped,
      ...files,
    }
    await archive.addText(manifestName, JSON.stringify(manifest))
    await archive.finish()
    return manifest
  } catch (error) {
    await archive.abandon()
    throw error
  } finally {
    await client.end()
    await rm(spool, { recursive: true, force: true })
  }
}

/** The version of the product, from whichever folder it runs. */
function readVersion(): string {
  const read = (up: string) =>
    JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as { readonly version: string }
  try {
    return read('../../package.json').version
  } catch {
    return read('../../../package.json').version
  }
}

async function dumpDatabase(
  client: pg.Client,
  schemas: Readonly<Record<Part, string>>,
  archive: ArchiveWriter,
  spool: string,
) {
  const tables: DumpedTable[] = []
  const sequences: DumpedSequence[] = []
  for (const part of Object.keys(schemas) as Part[]) {
    const schema = schemas[part]
    for (const { name, columns } of await tablesOf(client, schema)) {
      const file = join(spool, 'table')
      const listed = columns.map((column) => quoteName(column.name)).join(', ')
      await pipeline(
        client.query(copyTo(`copy ${quoteName(schema)}.${quoteName(name)} (${listed}) to stdout`)),
        createWriteStream(file),
      )
      tables.push({ part, name, columns, sha256: await archive.add(tableEntry({ part, name }), file) })
    }
    for (const name of await sequencesOf(client, schema)) {
      const { rows } = await client.query<{ last: string; called: boolean }>(
        `select last_value::text as last, is_called as called from ${quoteName(schema)}.${quoteName(name)}`,
      )
      sequences.push({ part, name, ...rows[0]! })
    }
  }
  if (tables.length === 0)
    throw refuse('nothing_to_back_up', {
      zh: '数据库中没有本系统的数据',
      en: 'There is nothing of this system in the database',
    })
  const { rows } = await client.query<{ name: string }>(
    `select name from ${quoteName(schemas.house)}._migration order by name`,
  )
  return { tables, sequences, migrations: rows.map(({ name }) => name) }
}

/** The tables of a schema with the columns that are written, not generated, by name. */
export async function tablesOf(
  client: pg.ClientBase,
  schema: string,
): Promise<readonly { readonly name: string; readonly columns: readonly Column[] }[]> {
  const { rows } = await client.query<{ name: string; columns: Column[] }>(
    `
    select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname = $1 and c.relkind = 'r' group by c.relname order by c.relname`,
    [schema],
  )
  return rows
}

async function sequencesOf(client: pg.ClientBase, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'S' order by 1`,
    [schema],
  )
  return rows.map(({ name }) => name)
}

/**
 * A file whose bytes are gone, or are others than they were, is named, and the rest is saved all the same.
 */
async function dumpFiles(
  workspace: Workspace,
  rows: readonly { readonly id: string; readonly sha256: Buffer }[],
  archive: ArchiveWriter,
  spool: string,
) {
  const files: { id: string; sha256: string }[] = []
  const missing: string[] = []
  for (const { id, sha256 } of rows) {
    const file = join(spool, 'file')
    const hash = createHash('sha256')
    try {
      const content = await workspace.files.stream(id)
      await pipeline(hashing(content as AsyncIterable<Buffer>, hash), createWriteStream(file))
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'file_lost')) throw error
      missing.push(id)
      continue
    }
    if (!hash.digest().equals(sha256)) missing.push(id)
    else files.push({ id, sha256: await archive.add(fileEntry(id), file) })
  }
  return { files, missing }
}
