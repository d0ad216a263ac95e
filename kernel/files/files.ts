import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { refuse, type Actor, type FileInfo } from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { emitEvents } from '../events/emit.ts'
import { unnoted, type Note } from '../once/note.ts'
import { loadRecord } from '../records/load.ts'
import { followFiles } from '../records/rollups.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { holdQuota } from './quota.ts'
import { depositFile, settleUpload } from './uploads.ts'
import { objectOf } from '../definitions/stored.ts'
import { type Received, receiveContent } from './receiveFile.ts'
import { type FileRow, findFile } from './findFile.ts'

export const filesPerRecordMax = 500

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
