import { readStoreAddress } from '../kernel/files/s3Address.ts'
import { addressNow } from '../kernel/workspace/addressNow.ts'
import { isThisMachine } from '../kernel/workspace/thisMachine.ts'
import { refuse } from '../model/refuse.ts'
import type { Config } from './config.ts'

/**
 * Holds every address against the demand that nothing leaves the machine without TLS.
 * @throws Refusal `tls_demanded` with the setting, what to write there, and never what was written
 */
export function demandTls({
  tls,
  trustProxy,
  databaseUrl,
  databaseDirectUrl,
  smtpUrl,
  imapUrl,
  s3Url,
  logTo,
}: Config): void {
  if (!tls && !trustProxy)
    throw refuse('tls_demanded', {
      zh: `要求 TLS（${wayOut.zh}），却既无证书也无可信代理：请设置 GUANTONG_TLS_CERT 与 GUANTONG_TLS_KEY，或以 GUANTONG_TRUST_PROXY 指明终止 TLS 的代理`,
      en: `TLS is demanded (${wayOut.en}), and there is neither a certificate nor a trusted proxy: set GUANTONG_TLS_CERT and GUANTONG_TLS_KEY, or name the proxy that ends TLS in GUANTONG_TRUST_PROXY`,
    })
  hold('DATABASE_URL', databaseUrl, isVerifiedDatabase, 'sslmode=verify-full')
  hold('DATABASE_DIRECT_URL', databaseDirectUrl, isVerifiedDatabase, 'sslmode=verify-full')
  hold(
    'SMTP_URL',
    smtpUrl,
    ({ protocol, searchParams }) => protocol === 'smtps:' || searchParams.get('requireTLS') === 'true',
    'smtps:// / ?requireTLS=true',
  )
  hold('IMAP_URL', imapUrl, ({ protocol }) => protocol === 'imaps:', 'imaps://')
  hold('GUANTONG_LOG_TO', logTo, ({ protocol }) => protocol === 'syslog+tls:', 'syslog+tls://')
  hold('S3_URL', s3Url, (url) => readStoreAddress(url.href).bucket.startsWith('https:'), 'https://')
}

const wayOut = {
  zh: 'GUANTONG_REQUIRE_TLS=1，或公开网址为 https；设为 0 则不要求',
  en: 'by GUANTONG_REQUIRE_TLS=1 or a public address with https; 0 lifts it',
}

function hold(name: string, address: string | undefined, isSafe: (url: URL) => boolean, write: string): void {
  if (address === undefined) return
  const url = new URL(addressNow(address))
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  if (host === '' || isThisMachine(host) || isSafe(url)) return
  throw refuse(
    'tls_demanded',
    {
      zh: `要求 TLS（${wayOut.zh}），而 ${name} 的连接不加密或不核对证书，应使用 ${write}`,
      en: `TLS is demanded (${wayOut.en}), and ${name} connects without it or without looking at the certificate: use ${write}`,
    },
    { field: name },
  )
}

/** The one mode in which PostgreSQL's certificate is held against the authorities and the name. */
const isVerifiedDatabase = ({ searchParams }: URL) => searchParams.get('sslmode') === 'verify-full'
