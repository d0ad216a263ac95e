import { sql, type Kysely } from 'kysely'
import { pinyin } from 'pinyin-pro'
import type { Label } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { rulesOf, type SignInRules } from './rules.ts'

/** Words that others try first at somebody's login. */
export interface OwnWords {
  /** A password that contains one of them is refused. */
  readonly barred: readonly { readonly plain: string; readonly what: Required<Label> }[]
  /** Those make a password cheaper to guess. */
  readonly hints: readonly string[]
}

export interface Whose {
  readonly login: string
  readonly name?: string | null
  readonly email?: string | null
  readonly phone?: string | null
  readonly companies: readonly string[]
  readonly words: readonly string[]
}

/** Lower case, letters and figures only: "Sales-Director" is "salesdirector". */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const product = ['guantong', '贯通']

/**
 * The words of one login, person and company; names in Chinese as they are written and as they are spoken.
 * Pure.
 */
export function ownWords({ login, name, email, phone, companies, words }: Whose): OwnWords {
  const barred = (what: Required<Label>, all: readonly (string | null | undefined)[], min: number) =>
    [...new Set(all.map((one) => plain(one ?? '')))]
      .filter((word) => [...word].length >= (/\p{sc=Han}/u.test(word) ? 2 : min))
      .map((word) => ({ plain: word, what }))
  const [local = '', host = ''] = login.split('@')
  const mail = (email ?? '').split('@')[0]
  const site = host.split('.').slice(0, -1)
  const spoken = companies.flatMap(beginnings)
  return {
    barred: [
      ...barred({ zh: '登录名', en: 'the login' }, [login, local, mail, phone], 3),
      ...barred({ zh: '姓名', en: 'the name' }, [name, ...readings(name ?? '')], 4),
      ...barred(
        { zh: '公司名称', en: "the company's name" },
        [
          ...companies,
          ...spoken,
          ...companies.map((one) => one.split(/\s+/)[0]),
          ...site.filter(
            (part) => !/^(www|mail|qq|163|126|gmail|outlook|hotmail)$/.test(part) && part.length > 4,
          ),
        ],
        4,
      ),
      ...barred({ zh: '产品名称', en: 'the name of this product' }, product, 4),
      ...barred({ zh: '公司不允许的词', en: 'a word that the company does not allow' }, words, 2),
    ],
    hints: [
      ...local.split(/[^\p{L}\p{N}]+/u),
      ...site,
      ...(name ?? '').split(/\s+/),
      ...readings(name ?? ''),
      ...companies.flatMap((one) => [...one.split(/\s+/), ...beginnings(one), ...readings(one)]),
      ...words,
    ]
      .map(plain)
      .filter((word) => word.length >= 2),
  }
}

/** The sound of a Chinese name, whole and by initials; nothing of one in Latin letters. */
function readings(text: string): readonly string[] {
  if (!/\p{sc=Han}/u.test(text)) return []
  const sounds = soundsOf(text)
  return [
    sounds.join(''),
    [...sounds.slice(1), sounds[0]!].join(''),
    sounds.map((sound) => sound[0]).join(''),
  ]
}

/** A company is called by the beginning of its name: 华东精密机械有限公司 is 华东精密 and huadongjingmi, never 有限公司. */
function beginnings(text: string): readonly string[] {
  if (!/\p{sc=Han}/u.test(text)) return []
  const short = text.replace(/(股份|集团|科技|控股)*(有限)?(责任)?公司$/, '')
  const sounds = soundsOf(short)
  return [
    short,
    ...([...short].length >= 4 ? [[...short].slice(0, 4).join('')] : []),
    ...sounds
      .flatMap((_, i) => (i >= 1 ? [sounds.slice(0, i + 1).join('')] : []))
      .filter((word) => word.length >= 6),
  ]
}

const soundsOf = (text: string): readonly string[] =>
  pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .map((sound) => plain(sound))
    .filter((sound) => sound !== '')

/**
 * The own words of somebody in the company, with the rules of passwords there. For a login that is yet to be
 * made, `person` is null.
 */
export async function passwordRules(
  workspace: Workspace,
  db: Kysely<any>,
  person: string | null,
  login = '',
): Promise<{ readonly lengthMin: number; readonly own: OwnWords; readonly rules: SignInRules }> {
  const rules = await rulesOf(workspace, db)
  const { rows } = await sql<{
    login: string | null
    name: string | null
    email: string | null
    phone: string | null
    company: string | null
    departments: string[]
  }>`
    select u.login, u.name, u.email, u.phone, w.settings ->> 'company_name' as company,
      array(select d.name from ${table(workspace, 'department')} d where d.parent is null and d.deleted_at is null) as departments
    from ${table(workspace, '_workspace')} w left join ${table(workspace, 'user')} u on u.id = ${person}::uuid`.execute(
    db,
  )
  const found = rows[0]!
  const own = ownWords({
    login: found.login ?? login,
    name: found.name,
    email: found.email,
    phone: found.phone?.replace(/^\+86/, '') ?? null,
    companies: [found.company, ...found.departments].filter((one): one is string => Boolean(one)),
    words: rules.barred_words,
  })
  return { lengthMin: rules.password_length_min, own, rules }
}
