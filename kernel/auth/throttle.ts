import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/** So many uses of a key in a window of time; windows begin at full multiples of their length. */
export interface Limit {
  readonly key: string
  readonly max: number
  readonly seconds: number
}

const slotOf = (seconds: number) =>
  sql`to_timestamp(floor(extract(epoch from now()) / ${seconds}) * ${seconds})`

/**
 * Counts one more use of a key in the present window, in the database, so that all processes count together;
 * refuses beyond `max`, with the seconds until the window is over.
 */
export async function throttle(
  workspace: Workspace,
  key: string,
  { max, seconds }: Omit<Limit, 'key'>,
): Promise<void> {
  const { rows } = await sql<{ count: number; rest: number }>`
    insert into ${table(workspace, '_rate')} as r (key, slot, count)
    values (${key.slice(0, 200)}, ${slotOf(seconds)}, 1)
    on conflict (key, slot) do update set count = r.count + 1
    returning count, greatest(1, ceil(extract(epoch from slot) + ${seconds} - extract(epoch from now())))::int as rest`.execute(
    workspace.db,
  )
  if (rows[0]!.count > max)
    throw refuse(
      'too_many_requests',
      { zh: '操作过于频繁，请稍后再试', en: 'Too many attempts: wait a little and try again' },
      { status: 429, data: { retry_after_s: rows[0]!.rest } },
    )
}

/**
 * Runs a try that is only counted when it fails. It is counted before it is made, so that a hundred at once
 * are not all let through, and given back when it went well. The first limit that is reached refuses, and
 * those behind it are not touched: whoever is refused at their own address uses up nothing that others share.
 */
export async function countingFailures<T>(
  workspace: Workspace,
  limits: readonly Limit[],
  run: () => Promise<T>,
): Promise<T> {
  for (const limit of limits) await throttle(workspace, limit.key, limit)
  const done = await run()
  for (const { key, seconds } of limits)
    await sql`update ${table(workspace, '_rate')} set count = greatest(0, count - 1) where key = ${key.slice(0, 200)} and slot = ${slotOf(seconds)}`.execute(
      workspace.db,
    )
  return done
}
