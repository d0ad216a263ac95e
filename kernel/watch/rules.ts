import { sql, type Kysely } from 'kysely'
import { administratorRole, refuse, type Label } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { notify } from '../notify/notify.ts'
import { peopleWith } from '../organisation/people.ts'
import type { Counted } from '../workspace/counts.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/** Administrators are told of more than `max` in a window of so many minutes. */
export interface WatchRule {
  readonly on: boolean
  readonly max: number
  readonly minutes: number
}
export type WatchRules = Readonly<Record<Counted, WatchRule>>

interface Watched extends WatchRule {
  readonly label: Label
  /** Of whom it is counted: of each person, of each key, or of all together. */
  readonly by: 'person' | 'key' | 'all'
}

const watched = (by: Watched['by'], max: number, minutes: number, zh: string, en: string): Watched => ({
  on: true,
  by,
  max,
  minutes,
  label: { zh, en },
})

/** What is watched, and the rule until a company has one of its own (`_workspace.settings.watch`). */
export const watchRules: Readonly<Record<Counted, Watched>> = {
  sign_in_refused: watched('all', 50, 15, '登录或身份确认被拒', 'Refused sign-ins and proofs'),
  throttled: watched('all', 200, 15, '因过于频繁被拒的请求', 'Requests refused for their number'),
  access_refused: watched('person', 30, 15, '越权操作被拒', 'Refused for lack of rights'),
  key_refused: watched('all', 30, 15, '无效 API 密钥', 'API keys that are none'),
  key_new_address: watched('key', 0, 1440, 'API 密钥在新地址使用', 'API key used from a new address'),
  hook_refused: watched('all', 30, 15, 'Webhook 密钥错误', 'Wrong secrets of hooks'),
  foreign_origin: watched('all', 30, 15, '来自其他网站的写入', 'Writes from other sites'),
  outgoing_refused: watched('all', 10, 60, '被拒的外部调用', 'Refused calls to the outside'),
  records_read: watched('person', 20_000, 60, '读取的记录', 'Records read'),
  rows_exported: watched('person', 10_000, 60, '导出的行', 'Rows exported'),
  file_infected: watched('person', 0, 60, '含恶意内容的文件', 'Files with something harmful'),
  records_removed: watched('person', 100, 60, '删除的记录', 'Records removed'),
}

export const watchKinds = Object.keys(watchRules) as Counted[]
const bounds = { max: { min: 0, max: 10_000_000 }, minutes: { min: 1, max: 1440 } } as const

/** The rules in force. */
export async function watchRulesOf(
  workspace: Workspace,
  db: Kysely<any> = workspace.db,
): Promise<WatchRules> {
  const { rows } = await sql<{ own: Partial<WatchRules> | null }>`
    select settings -> 'watch' as own from ${table(workspace, '_workspace')}`.execute(db)
  const own = rows[0]?.own ?? {}
  return Object.fromEntries(
    watchKinds.map((kind) => {
      const { on, max, minutes } = { ...watchRules[kind], ...own[kind] }
      return [kind, { on, max, minutes }]
    }),
  ) as Record<Counted, WatchRule>
}

/**
 * Changes some of the rules and tells all administrators, so that nobody goes blind in silence.
 * @throws Refusal `field_invalid` for a number out of its bounds
 */
export async function changeWatchRules(tx: Tx, changed: Partial<WatchRules>): Promise<void> {
  for (const [kind, rule] of Object.entries(changed) as [Counted, WatchRule][]) {
    for (const name of ['max', 'minutes'] as const) {
      const { min, max } = bounds[name]
      if (Number.isInteger(rule[name]) && rule[name] >= min && rule[name] <= max) continue
      const { label } = watchRules[kind]
      throw refuse(
        'field_invalid',
        {
          zh: `“${label.zh}”的数值应为 ${min} 到 ${max} 之间的整数`,
          en: `The number of "${label.en}" must be a whole one from ${min} to ${max}`,
        },
        { field: `${kind}.${name}` },
      )
    }
  }
  const before = await watchRulesOf(tx.workspace, tx.db)
  await sql`
    update ${table(tx.workspace, '_workspace')} set settings = settings
      || jsonb_build_object('watch', coalesce(settings -> 'watch', '{}') || ${JSON.stringify(changed)}::jsonb)`.execute(
    tx.db,
  )
  await emitEvents(tx, [
    { name: 'setting.changed', payload: { setting: 'watch', before, after: { ...before, ...changed } } },
  ])
  const title = {
    zh: `${tx.actor.name}更改了异常提醒的规则`,
    en: `${tx.actor.name} changed the rules of alerts`,
  }
  await notify(tx, await peopleWith(tx, { roles: [administratorRole] }), { title })
}
