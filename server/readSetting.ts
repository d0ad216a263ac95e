import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { ciphers, type CipherName } from '../kernel/workspace/ciphers.ts'
import { refuse, type Label } from '../model/refuse.ts'
import { splitKeys } from './secretFile.ts'

const badSetting = (name: string, { zh, en }: Required<Label>) =>
  refuse(
    'bad_setting',
    { zh: `设置 ${name} 不可用：${zh}`, en: `The setting ${name} cannot be used: ${en}` },
    { field: name },
  )

export const text = (value: string | undefined): string => value ?? ''

export const readPort = (value: string | undefined, name: string): number => {
  const port = Number(value)
  if (/^\d+$/.test(value ?? '') && port <= 65_535) return port
  throw badSetting(name, {
    zh: `“${value}”不是 0 到 65535 之间的整数`,
    en: `"${value}" is not a whole number from 0 to 65535`,
  })
}

/**
 * Some shells set HOST to the name of the machine: only an address opens the house to others, whatever else
 * stands there.
 */
export const readHost = (value: string | undefined): string => (isIP(value ?? '') ? value! : 'localhost')

export const readPatience = (value: string | undefined, name: string): number => {
  const ms = Number(value)
  if (/^\d+$/.test(value ?? '') && ms >= 300 && ms <= 600_000) return ms
  throw badSetting(name, {
    zh: `“${value}”不是 300 到 600000 之间的整数（毫秒）`,
    en: `"${value}" is not a whole number of milliseconds from 300 to 600000`,
  })
}

export const readUrl =
  (...schemes: string[]) =>
  (value: string | undefined, name: string): string | undefined => {
    if (value === undefined) return undefined
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : ''
    if (schemes.includes(scheme)) return value.replace(/\/+$/, '')
    const expected = schemes.map((known) => `${known}://`).join(' / ')
    throw badSetting(name, {
      zh: `应当是以 ${expected} 开头的地址`,
      en: `it must be an address that starts with ${expected}`,
    })
  }

/** Looked at in full at the start, so that a mistake in it is not found by the first upload or mail. */
export const readWith =
  (check: (value: string) => unknown) =>
  (value: string | undefined): string | undefined => {
    if (value !== undefined) check(value)
    return value
  }

export const readLevel = (value: string | undefined, name: string) => {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
  const level = levels.find((known) => known === value)
  if (level) return level
  throw badSetting(name, {
    zh: `“${value}”不是 ${levels.join('、')} 之一`,
    en: `"${value}" is not one of ${levels.join(', ')}`,
  })
}

export const readKey = (value: string | undefined, name: string): string | undefined => {
  if (value === undefined || value.length >= 32) return value
  throw badSetting(name, { zh: '至少需要 32 个字符', en: 'it needs at least 32 characters' })
}

export const readFlag = (value: string | undefined, name: string): boolean | undefined => {
  if (value === undefined) return undefined
  if (value === '0' || value === '1') return value === '1'
  throw badSetting(name, { zh: `“${value}”不是 0 或 1`, en: `"${value}" is neither 0 nor 1` })
}

export const readPath = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : resolve(value)

export const readAway = (value: string | undefined, name: string): 'refuse' | 'take' => {
  if (value === 'refuse' || value === 'take') return value
  throw badSetting(name, { zh: `“${value}”不是 refuse 或 take`, en: `"${value}" is neither refuse nor take` })
}

/** The newest first. Of several, all are held to the length, as each seals something. */
export const readKeys = (value: string | undefined, name: string): readonly string[] =>
  splitKeys(text(value)).map((key) => readKey(key, name)!)

export const readCipher = (value: string | undefined, name: string): CipherName => {
  if (value !== undefined && Object.hasOwn(ciphers, value)) return value as CipherName
  const known = Object.keys(ciphers)
  throw badSetting(name, { zh: `应为 ${known.join('、')} 之一`, en: `it must be one of ${known.join(', ')}` })
}
