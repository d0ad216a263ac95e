import type { Field } from './field.ts'
import { kindOf } from './fields/kinds.ts'
import type { ObjectDef } from './object.ts'
import type { Label } from './refuse.ts'

/** What a level of protection asks of everything that handles such a field. */
export interface Protection {
  readonly label: Required<Label>
  readonly what: Required<Label>
  /** Its values stand in sentences of errors. Into the log no value of any field ever goes. */
  readonly quoted: boolean
  /** Conditions on it stand in addresses, which proxies and histories keep. */
  readonly addressed: boolean
  /** What leaves a trace of who saw it: opening a record, or only taking records away in a sheet. */
  readonly traced: 'opened' | 'exported'
  /** Told to callers who are not signed in: at intakes, and behind links. */
  readonly told_outside: boolean
  /**
   * The name of a record, which notices, mails and search show: never, or only where the record is that
   * person.
   */
  readonly titles: 'never' | 'of_persons'
  /** Emptied when a person's data is removed. */
  readonly forgotten: boolean
}

/**
 * The levels, and here alone what each requires. `docs/security.md` shows them as a table, held to this one
 * by a test.
 */
export const protections = {
  personal: {
    label: { zh: '个人信息', en: 'Personal' },
    what: {
      zh: '可识别或联系到个人：姓名、电话、邮箱、微信、签名、定位、名片',
      en: 'Tells or reaches a person: name, telephone, e-mail, WeChat, signature, place, card',
    },
    quoted: false,
    addressed: false,
    traced: 'opened',
    told_outside: false,
    titles: 'of_persons',
    forgotten: true,
  },
  financial: {
    label: { zh: '账户与薪酬', en: 'Accounts and pay' },
    what: { zh: '银行账号、余额、提成与奖金', en: 'Bank accounts, balances, commission and bonus' },
    quoted: false,
    addressed: false,
    traced: 'opened',
    told_outside: false,
    titles: 'never',
    forgotten: false,
  },
  commercial: {
    label: { zh: '商业秘密', en: 'Commercial' },
    what: { zh: '成本、毛利、费率、信用额度、返点', en: 'Costs, margins, rates, credit limits, rebates' },
    quoted: true,
    addressed: true,
    traced: 'exported',
    told_outside: false,
    titles: 'never',
    forgotten: false,
  },
} as const satisfies Readonly<Record<string, Protection>>

export type ProtectionName = keyof typeof protections

/** The level of a field: what it says itself, else what its kind is by nature; null for an open one. */
export function protectionOf(field: Field): Protection | null {
  const name = levelOf(field)
  return name && protections[name]
}

export function levelOf(field: Field): ProtectionName | null {
  const said = field.protect ?? kindOf(field).protect
  return said && said !== 'none' && Object.hasOwn(protections, said) ? said : null
}

/**
 * Names of an object's fields whose level asks for something. @example protectedFields(contact, ({ forgotten
 * }) => forgotten)
 */
export const protectedFields = (
  object: ObjectDef,
  asks: (protection: Protection) => boolean,
): readonly string[] =>
  Object.entries(object.fields).flatMap(([name, field]) => {
    const protection = protectionOf(field)
    return protection && asks(protection) ? [name] : []
  })
