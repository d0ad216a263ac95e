import { resolve } from 'node:path'
import { shippedPassword } from '../kernel/auth/demoPassword.ts'
import { readTrustProxy } from '../kernel/http/trustProxy.ts'
import { readScannerAddress } from '../kernel/files/clamd.ts'
import { readStoreAddress } from '../kernel/files/s3Address.ts'
import { readMailboxAddress } from '../kernel/mail/imapAddress.ts'
import { patienceUsualMs } from '../kernel/workspace/watch.ts'
import type { Label } from '../model/refuse.ts'
import {
  readPort,
  readHost,
  text,
  readUrl,
  readPatience,
  readKeys,
  readCipher,
  readPath,
  readFlag,
  readKey,
  readWith,
  readAway,
  readLevel,
} from './readSetting.ts'

interface Setting<T> {
  /** What holds when the variable is absent or empty. */
  readonly initial?: string
  readonly read: (value: string | undefined, name: string) => T
  readonly label: Label
  /**
   * Holds a secret, which may lie in a file that NAME_FILE names: a text read at the start, an address read
   * with each connection.
   */
  readonly mounted?: 'text' | 'address'
}

const define = <T>(setting: Setting<T>): Setting<T> => setting

/**
 * Every variable the server reads, in the order of docs/configuration.md. A test holds that page and this
 * list together.
 */
export const settings = {
  PORT: define({
    initial: '3000',
    read: readPort,
    label: {
      zh: '网页与接口的端口；0 表示任选空闲端口',
      en: 'Port of the web pages and the API; 0 takes any free one',
    },
  }),
  HOST: define({
    initial: 'localhost',
    read: readHost,
    label: {
      zh: '监听地址：默认只有本机可以访问，`0.0.0.0` 允许其他电脑访问；只认 IP 地址，其他值不起作用',
      en: 'Address to listen at: only this machine reaches it unless told, `0.0.0.0` lets others in; an IP address, anything else is passed over',
    },
  }),
  GUANTONG_DATA: define({
    initial: 'data',
    read: (value) => resolve(text(value)),
    label: { zh: '数据文件夹：内置数据库、附件、密钥', en: 'Data folder: embedded database, files, secret' },
  }),
  DATABASE_URL: define({
    mounted: 'address',
    read: readUrl('postgres', 'postgresql'),
    label: {
      zh: '外部 PostgreSQL 15 及以上；不设则启动内置数据库',
      en: 'A PostgreSQL 15 or newer; the embedded one is started without it',
    },
  }),
  DATABASE_DIRECT_URL: define({
    mounted: 'address',
    read: readUrl('postgres', 'postgresql'),
    label: {
      zh: '不经 PgBouncer 的直连地址，用于监听、迁移和任务；默认同 DATABASE_URL',
      en: 'Connection past PgBouncer for LISTEN, migrations and jobs; the same as DATABASE_URL unless told',
    },
  }),
  GUANTONG_DATABASE_PATIENCE: define({
    initial: String(patienceUsualMs),
    read: readPatience,
    label: {
      zh: '数据库无响应多久（毫秒）后拒绝请求；网络较慢时可调大',
      en: 'Silence of the database, in milliseconds, after which requests are refused; more for a slow network',
    },
  }),
  GUANTONG_SECRET: define({
    mounted: 'text',
    read: readKeys,
    label: {
      zh: '加密密钥，至少 32 个字符；不设则在数据文件夹中生成',
      en: 'Key for encryption, at least 32 characters; made in the data folder when absent',
    },
  }),
  GUANTONG_SECRET_OLD: define({
    mounted: 'text',
    read: readKeys,
    label: {
      zh: '更换前的密钥，逗号分隔；仍可解密，`guantong secret rotate` 之后可删除',
      en: 'Keys of before, by comma; they still decrypt, and may go after `guantong secret rotate`',
    },
  }),
  GUANTONG_CIPHER: define({
    initial: 'aes-256-gcm',
    read: readCipher,
    label: {
      zh: '加密密钥类内容的算法：aes-256-gcm、chacha20-poly1305',
      en: 'What secrets are encrypted by: aes-256-gcm, chacha20-poly1305',
    },
  }),
  GUANTONG_PUBLIC_URL: define({
    read: readUrl('http', 'https'),
    label: {
      zh: '用户访问的网址，用于链接和二维码；默认 http://localhost:PORT',
      en: 'Address users open, for links and codes; http://localhost:PORT unless told',
    },
  }),
  GUANTONG_TRUST_PROXY: define({
    read: (value) => (value === undefined ? undefined : readTrustProxy(value)),
    label: {
      zh: '可信的反向代理：地址或网段（逗号分隔），或代理层数 1 到 9；不设则不信任任何代理',
      en: 'Proxies that are believed: addresses or networks by comma, or how many stand in a row (1 to 9); none unless told',
    },
  }),
  GUANTONG_TLS_CERT: define({
    read: readPath,
    label: {
      zh: '证书链文件（PEM）；与私钥同设时服务自身使用 HTTPS，文件更新后自动生效',
      en: 'Certificate with its chain (PEM); with its key the server speaks HTTPS itself, and follows the files when they change',
    },
  }),
  GUANTONG_TLS_KEY: define({
    read: readPath,
    label: { zh: '证书的私钥文件（PEM，不加密）', en: 'Key of the certificate (PEM, without a password)' },
  }),
  GUANTONG_TLS_OCSP: define({
    read: readPath,
    label: {
      zh: '随证书送出的 OCSP 应答文件（DER），由运维方更新',
      en: 'Answer of OCSP that goes with the certificate (DER); the operator renews it',
    },
  }),
  GUANTONG_REQUIRE_TLS: define({
    read: readFlag,
    label: {
      zh: '1：拒绝一切不加密的连接（访问、数据库、邮件、附件存储、Webhook，本机除外）；0：不要求；不设时，公开网址为 https 即要求',
      en: '1 refuses every connection without TLS (callers, database, mail, file store, webhooks; this machine excepted), 0 does not; 1 unless told where the public address is https',
    },
  }),
  GUANTONG_METRICS_TOKEN: define({
    mounted: 'text',
    read: readKey,
    label: {
      zh: '读取 `/metrics` 的令牌，至少 32 个字符；不设则只有系统管理员可读',
      en: 'Token for `/metrics`, at least 32 characters; only administrators read it without one',
    },
  }),
  GUANTONG_DEMO_PASSWORD: define({
    mounted: 'text',
    initial: shippedPassword,
    read: text,
    label: {
      zh: '演示账号的密码；默认密码只在本机有效，设了其他密码后，下次启动时替换默认密码',
      en: 'Password of the demo logins; the default answers on this machine only, another one takes its place at the next start',
    },
  }),
  SMTP_URL: define({
    mounted: 'address',
    read: readUrl('smtp', 'smtps'),
    label: {
      zh: '发信服务器；不设则通知只在系统内显示',
      en: 'Mail server for sending; without it notifications stay in the app',
    },
  }),
  IMAP_URL: define({
    mounted: 'address',
    read: readWith(readMailboxAddress),
    label: {
      zh: '邮件线索的邮箱，如 `imaps://用户:密码@主机/INBOX`；不设则不收邮件',
      en: 'Mailbox for leads, as `imaps://user:password@host/INBOX`; no mail is read without it',
    },
  }),
  S3_URL: define({
    mounted: 'address',
    read: readWith(readStoreAddress),
    label: {
      zh: 'S3 兼容存储，如 `s3://密钥ID:密钥@主机:9000/存储桶?region=…&tls=false`；不设则附件存于数据文件夹',
      en: 'S3-compatible store, as `s3://key:secret@host:9000/bucket?region=…&tls=false`; files go to the data folder without it',
    },
  }),
  GUANTONG_CLAMD: define({
    read: readWith(readScannerAddress),
    label: {
      zh: '病毒扫描 clamd 的地址，`主机:端口` 或 socket 路径；设后每个上传和邮件附件先扫描再保存',
      en: 'Address of clamd, `host:port` or the path of its socket; then every upload and attachment is scanned before it is kept',
    },
  }),
  GUANTONG_CLAMD_AWAY: define({
    initial: 'refuse',
    read: readAway,
    label: {
      zh: '扫描不可用时：refuse 拒收，take 照收',
      en: 'While the scanner is away: refuse files, or take them',
    },
  }),
  GUANTONG_LOG_TO: define({
    read: readUrl('syslog+tls', 'syslog'),
    label: {
      zh: '日志同时送往的收集端（RFC 5424），如 `syslog+tls://主机:6514` 或 `syslog://主机:601`（TCP）',
      en: 'Collector that gets the log besides (RFC 5424), as `syslog+tls://host:6514` or `syslog://host:601` (TCP)',
    },
  }),
  LOG_LEVEL: define({
    initial: 'info',
    read: readLevel,
    label: {
      zh: '日志级别：fatal、error、warn、info、debug、trace、silent',
      en: 'Level of the log: fatal, error, warn, info, debug, trace, silent',
    },
  }),
}
