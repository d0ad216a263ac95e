import { sql, type Kysely } from 'kysely'
import { table, type Workspace } from '../workspace/workspace.ts'

/** Who reads the outbox to its end, each at its own place. */
export type OutboxReader = 'reactions' | 'search'

export interface News {
  readonly id: string
  readonly name: string
  readonly object: string | null
  readonly record: string | null
}

/** A place in the outbox, behind the last event that was read. */
export interface Place {
  readonly xid: string
  readonly event: string
}

interface Read extends News {
  readonly xid: string
  /** Whether its transaction is certainly over, so that none of its own or before it can still come. */
  readonly over: boolean
}

/** What comes after a place, in the order in which transactions began. */
export async function eventsAfter(
  workspace: Workspace,
  { xid, event }: Place,
  {
    heldBack = false,
    most,
    db = workspace.db,
  }: { readonly heldBack?: boolean; readonly most: number; readonly db?: Kysely<any> },
): Promise<readonly Read[]> {
  const over = sql`e.xid < pg_snapshot_xmin(pg_current_snapshot())`
  // Sorted by the column: an `order by xid` would mean the text that is read, where 999 comes after 1000.
  const { rows } = await sql<Read>`
    select e.id, e.xid::text, e.name, e.object, e.record, ${over} as over from ${table(workspace, '_event')} e
    where (e.xid, e.id) > (${xid}::xid8, ${event}::bigint) ${heldBack ? sql`` : sql`and ${over}`}
    order by e.xid, e.id limit ${most}`.execute(db)
  return rows
}

/** The place behind everything that is there. */
export async function newestPlace(workspace: Workspace): Promise<Place> {
  const { rows } =
    await sql<Place>`select e.xid::text, e.id::text as event from ${table(workspace, '_event')} e order by e.xid desc, e.id desc limit 1`.execute(
      workspace.db,
    )
  return rows[0] ?? { xid: '0', event: '0' }
}

/** The place behind an event that was read. */
export const placeOf = ({ xid, id }: Read): Place => ({ xid, event: id })

/**
 * Hands what is new to a reader to `take`, and moves its place in the same transaction.
 * Only events of transactions that are certainly over are read (see README), so none that commits late is
 * skipped. A reader that may meet an event twice can be handed those `heldBack` behind an open transaction
 * too; its place stays before them. One process at a time holds a reader, and while it does the others' news
 * is held back: `most` events at once keep that short.
 * @returns how many events the place moved on, null where another process holds the reader
 */
export async function readNews(
  workspace: Workspace,
  reader: OutboxReader,
  take: (db: Kysely<any>, events: readonly News[]) => Promise<void>,
  { heldBack = false, most = 500 }: { readonly heldBack?: boolean; readonly most?: number } = {},
): Promise<number | null> {
  return workspace.db.transaction().execute(async (db) => {
    const places = await sql<Place>`
      select xid, event from ${table(workspace, '_reader')} where name = ${reader} for update skip locked`.execute(
      db,
    )
    const place = places.rows[0]
    if (!place) return null
    const events = await eventsAfter(workspace, place, { heldBack, most, db })
    if (events.length > 0) await take(db, events)
    const settled = events.filter(({ over }) => over)
    const last = settled.at(-1)
    if (last)
      await sql`update ${table(workspace, '_reader')} set xid = ${last.xid}::xid8, event = ${last.id} where name = ${reader}`.execute(
        db,
      )
    return settled.length
  })
}

/**
 * Whether events lie behind the place of a reader; `readNews` may have to leave them while a transaction
 * older than theirs is open.
 */
export async function hasNews(workspace: Workspace, reader: OutboxReader): Promise<boolean> {
  const place = (column: string) =>
    sql`(select ${sql.id(column)} from ${table(workspace, '_reader')} where name = ${reader})`
  const { rows } =
    await sql`select from ${table(workspace, '_event')} where (xid, id) > (${place('xid')}, ${place('event')}) order by xid, id limit 1`.execute(
      workspace.db,
    )
  return rows.length > 0
}
