import type pg from 'pg'
import { quoteName } from '../../model/index.ts'

/**
 * Events are read in the order of their transactions, whose numbers belong to the database they were made in:
 * here they would lie ahead of all that is yet to come, or behind it, and be read twice or never. Each event
 * gets the number of the stretch between two readers' places in which it lay (numbers that no transaction
 * ever has again), each reader the place behind its stretch. Within a stretch the order is that of ids.
 */
export async function settleOutbox(client: pg.ClientBase, schema: string): Promise<void> {
  const [events, readers] = [`${quoteName(schema)}._event`, `${quoteName(schema)}._reader`]
  await client.query(`
    with place as (select distinct xid, event from ${readers})
    update ${events} e set xid = (1 + (select count(*) from place p where (p.xid, p.event) < (e.xid, e.id)))::text::xid8`)
  await client.query(`
    with place as (select distinct xid, event from ${readers})
    update ${readers} r set event = 9223372036854775807,
      xid = (select count(*) from place p where (p.xid, p.event) <= (r.xid, r.event))::text::xid8`)
}
