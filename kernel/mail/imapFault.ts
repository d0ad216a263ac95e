import type { Label } from '../../model/refuse.ts'

interface ImapFault {
  readonly code?: string
  readonly authenticationFailed?: boolean
  readonly mailboxMissing?: boolean
}

/** Waiting mends everything but this. */
export const isRefusedLogin = (error: unknown) => (error as ImapFault).authenticationFailed === true

/**
 * What an administrator can do about it. Says nothing of the error's own words, which may repeat what was
 * sent to the server.
 */
export function reasonOf(error: unknown): Label {
  const { code = '', mailboxMissing } = error as ImapFault
  if (isRefusedLogin(error))
    return {
      zh: '邮箱服务器拒绝登录，请检查 IMAP_URL 中的用户和密码',
      en: 'the mail server refuses the login; check user and password in IMAP_URL',
    }
  if (mailboxMissing)
    return { zh: '邮箱中没有 IMAP_URL 所指的文件夹', en: 'the mailbox has no folder of the name in IMAP_URL' }
  if (/^(E[A-Z]+|UND_\w+)$/.test(code))
    return { zh: `无法连接邮箱服务器（${code}）`, en: `the mail server cannot be reached (${code})` }
  if (/CERT|TLS|SSL/.test(code))
    return {
      zh: `邮箱服务器的证书不可信（${code}）`,
      en: `the certificate of the mail server cannot be trusted (${code})`,
    }
  return {
    zh: '与邮箱服务器的连接出错，或邮件暂时无法保存',
    en: 'the connection to the mail server broke, or mail cannot be stored at the moment',
  }
}
