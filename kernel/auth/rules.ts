import { sql, type Kysely } from 'kysely'
import { refuse, type Label } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

interface Rule {
  readonly label: Label
  readonly unit: Label
  readonly initial: number
  readonly min: number
  readonly max: number
}

/**
 * What a company decides of sign-in, kept in `_workspace.settings.sign_in`; an administrator changes it.
 * Bounds are those of OWASP ASVS 4.0.3 (2.1.1 length, 2.2.1 a hundred wrong tries an hour, 3.3.2 twelve
 * hours) where they name any.
 */
export const signInRules = {
  password_length_min: {
    initial: 12,
    min: 12,
    max: 64,
    unit: { zh: '位', en: 'characters' },
    label: { zh: '密码最短长度', en: 'Shortest password' },
  },
  once_hours: {
    initial: 24,
    min: 1,
    max: 72,
    unit: { zh: '小时', en: 'hours' },
    label: { zh: '一次性密码有效', en: 'A one-time password counts for' },
  },
  factor_grace_days: {
    initial: 7,
    min: 0,
    max: 30,
    unit: { zh: '天', en: 'days' },
    label: { zh: '设置两步验证的宽限期', en: 'To set up a second factor there are' },
  },
  session_hours_max: {
    initial: 12,
    min: 1,
    max: 720,
    unit: { zh: '小时', en: 'hours' },
    label: { zh: '登录后最长有效', en: 'A sign-in lasts at most' },
  },
  session_idle_minutes: {
    initial: 240,
    min: 5,
    max: 43_200,
    unit: { zh: '分钟', en: 'minutes' },
    label: { zh: '无操作自动退出', en: 'Signed out when idle for' },
  },
  proof_minutes: {
    initial: 5,
    min: 1,
    max: 30,
    unit: { zh: '分钟', en: 'minutes' },
    label: { zh: '再次确认身份的有效时间', en: 'A repeated password counts for' },
  },
  key_days_max: {
    initial: 365,
    min: 1,
    max: 1825,
    unit: { zh: '天', en: 'days' },
    label: { zh: 'API 密钥最长有效', en: 'A key of the API lasts at most' },
  },
  key_notice_days: {
    initial: 14,
    min: 1,
    max: 90,
    unit: { zh: '天', en: 'days' },
    label: { zh: 'API 密钥到期前提醒', en: 'Told before a key of the API ends' },
  },
  wrong_tries_max: {
    initial: 10,
    min: 3,
    max: 50,
    unit: { zh: '次', en: 'tries' },
    label: {
      zh: '每个地址或设备15分钟内可输错',
      en: 'Wrong tries in 15 minutes, from one address or device',
    },
  },
  wrong_tries_hour_max: {
    initial: 60,
    min: 10,
    max: 90,
    unit: { zh: '次', en: 'tries' },
    label: {
      zh: '每个账号每小时可从陌生设备输错',
      en: 'Wrong tries in an hour at one login, from all unknown devices',
    },
  },
  address_tries_max: {
    initial: 100,
    min: 10,
    max: 10_000,
    unit: { zh: '次', en: 'tries' },
    label: {
      zh: '每个地址15分钟内对所有账号可输错',
      en: 'Wrong tries in 15 minutes from one address, at all logins',
    },
  },
} as const satisfies Readonly<Record<string, Rule>>

export type SignInRuleName = keyof typeof signInRules
export type SignInRules = Readonly<Record<SignInRuleName, number>> & {
  /** Words no password may contain: brands, products, the town. */
  readonly barred_words: readonly string[]
}

const names = Object.keys(signInRules) as SignInRuleName[]

/** The rules in force, read anew each time: a change holds from the next request on, in every process. */
export async function rulesOf(workspace: Workspace, db: Kysely<any> = workspace.db): Promise<SignInRules> {
  const { rows } = await sql<{
    own: Partial<SignInRules> | null
  }>`select settings -> 'sign_in' as own from ${table(workspace, '_workspace')}`.execute(db)
  const own = rows[0]?.own ?? {}
  return {
    ...(Object.fromEntries(names.map((name) => [name, own[name] ?? signInRules[name].initial])) as Record<
      SignInRuleName,
      number
    >),
    barred_words: own.barred_words ?? [],
  }
}

/** Changes some of the rules. Refuses `field_invalid` for a number out of its bounds, naming them. */
export async function changeRules(
  workspace: Workspace,
  db: Kysely<any>,
  changed: Partial<SignInRules>,
): Promise<void> {
  for (const name of names) {
    const [value, { min, max, label }] = [changed[name], signInRules[name]]
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) continue
    throw refuse(
      'field_invalid',
      {
        zh: `“${label.zh}”应为 ${min} 到 ${max} 之间的整数`,
        en: `"${label.en}" must be a whole number from ${min} to ${max}`,
      },
      { field: name, data: { min, max } },
    )
  }
  await sql`
    update ${table(workspace, '_workspace')}
    set settings = settings || jsonb_build_object('sign_in', coalesce(settings -> 'sign_in', '{}') || ${JSON.stringify(changed)}::jsonb)`.execute(
    db,
  )
}
