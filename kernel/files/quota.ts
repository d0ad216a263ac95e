import { sql, type Kysely } from 'kysely'
import { refuse, type Label } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

interface Rule {
  readonly label: Label
  readonly unit: Label
  readonly initial: number
  readonly min: number
  readonly max: number
}

/**
 * How much one person may upload, kept in `_workspace.settings.uploads`. A day is the last 24 hours. MB and
 * GB are of 1024.
 */
export const uploadRules = {
  files_day_max: {
    initial: 1000,
    min: 1,
    max: 100_000,
    label: { zh: '每人每天可上传', en: 'Files of one person a day' },
    unit: { zh: '个文件', en: 'files' },
  },
  mb_day_max: {
    initial: 5000,
    min: 1,
    max: 1_000_000,
    label: { zh: '每人每天可上传', en: 'Uploads of one person a day' },
    unit: { zh: 'MB', en: 'MB' },
  },
  gb_all_max: {
    initial: 200,
    min: 1,
    max: 100_000,
    label: { zh: '每人累计可存放', en: 'All files of one person' },
    unit: { zh: 'GB', en: 'GB' },
  },
} as const satisfies Readonly<Record<string, Rule>>

export type UploadRules = Readonly<Record<keyof typeof uploadRules, number>>
const names = Object.keys(uploadRules) as (keyof typeof uploadRules)[]

/** The rules in force. */
export async function uploadRulesOf(
  workspace: Workspace,
  db: Kysely<any> = workspace.db,
): Promise<UploadRules> {
  const { rows } = await sql<{ own: Partial<UploadRules> | null }>`
    select settings -> 'uploads' as own from ${table(workspace, '_workspace')}`.execute(db)
  return Object.fromEntries(
    names.map((name) => [name, rows[0]?.own?.[name] ?? uploadRules[name].initial]),
  ) as UploadRules
}

/** Changes some of the rules. Refuses `field_invalid` for a number out of its bounds. */
export async function changeUploadRules(tx: Tx, changed: Partial<UploadRules>): Promise<void> {
  for (const name of names) {
    const [value, { min, max, label }] = [changed[name], uploadRules[name]]
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) continue
    throw refuse(
      'field_invalid',
      {
        zh: `“${label.zh}”应为 ${min} 到 ${max} 之间的整数`,
        en: `"${label.en}" must be a whole number from ${min} to ${max}`,
      },
      { field: name },
    )
  }
  const before = await uploadRulesOf(tx.workspace, tx.db)
  await sql`
    update ${table(tx.workspace, '_workspace')} set settings = settings
      || jsonb_build_object('uploads', coalesce(settings -> 'uploads', '{}') || ${JSON.stringify(changed)}::jsonb)`.execute(
    tx.db,
  )
  await emitEvents(tx, [
    { name: 'setting.changed', payload: { setting: 'uploads', before, after: { ...before, ...changed } } },
  ])
}

const [mb, gb] = [1024 ** 2, 1024 ** 3]

/**
 * Refuses what would take a person over what the company lets each upload. The house itself, which takes in
 * mails and prints papers, is not held to it.
 * @throws Refusal `quota_reached` with which limit it is
 */
export async function checkQuota(
  { workspace, db, actor, now }: Pick<Tx, 'workspace' | 'db' | 'actor' | 'now'>,
  size: number,
): Promise<void> {
  if (actor.id === null || actor.trusted) return
  const rules = await uploadRulesOf(workspace, db)
  const today = sql`created_at > ${now}::timestamptz - interval '1 day'`
  const { rows } = await sql<{ files: number; day: string; all: string }>`
    select count(*) filter (where ${today})::int as files, coalesce(sum(size) filter (where ${today}), 0) as day, coalesce(sum(size), 0) as all
    from ${table(workspace, '_file')} where created_by = ${actor.id}`.execute(db)
  const { files, day, all } = rows[0]!
  const over =
    files + 1 > rules.files_day_max
      ? 'files_day_max'
      : Number(day) + size > rules.mb_day_max * mb
        ? 'mb_day_max'
        : Number(all) + size > rules.gb_all_max * gb
          ? 'gb_all_max'
          : null
  if (!over) return
  const { label, unit } = uploadRules[over]
  throw refuse(
    'quota_reached',
    {
      zh: `已达上传限额：${label.zh} ${rules[over]} ${unit.zh}${over === 'gb_all_max' ? '，请联系系统管理员' : '，请明天再传，或联系系统管理员'}`,
      en: `The limit is reached: ${label.en.toLowerCase()}, ${rules[over]} ${unit.en}; ${over === 'gb_all_max' ? 'ask an administrator' : 'upload it tomorrow, or ask an administrator'}`,
    },
    { field: 'file', status: 413 },
  )
}

/**
 * Before the row of a file is written: uploads of one person are counted one after the other, so that many at
 * once are not all let through.
 */
export async function holdQuota(tx: Tx, size: number): Promise<void> {
  if (tx.actor.id === null || tx.actor.trusted) return
  await sql`select pg_advisory_xact_lock(hashtext(${`uploads ${tx.actor.id}`}))`.execute(tx.db)
  await checkQuota(tx, size)
}
