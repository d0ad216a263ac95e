import { sql } from 'kysely'
import { localDate, type ObjectDef } from '../../model/index.ts'
import { secondConnection } from '../workspace/secondConnection.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/**
 * The next number of a pattern such as `XS{yyyy}{MM}-{0000}`, which counts anew with each period it names.
 * `gapless` numbers come from a row that stays locked until the commit, as the law wants for some documents;
 * all others from a counter that other transactions do not wait for, at the price of gaps.
 */
export async function nextNumber(tx: Tx, object: ObjectDef): Promise<string | null> {
  if (!object.number) return null
  const prefix = fillDate(object.number, localDate(tx.now, tx.workspace.zone))
  const counter = `${object.name}:${prefix}`
  const value = object.gapless ? await takeLocked(tx, counter) : await takeLoose(tx, counter)
  return prefix.replace(/\{(0+)\}/, (_, zeros: string) => String(value).padStart(zeros.length, '0'))
}

const fillDate = (pattern: string, day: string) => {
  const [year = '', month = '', date = ''] = day.split('-')
  return pattern
    .replaceAll('{yyyy}', year)
    .replaceAll('{yy}', year.slice(2))
    .replaceAll('{MM}', month)
    .replaceAll('{dd}', date)
}

const upsert = (tx: Tx, counter: string, by: number) => sql<{ value: string }>`
  insert into ${table(tx.workspace, '_counter')} as c (name, value) values (${counter}, ${by})
  on conflict (name) do update set value = c.value + ${by} returning value`

async function takeLocked(tx: Tx, counter: string): Promise<bigint> {
  const { rows } = await upsert(tx, counter, 1).execute(tx.db)
  return BigInt(rows[0]!.value)
}

/**
 * Numbers are taken from the table in small blocks on a connection beside the pool, so that creating records
 * never queues at the counter.
 */
async function takeLoose(tx: Tx, counter: string): Promise<bigint> {
  const key = `${tx.workspace.name}:${tx.workspace.url}:${counter}`
  const block = blocks.get(key) ?? { next: 0n, end: 0n, taking: null }
  blocks.set(key, block)
  while (block.next >= block.end) {
    block.taking ??= upsert(tx, counter, blockSize)
      .execute(secondConnection(tx.workspace))
      .then(({ rows }) => {
        block.end = BigInt(rows[0]!.value) + 1n
        block.next = block.end - BigInt(blockSize)
      })
      .finally(() => (block.taking = null))
    await block.taking
  }
  return block.next++
}

interface Block {
  next: bigint
  /** First number that is no longer ours. */
  end: bigint
  taking: Promise<void> | null
}
const blockSize = 10
const blocks = new Map<string, Block>()
