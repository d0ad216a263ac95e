import { sql, type Kysely } from 'kysely'
import { refuse, type Label } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import type { Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { shippedNotice } from './shippedNotice.ts'

/** What is told to people whose data comes in, in words of the company; `version` counts its changes. */
export interface Notice {
  readonly text: Required<Label>
  /** A page with the whole of it; null where the text is all. */
  readonly link: string | null
  readonly version: number
}

export const traceModes = ['off', 'records', 'lists'] as const

/** What a company decides of protected data, kept in `_workspace.settings.privacy`. */
export interface PrivacyRules {
  /** Which readings of protected fields leave a trace: none, records and exports, or lists as well. */
  readonly trace: (typeof traceModes)[number]
  readonly trace_days: number
  readonly notice: Notice
  /** Whether public doors refuse what comes without consent to the notice. */
  readonly consent_required: boolean
  /**
   * Whether a condition on a protected field is refused in an address; our own screens write none there in
   * any case.
   */
  readonly strict_addresses: boolean
  /** Days after which deleted records and their files are finally removed; null for never. */
  readonly erase_deleted_days: number | null
  /**
   * Months after a record was closed until its person is forgotten, by object; objects not named keep theirs.
   */
  readonly forget_closed_months: Readonly<Record<string, number>>
}

export const privacyBounds = {
  trace_days: { min: 30, max: 3650 },
  erase_deleted_days: { min: 7, max: 3650 },
  forget_closed_months: { min: 1, max: 240 },
} as const

const initial: PrivacyRules = {
  trace: 'records',
  trace_days: 365,
  notice: { text: shippedNotice, link: null, version: 1 },
  consent_required: false,
  strict_addresses: false,
  erase_deleted_days: null,
  forget_closed_months: {},
}

/** The rules in force, read anew each time. */
export async function privacyRules(
  workspace: Workspace,
  db: Kysely<any> = workspace.db,
): Promise<PrivacyRules> {
  const { rows } = await sql<{ own: Partial<PrivacyRules> | null }>`
    select settings -> 'privacy' as own from ${table(workspace, '_workspace')}`.execute(db)
  return { ...initial, ...rows[0]?.own }
}

export type PrivacyChange = Partial<Omit<PrivacyRules, 'notice'>> & {
  readonly notice?: Omit<Notice, 'version'>
}

/**
 * Changes some of the rules; who and what it was before is an event. A changed notice is a new version.
 * Refuses `field_invalid`.
 */
export async function changePrivacy(tx: Tx, { notice, ...change }: PrivacyChange): Promise<PrivacyRules> {
  await sql`select from ${table(tx.workspace, '_workspace')} for update`.execute(tx.db)
  const before = await privacyRules(tx.workspace, tx.db)
  for (const name of ['trace_days', 'erase_deleted_days'] as const)
    checkBounds(name, change[name] ?? null, privacyBounds[name])
  for (const [object, months] of Object.entries(change.forget_closed_months ?? {})) {
    if (!tx.definitions.objects[object]?.person) throw notOfPersons(object)
    checkBounds(`forget_closed_months.${object}`, months, privacyBounds.forget_closed_months)
  }
  const same =
    notice &&
    JSON.stringify([notice.text.zh, notice.text.en, notice.link]) ===
      JSON.stringify([before.notice.text.zh, before.notice.text.en, before.notice.link])
  const after = {
    ...before,
    ...change,
    ...(notice && !same ? { notice: { ...notice, version: before.notice.version + 1 } } : {}),
  }
  await sql`
    update ${table(tx.workspace, '_workspace')} set settings = settings || ${JSON.stringify({ privacy: after })}::jsonb`.execute(
    tx.db,
  )
  await emitEvents(tx, [{ name: 'setting.changed', payload: { setting: 'privacy', before, after } }])
  return after
}

const notOfPersons = (object: string) =>
  refuse(
    'field_invalid',
    {
      zh: `“${object}”不是关于个人的对象，没有可清除的个人信息`,
      en: `"${object}" is about no person: there is nothing to forget`,
    },
    { field: 'forget_closed_months' },
  )

function checkBounds(
  field: string,
  value: number | null,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  if (value === null || (Number.isInteger(value) && value >= min && value <= max)) return
  throw refuse(
    'field_invalid',
    { zh: `应为 ${min} 到 ${max} 之间的整数`, en: `It must be a whole number from ${min} to ${max}` },
    { field, data: { min, max } },
  )
}
