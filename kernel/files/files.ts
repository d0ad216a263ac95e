import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { refuse, type Actor, type FileInfo } from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { emitEvents } from '../events/emit.ts'
import { unnoted, type Note } from '../once/note.ts'
import { isId, loadRecord } from '../records/load.ts'
import { followFiles } from '../records/rollups.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { contentTypeOf } from './contentType.ts'
import { holdQuota } from './quota.ts'
import { refuseInfected } from './refuseInfected.ts'
import { depositFile, settleUpload } from './uploads.ts'
import { objectOf } from '../definitions/stored.ts'

export const fileSizeMax = 200 * 1024 * 1024
export const filesPerRecordMax = 500

/** Bytes that arrived and were counted and typed, not yet a file of the house. */
export interface Received {
  readonly id: string
  readonly temporary: string
  readonly size: number
  readonly sha256: Uint8Array
  readonly type: string
  readonly kind: string
}

/** Streams an upload to disk, counting as it goes; what is too large is cut off and removed. */
export async function receiveFile(
  workspace: Workspace,
  bytes: Readable,
  sizeMax = fileSizeMax,
): Promise<Received> {
  const id = uuidv7()
  const temporary = join(workspace.files.temporary, id)
  const hash = createHash('sha256')
  let size = 0
  const counting = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length
      if (size > sizeMax)
        return done(
          refuse(
            'file_too_large',
            {
              zh: `文件超过${Math.round(sizeMax / 1048576)} MB 的上限`,
              en: `The file is over the limit of ${Math.round(sizeMax / 1048576)} MB`,
            },
            { field: 'file', status: 413 },
          ),
        )
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(bytes, counting, createWriteStream(temporary, { mode: 0o600 }))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  if (size === 0) {
    await rm(temporary, { force: true })
    throw refuse('file_empty', { zh: '文件是空的', en: 'The file is empty' }, { field: 'file' })
  }
  await refuseInfected(workspace, temporary)
  const { type, kind } = contentTypeOf(await firstBytes(temporary), size)
  return { id, temporary, size, sha256: hash.digest(), type, kind }
}

export interface Attachment {
  readonly name: string
  readonly purpose?: string | null
  readonly object?: string | null
  readonly record?: string | null
  readonly immutable?: boolean
}

/**
 * Makes received bytes a file; on a record only for who may see that record. Tells the house `file.attached`.
 * The bytes are given to the store before the transaction begins, which stands still for nobody's network.
 * What arrived on disk is the caller's to remove.
 */
export async function keepFile(
  workspace: Workspace,
  actor: Actor,
  received: Received,
  attachment: Attachment,
  note: Note = unnoted,
): Promise<FileInfo> {
  await checkPlace(reading(workspace, actor), attachment)
  await depositFile(workspace, received)
  return transact(
    workspace,
    actor,
    note.whole((tx) => storeFile(tx, received, attachment)),
  )
}

/** The row of bytes that lie in the store already; see `depositFile`. */
export async function storeFile(
  tx: Tx,
  received: Omit<Received, 'temporary'>,
  attachment: Attachment,
): Promise<FileInfo> {
  await checkPlace(tx, attachment)
  await holdQuota(tx, received.size)
  const { name, purpose, object, record, immutable } = attachment
  const clean = cleanName(name)
  await sql`
    insert into ${table(tx.workspace, '_file')} (id, name, size, type, kind, sha256, purpose, object, record, immutable, created_at, created_by)
    values (${received.id}, ${clean}, ${received.size}, ${received.type}, ${received.kind}, ${received.sha256}, ${purpose ?? null}, ${object ?? null}, ${record ?? null}, ${immutable ?? false}, ${tx.now}, ${tx.actor.id})`.execute(
    tx.db,
  )
  await settleUpload(tx, received.id)
  if (object && record)
    await emitEvents(tx, [
      {
        name: 'file.attached',
        object,
        record,
        payload: { file: received.id, name: clean, kind: received.kind, purpose: purpose ?? null },
      },
    ])
  if (object && record) await followFiles(tx, object, record)
  return {
    id: received.id,
    name: clean,
    size: received.size,
    type: received.type,
    kind: received.kind,
    purpose: purpose ?? null,
    created_at: tx.now.toISOString(),
    created_by: tx.actor.id,
  }
}

async function checkPlace(tx: Tx, { object, record }: Attachment): Promise<void> {
  // Half a place would hang the file on a record that nobody was asked about.
  if (Boolean(object) !== Boolean(record))
    throw refuse(
      'request_invalid',
      { zh: '请同时给出 object 和 record', en: 'Give object and record together' },
      { status: 400, field: object ? 'record' : 'object' },
    )
  if (object && record) {
    checkScope(tx.actor, objectOf(tx.definitions, object), 'update')
    await loadRecord(tx, object, record, { verb: 'read' })
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from ${table(tx.workspace, '_file')} where record = ${record} and deleted_at is null`.execute(
      tx.db,
    )
    if (rows[0]!.n >= filesPerRecordMax)
      throw refuse(
        'too_many_files',
        {
          zh: `一条记录最多${filesPerRecordMax}个文件`,
          en: `A record holds at most ${filesPerRecordMax} files`,
        },
        { field: 'file' },
      )
  }
}

/**
 * A file that the system made itself, within the transaction that needs it: for what is small, since the
 * transaction waits for the store.
 */
export async function storeContent(tx: Tx, content: Uint8Array, attachment: Attachment): Promise<FileInfo> {
  const received = await receiveContent(tx.workspace, content)
  try {
    await depositFile(tx.workspace, received)
  } finally {
    await rm(received.temporary, { force: true })
  }
  return storeFile(tx, received, attachment)
}

/** Bytes that are in memory already, e.g. the attachment of a mail. */
export async function receiveContent(workspace: Workspace, content: Uint8Array): Promise<Received> {
  const id = uuidv7()
  const temporary = join(workspace.files.temporary, id)
  await writeFile(temporary, content, { mode: 0o600 })
  const { type, kind } = contentTypeOf(content.subarray(0, 65_536), content.length)
  return {
    id,
    temporary,
    size: content.length,
    sha256: createHash('sha256').update(content).digest(),
    type,
    kind,
  }
}

interface FileRow extends FileInfo {
  readonly object: string | null
  readonly record: string | null
  readonly immutable: boolean
}

const columns = sql`id, name, size::int as size, type, kind, purpose, object, record, immutable, created_at, created_by`
const shown = (row: FileRow): FileRow => ({ ...row, created_at: new Date(row.created_at).toISOString() })

/**
 * Files that hang on a record, newest first. Asks for no right of its own: the caller has loaded the record
 * under the actor's grant.
 */
export async function filesOf(tx: Tx, record: string): Promise<readonly FileRow[]> {
  const { rows } =
    await sql<FileRow>`select ${columns} from ${table(tx.workspace, '_file')} where record = ${record} and deleted_at is null order by created_at desc, id desc`.execute(
      tx.db,
    )
  return rows.map(shown)
}

/** A file for who may read the record it hangs on, or who uploaded it. Nobody else learns that it exists. */
export async function findFile(tx: Tx, id: string): Promise<FileRow> {
  const missing = refuse('not_found', { zh: '找不到该文件', en: 'No such file' }, { status: 404 })
  if (!isId(id)) throw missing
  const { rows } =
    await sql<FileRow>`select ${columns} from ${table(tx.workspace, '_file')} where id = ${id} and deleted_at is null`.execute(
      tx.db,
    )
  const row = rows[0]
  if (!row) throw missing
  if (row.object && row.record) {
    await loadRecord(tx, row.object, row.record).catch(() => {
      throw missing
    })
  } else if (row.created_by !== tx.actor.id && !tx.actor.trusted) throw missing
  return shown(row)
}

/**
 * Hangs the files of one record on another, oldest first, and tells the house so on both: `file.attached`
 * where they are now, as for any file that arrives there. Documents that were issued stay. Asks for no right
 * of its own: business code has decided that the records are one matter.
 */
export async function moveFiles(
  tx: Tx,
  { from, object, record }: { readonly from: string; readonly object: string; readonly record: string },
): Promise<void> {
  const { rows } = await sql<FileRow & { was: string }>`
    with old as (select id, object from ${table(tx.workspace, '_file')} where record = ${from} and not immutable and deleted_at is null)
    update ${table(tx.workspace, '_file')} f set object = ${object}, record = ${record} from old where f.id = old.id
    returning f.id, f.name, f.kind, f.purpose, f.created_at, old.object as was`.execute(tx.db)
  const moved = rows.sort((a, b) => new Date(a.created_at).getTime() - new Date(b.created_at).getTime())
  await emitEvents(
    tx,
    moved.flatMap(({ id, name, kind, purpose, was }) => [
      {
        name: 'file.removed',
        object: was,
        record: from,
        payload: { file: id, name, moved_to: { object, record } },
      },
      { name: 'file.attached', object, record, payload: { file: id, name, kind, purpose } },
    ]),
  )
}

/**
 * Takes a file off its record; the row is marked and the bytes stay, for whoever must find out later what was
 * there. Needs the right to change the record; refuses `file_immutable` for issued documents.
 */
export async function removeFile(tx: Tx, id: string): Promise<void> {
  const file = await findFile(tx, id)
  if (file.immutable)
    throw refuse(
      'file_immutable',
      { zh: '该文件已归档，不能删除', en: 'This file is on record and cannot be removed' },
      { status: 409 },
    )
  if (file.object && file.record) await loadRecord(tx, file.object, file.record, { verb: 'update' })
  await sql`update ${table(tx.workspace, '_file')} set deleted_at = ${tx.now} where id = ${id}`.execute(tx.db)
  if (file.object && file.record)
    await emitEvents(tx, [
      {
        name: 'file.removed',
        object: file.object,
        record: file.record,
        payload: { file: id, name: file.name },
      },
    ])
  if (file.object && file.record) await followFiles(tx, file.object, file.record)
}

/** The last part of a path, without control characters; the name is only ever shown, never used on disk. */
const cleanName = (name: string) =>
  (name.split(/[/\\]/).at(-1) ?? '')
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim()
    .slice(0, 255) || 'file'

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path)
  try {
    const buffer = new Uint8Array(65_536)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
