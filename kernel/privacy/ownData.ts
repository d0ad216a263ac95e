import { sql } from 'kysely'
import { toRecord } from '../records/row.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/** Of what one did, so much at most; the file says where there is more. */
const rowsMax = 50_000

/** What the house holds of the person who asks: profile, ways in, notices, and what they did and wrote. */
export async function ownData(tx: Tx) {
  const person = tx.actor.id!
  const ask = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(tx.db)).rows
  const at = (name: string) => table(tx.workspace, name)
  const [profile] = await ask(sql<Record<string, unknown>>`select * from ${at('user')} where id = ${person}`)
  const did = await ask(sql<{ name: string }>`
    select at, name, object, record, payload from ${at('_event')} where actor = ${person} order by id desc limit ${rowsMax + 1}`)
  return {
    made_at: tx.now.toISOString(),
    profile: toRecord(objectOf(tx.definitions, 'user'), tx.definitions, profile!),
    sign_in:
      (
        await ask(
          sql`select changed_at as password_changed_at, totp_secret is not null as second_factor from ${at('_credential')} where person = ${person}`,
        )
      )[0] ?? null,
    sessions: await ask(
      sql`select created_at, last_seen_at, address, agent from ${at('_session')} where person = ${person} order by created_at`,
    ),
    keys: await ask(
      sql`select name, hint, objects, verbs, created_at, used_at, ends_at, revoked_at from ${at('_api_key')} where person = ${person} order by created_at`,
    ),
    notices: await ask(
      sql`select title, object, record, at, read_at from ${at('_notification')} where person = ${person} order by at`,
    ),
    files: await ask(
      sql`select name, size::text as size, object, record, created_at from ${at('_file')} where created_by = ${person} and deleted_at is null order by created_at`,
    ),
    read: await ask(
      sql`select at, object, record, how, rows, times, address from ${at('_reading')} where person = ${person} order by id desc limit ${rowsMax}`,
    ),
    did: did.slice(0, rowsMax),
    did_complete: did.length <= rowsMax,
  }
}
