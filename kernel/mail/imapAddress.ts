import { refuse } from '../../model/refuse.ts'

/** A mailbox and the key to it, as `IMAP_URL` says them. */
export interface MailboxAddress {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise it begins with STARTTLS where the server offers that. */
  readonly secure: boolean
  readonly user: string
  readonly password: string
  readonly folder: string
}

/**
 * Reads `imaps://user:password@host:993/INBOX`. Characters of user and password that mean something in an
 * address are percent-encoded.
 * @throws Refusal bad_setting, which never repeats what was given
 */
export function readMailboxAddress(url: string): MailboxAddress {
  const wrong = (zh: string, en: string) =>
    refuse(
      'bad_setting',
      { zh: `设置 IMAP_URL 不可用：${zh}`, en: `The setting IMAP_URL cannot be used: ${en}` },
      { field: 'IMAP_URL' },
    )
  if (!/^imaps?:\/\/[^/]/.test(url) || !URL.canParse(url))
    throw wrong('应当形如 imaps://用户:密码@主机/INBOX', 'it must look like imaps://user:password@host/INBOX')
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  if (!username || !password)
    throw wrong(
      '缺少用户或密码（特殊字符请用百分号编码，@ 写作 %40）',
      'the user or the password is missing (percent-encode special characters: @ is %40)',
    )
  const secure = protocol === 'imaps:'
  return {
    host: hostname,
    port: Number(port) || (secure ? 993 : 143),
    secure,
    user: decode(username),
    password: decode(password),
    folder: decode(pathname.slice(1)) || 'INBOX',
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
