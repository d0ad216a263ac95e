import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Label } from '../../model/index.ts'
import { addJob } from '../jobs/jobs.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { mailServer } from './mail.ts'

export interface Notice {
  readonly title: Label
  readonly object?: string
  readonly record?: string
  /** The same person is told once per key. */
  readonly key?: string
}

/** Tells people in the app at once, and by e-mail through a job where mail is set up. */
export async function notify(tx: Tx, people: readonly string[], notice: Notice): Promise<void> {
  for (const person of new Set(people)) {
    const { rows } = await sql<{ id: string }>`
      insert into ${table(tx.workspace, '_notification')} (id, person, title, object, record, key, at)
      values (${uuidv7({ msecs: tx.now.getTime() })}, ${person}, ${JSON.stringify(notice.title)}::jsonb, ${notice.object ?? null}, ${notice.record ?? null}, ${notice.key ?? null}, ${tx.now})
      on conflict (person, key) where key is not null do nothing returning id`.execute(tx.db)
    const id = rows[0]?.id
    if (!id) continue
    tx.afterCommit.push(() => tx.workspace.signal.tell(`notice ${person}`))
    if (mailServer()) await addJob(tx, 'mail_notice', { notification: id }, { key: `mail-${id}` })
  }
}

/** A person's notices, newest first, with how many are unread; for a key of some objects those about them. */
export async function noticesOf(tx: Pick<Tx, 'workspace' | 'db' | 'actor'>, person: string, limit = 30) {
  const objects = tx.actor.scope?.objects ?? null
  const { rows } = await sql<{
    id: string
    title: Label
    object: string | null
    record: string | null
    at: Date
    read_at: Date | null
  }>`
    select id, title, object, record, at, read_at from ${table(tx.workspace, '_notification')} where person = ${person} and (${objects}::text[] is null or object = any(${objects}::text[])) order by at desc, id desc limit ${limit}`.execute(
    tx.db,
  )
  const unread = await sql<{ n: number }>`
    select count(*)::int as n from (select from ${table(tx.workspace, '_notification')} where person = ${person} and read_at is null and (${objects}::text[] is null or object = any(${objects}::text[])) limit 100) u`.execute(
    tx.db,
  )
  return {
    items: rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      read_at: row.read_at?.toISOString() ?? null,
    })),
    unread: unread.rows[0]!.n,
  }
}

/** Marks a person's own notices as read, all of them for `null`; ids of others' are passed over. */
export const markRead = (tx: Tx, person: string, ids: readonly string[] | null) =>
  sql`
    update ${table(tx.workspace, '_notification')} set read_at = ${tx.now}
    where person = ${person} and read_at is null and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
      and (${tx.actor.scope?.objects ?? null}::text[] is null or object = any(${tx.actor.scope?.objects ?? null}::text[]))`.execute(
    tx.db,
  )
