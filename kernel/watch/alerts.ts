import { administratorRole } from '../../model/index.ts'
import { sql } from 'kysely'
import type { Label } from '../../model/index.ts'
import { notify } from '../notify/notify.ts'
import { peopleWith } from '../organisation/people.ts'
import { count, takeCounts, type Count, type Counted } from '../workspace/counts.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { watchRules, watchRulesOf, type WatchRules } from './rules.ts'

interface Window {
  readonly kind: Counted
  readonly subject: string
  readonly slot: Date
  readonly count: number
}

/**
 * Adds what this process counted to what the others did, one statement for all of it, and tells
 * administrators of what went over its rule: once per window, whichever process sees it first. What could not
 * be added is counted again later.
 * @returns how many alerts were given
 */
export async function addUpCounts(workspace: Workspace): Promise<number> {
  const taken = takeCounts(workspace)
  if (taken.length === 0) return 0
  try {
    const rules = await watchRulesOf(workspace)
    const counts = taken.filter(({ kind }) => rules[kind].on)
    if (counts.length === 0) return 0
    return await transact(workspace, systemActor('watch'), async (tx) => {
      const over = await addUp(tx, counts, rules)
      for (const window of over) await tell(tx, window, rules)
      return over.length
    })
  } catch (error) {
    for (const { kind, subject, n } of taken) count(workspace, kind, subject, n)
    throw error
  }
}

/**
 * Windows begin at full multiples of their length. What is over its rule, and was not told of yet, is marked
 * as told and answered.
 */
async function addUp(tx: Tx, counts: readonly Count[], rules: WatchRules): Promise<readonly Window[]> {
  const column = <T>(of: (one: Count) => T) => counts.map(of)
  const { rows } = await sql<Window & { readonly told: boolean | null }>`
    with counted as (
      select c.kind, c.subject, c.n, c.max, to_timestamp(floor(extract(epoch from now()) / c.seconds) * c.seconds) as slot
      from unnest(${column((one) => one.kind)}::text[], ${column((one) => one.subject)}::text[], ${column((one) => one.n)}::bigint[],
        ${column(({ kind }) => rules[kind].max)}::bigint[], ${column(({ kind }) => rules[kind].minutes * 60)}::bigint[])
        as c (kind, subject, n, max, seconds) order by 1, 2)
    insert into ${table(tx.workspace, '_watch')} as w (kind, subject, slot, count, told_at)
    select kind, subject, slot, n, case when n > max then now() end from counted
    on conflict (kind, subject, slot) do update set count = w.count + excluded.count,
      told_at = case when w.told_at is null and w.count + excluded.count > (select max from counted c where c.kind = w.kind and c.subject = w.subject)
        then now() else w.told_at end
    returning kind, subject, slot, count::float8 as count, told_at = now() as told`.execute(tx.db)
  return rows.filter(({ told }) => told)
}

async function tell(tx: Tx, { kind, subject, slot, count: n }: Window, rules: WatchRules): Promise<void> {
  const { label, by } = watchRules[kind]
  const { max, minutes } = rules[kind]
  const who = await nameOf(tx, by, subject)
  const title = {
    zh: `异常提醒：${label.zh}${who && `（${who}）`}在 ${minutes} 分钟内达 ${n}，超过 ${max}`,
    en: `Unusual use: ${label.en}${who && ` (${who})`}: ${n} in ${minutes} minutes, more than ${max}`,
  }
  const about = by === 'person' && subject !== '' ? { object: 'user', record: subject } : {}
  await notify(tx, await peopleWith(tx, { roles: [administratorRole] }), {
    title,
    ...about,
    key: `watch:${kind}:${subject}:${slot.toISOString()}`,
  })
}

async function nameOf(tx: Tx, by: 'person' | 'key' | 'all', subject: string): Promise<string> {
  if (by === 'all' || subject === '') return ''
  const from = table(tx.workspace, by === 'person' ? 'user' : '_api_key')
  const { rows } = await sql<{ name: string }>`select name from ${from} where id = ${subject}::uuid`.execute(
    tx.db,
  )
  return rows[0]?.name ?? ''
}

export interface Alert {
  readonly kind: Counted
  readonly label: Label
  readonly who: string | null
  readonly at: string
  readonly count: number
}

/** What was told of, newest first, with what the window came to in the end. */
export async function alertsOf(workspace: Workspace): Promise<readonly Alert[]> {
  const { rows } = await sql<{ kind: Counted; who: string | null; at: Date; count: number }>`
    select w.kind, coalesce(u.name, k.name) as who, w.told_at as at, w.count::float8 as count from ${table(workspace, '_watch')} w
    left join ${table(workspace, 'user')} u on u.id::text = w.subject
    left join ${table(workspace, '_api_key')} k on k.id::text = w.subject
    where w.told_at is not null order by w.told_at desc, w.kind, w.subject limit 100`.execute(workspace.db)
  return rows
    .filter(({ kind }) => Object.hasOwn(watchRules, kind))
    .map(({ at, ...row }) => ({ ...row, label: watchRules[row.kind].label, at: at.toISOString() }))
}
