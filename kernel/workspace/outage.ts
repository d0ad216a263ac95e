import { Refusal, refuse, type Label } from '../../model/refuse.ts'

/**
 * What the house leans on and what has become of it; it passes, so whoever works for nobody waits instead of
 * giving up.
 */
export interface Outage {
  readonly code: 'database_unavailable' | 'database_busy' | 'disk_full'
  readonly sentence: Label
  /** When to come back, in seconds. */
  readonly retryAfterS: number
}

const away: Outage = {
  code: 'database_unavailable',
  retryAfterS: 2,
  sentence: {
    zh: '数据库暂时没有响应，请稍后重试',
    en: 'The database does not answer at the moment: try again shortly',
  },
}
const busy: Outage = {
  code: 'database_busy',
  retryAfterS: 2,
  sentence: {
    zh: '数据库的连接或内存已用尽，请稍后重试',
    en: 'The database has no connection or memory left: try again shortly',
  },
}
const databaseFull: Outage = {
  code: 'disk_full',
  retryAfterS: 30,
  sentence: {
    zh: '数据库所在的磁盘已满，暂时无法保存，请联系管理员清理空间',
    en: 'The disk of the database is full and nothing can be saved: ask your administrator to make room',
  },
}
const folderFull: Outage = {
  code: 'disk_full',
  retryAfterS: 30,
  sentence: {
    zh: '服务器存放文件的磁盘已满，请联系管理员清理空间',
    en: 'The disk for files of the server is full: ask your administrator to make room',
  },
}

/** Refuses what needs the database while it does not answer. */
export const databaseUnavailable = (): Refusal => refuse(away.code, away.sentence, { status: 503 })

/**
 * Whether an error says that something is down that will come back, and which; null for everything else.
 * PostgreSQL's classes: 08 connection, 28 and 3D it lets nobody in (as while it is set up anew), 53
 * resources, 57P shut down; system codes for a connection that is refused or breaks.
 * @example outageOf(Object.assign(new Error(), { code: '53100' }))!.code // 'disk_full'
 */
export function outageOf(error: unknown): Outage | null {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  if (error instanceof Refusal) return code === away.code ? away : null
  if (code === '53100') return databaseFull
  if (code === 'ENOSPC' || code === 'EDQUOT') return folderFull
  if (/^53/.test(code)) return busy
  return /^(08|28|3D000|57P|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_)/.test(code) ||
    brokenConnection.test(message)
    ? away
    : null
}

/** What the driver says of a connection that went away without a word: these carry no code. */
const brokenConnection =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout (expired|exceeded))/
