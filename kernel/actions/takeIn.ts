import { sql } from 'kysely'
import { refuse, type IntakeDef } from '../../model/index.ts'
import { makeWork } from '../work/makeWork.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/**
 * `first` is false when the same `external_id` had been taken in before: the answer is then that of the first
 * time.
 */
export interface TakenIn {
  readonly answer: unknown
  readonly first: boolean
}

/**
 * The one door for what comes from outside. The same `external_id` on a channel is the same answer, also when
 * two arrive at once: the second waits for the first.
 */
export async function takeIn(
  tx: Tx,
  intake: Pick<IntakeDef, 'channel' | 'run'>,
  body: Readonly<Record<string, unknown>>,
): Promise<TakenIn> {
  const id = body.external_id
  if (id !== undefined && (typeof id !== 'string' || id === '' || id.length > 200))
    throw refuse(
      'field_invalid',
      { zh: 'external_id 应为1至200个字符的文本', en: 'external_id must be text of 1 to 200 characters' },
      { field: 'external_id' },
    )
  if (id === undefined) return { answer: await intake.run(makeWork(tx), body), first: true }
  const intakes = table(tx.workspace, '_intake')
  const claimed =
    await sql`insert into ${intakes} (channel, external_id, answer, at) values (${intake.channel}, ${id}, 'null', ${tx.now}) on conflict do nothing returning 1`.execute(
      tx.db,
    )
  if (claimed.rows.length === 0) {
    const { rows } = await sql<{
      answer: unknown
    }>`select answer from ${intakes} where channel = ${intake.channel} and external_id = ${id}`.execute(tx.db)
    return { answer: rows[0]!.answer, first: false }
  }
  const answer = await intake.run(makeWork(tx), body)
  await sql`update ${intakes} set answer = ${JSON.stringify(answer)}::jsonb where channel = ${intake.channel} and external_id = ${id}`.execute(
    tx.db,
  )
  return { answer, first: true }
}

/** Whether it had been taken in by now: to spare work that `takeIn` would find to be of no use. */
export async function wasTakenIn(
  workspace: Workspace,
  channel: string,
  external_id: string,
): Promise<boolean> {
  const { rows } =
    await sql`select from ${table(workspace, '_intake')} where channel = ${channel} and external_id = ${external_id}`.execute(
      workspace.db,
    )
  return rows.length > 0
}
