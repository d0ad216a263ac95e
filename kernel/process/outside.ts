import { sql } from 'kysely'
import {
  evaluate,
  parseExpression,
  processNames,
  refuse,
  type Process,
  type RecordKey,
} from '../../model/index.ts'
import { isReused } from '../once/refusals.ts'
import { listRecords } from '../records/list.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

type Sent = Readonly<Record<string, unknown>>

/** FEEL over what was sent from outside, as `process.event`, before there is a record. */
export const readSent = (tx: Tx, source: string, event: Sent): unknown =>
  evaluate(
    parseExpression(source, processNames),
    { process: { event } },
    { scope: processNames, now: tx.now, zone: tx.workspace.zone },
  )

/**
 * The record that something from outside is about, null for a process that runs on none. Refuses
 * `record_not_found`, `record_ambiguous`.
 */
export async function recordFor(
  tx: Tx,
  { object, label }: Process,
  key: RecordKey | undefined,
  event: Sent,
): Promise<string | null> {
  if (!key) return null
  const value = readSent(tx, key.is, event)
  const known = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  const { items } =
    known === ''
      ? { items: [] }
      : await listRecords(tx, object, {
          where: `${key.field} = sent_key`,
          with: { sent_key: known },
          limit: 2,
        })
  const shown = known.slice(0, 100)
  if (items.length === 0)
    throw refuse(
      'record_not_found',
      {
        zh: `“${label.zh}”找不到${key.field}为“${shown}”的记录`,
        en: `"${label.en ?? label.zh}" finds no record whose ${key.field} is "${shown}"`,
      },
      { field: key.field },
    )
  if (items.length > 1)
    throw refuse(
      'record_ambiguous',
      {
        zh: `${key.field}为“${shown}”的记录不止一条`,
        en: `More than one record has "${shown}" as its ${key.field}`,
      },
      { field: key.field },
    )
  return items[0]!.id
}

interface Sender {
  readonly channel: string
  readonly id: string | null
  /** Of what was sent, where the id came beside it: the same id for something else is refused. */
  readonly fingerprint?: Buffer
}

/**
 * Does something once for an id that the sender gave: again it is the first answer, also when both arrive at
 * once, for then the second waits for the first. Refuses `idempotency_reused`.
 */
export async function onceFor<T>(
  tx: Tx,
  { channel, id, fingerprint }: Sender,
  run: () => Promise<T>,
): Promise<T> {
  if (id === null) return run()
  const taken = table(tx.workspace, '_intake')
  const claimed =
    await sql`insert into ${taken} (channel, external_id, fingerprint, answer, at) values (${channel}, ${id}, ${fingerprint ?? null}, 'null', ${tx.now}) on conflict do nothing returning 1`.execute(
      tx.db,
    )
  if (claimed.rows.length === 0) {
    const { rows } = await sql<{
      answer: T
      fingerprint: Buffer | null
    }>`select answer, fingerprint from ${taken} where channel = ${channel} and external_id = ${id}`.execute(
      tx.db,
    )
    const first = rows[0]!
    if (fingerprint && first.fingerprint && !first.fingerprint.equals(fingerprint)) throw isReused()
    return first.answer
  }
  const answer = await run()
  await sql`update ${taken} set answer = ${JSON.stringify(answer)}::jsonb where channel = ${channel} and external_id = ${id}`.execute(
    tx.db,
  )
  return answer
}
