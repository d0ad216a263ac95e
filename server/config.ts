import { pathToFileURL } from 'node:url'
import type { TlsFiles } from '../kernel/http/tls.ts'
import type { CipherName } from '../kernel/workspace/ciphers.ts'
import type { TrustProxy } from '../kernel/http/trustProxy.ts'
import { demandTls } from './demandTls.ts'
import { settings } from './settings.ts'
import { readSecrets } from './secret.ts'
import { readMounted } from './secretFile.ts'
import { refuse } from '../model/refuse.ts'

/**
 * Everything the environment decides, read once at the start. Units and meanings are in
 * docs/configuration.md.
 */
export interface Config {
  readonly port: number
  /** Where it listens: `localhost`, or an address. */
  readonly host: string
  /** Absolute path of the data folder. */
  readonly data: string
  /** Absent: the embedded PostgreSQL is started in `data`. */
  readonly databaseUrl?: string
  /** A connection that no pooler stands before; the same as `databaseUrl` unless told. */
  readonly databaseDirectUrl?: string
  readonly databasePatienceMs: number
  /** The newest key, which encrypts. */
  readonly secret: string
  /** Keys of before, which still decrypt. */
  readonly oldSecrets: readonly string[]
  readonly cipher: CipherName
  /** Without a slash at the end. */
  readonly publicUrl: string
  /** Whose forwarding headers are believed; nobody's where absent. */
  readonly trustProxy?: TrustProxy
  /** The server speaks HTTPS by these; HTTP where absent. */
  readonly tls?: TlsFiles
  readonly requireTls: boolean
  /** What a collector of figures shows; only administrators see them where absent. */
  readonly metricsToken?: string
  readonly demoPassword: string
  readonly smtpUrl?: string
  readonly imapUrl?: string
  readonly s3Url?: string
  /** Where clamd is; files are not scanned where absent. */
  readonly clamd?: string
  readonly takeUnscanned: boolean
  readonly logTo?: string
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

/**
 * @throws Refusal `unknown_setting` for a GUANTONG_ variable that does not exist, `bad_setting` for a value
 * that cannot be used
 * @example const config = readConfig(process.env)
 */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  refuseUnknown(env)
  const value = <N extends keyof typeof settings>(name: N) =>
    readSetting(env, name) as ReturnType<(typeof settings)[N]['read']>
  const port = value('PORT')
  const data = value('GUANTONG_DATA')
  const databaseUrl = value('DATABASE_URL')
  const tls = bothFiles(value('GUANTONG_TLS_CERT'), value('GUANTONG_TLS_KEY'), value('GUANTONG_TLS_OCSP'))
  const publicUrl = value('GUANTONG_PUBLIC_URL') ?? `${tls ? 'https' : 'http'}://localhost:${port}`
  const [secret, ...beside] = oneOrMore(value('GUANTONG_SECRET')) ?? readSecrets(data)
  const config: Config = {
    port,
    host: value('HOST'),
    data,
    databaseUrl,
    databaseDirectUrl: value('DATABASE_DIRECT_URL') ?? databaseUrl,
    databasePatienceMs: value('GUANTONG_DATABASE_PATIENCE'),
    secret: secret!,
    oldSecrets: [...beside, ...value('GUANTONG_SECRET_OLD')],
    cipher: value('GUANTONG_CIPHER'),
    publicUrl,
    trustProxy: value('GUANTONG_TRUST_PROXY'),
    tls,
    requireTls: value('GUANTONG_REQUIRE_TLS') ?? publicUrl.startsWith('https:'),
    metricsToken: value('GUANTONG_METRICS_TOKEN'),
    demoPassword: value('GUANTONG_DEMO_PASSWORD'),
    smtpUrl: value('SMTP_URL'),
    imapUrl: value('IMAP_URL'),
    s3Url: value('S3_URL'),
    clamd: value('GUANTONG_CLAMD'),
    takeUnscanned: value('GUANTONG_CLAMD_AWAY') === 'take',
    logTo: value('GUANTONG_LOG_TO'),
    logLevel: value('LOG_LEVEL'),
  }
  if (config.requireTls) demandTls(config)
  return config
}

function bothFiles(
  cert: string | undefined,
  key: string | undefined,
  ocsp: string | undefined,
): TlsFiles | undefined {
  if (cert && key) return { cert, key, ...(ocsp && { ocsp }) }
  if (!cert && !key && !ocsp) return undefined
  throw refuse('bad_setting', {
    zh: 'GUANTONG_TLS_CERT 与 GUANTONG_TLS_KEY 须同时设置',
    en: 'GUANTONG_TLS_CERT and GUANTONG_TLS_KEY go together',
  })
}

const oneOrMore = (keys: readonly string[]) => (keys.length > 0 ? keys : undefined)

/**
 * A variable, or the file that NAME_FILE names. Of an address in a file, where it lies: whoever connects
 * reads it anew.
 */
function readSetting(env: NodeJS.ProcessEnv, name: keyof typeof settings): unknown {
  const setting: (typeof settings)[typeof name] & { readonly mounted?: string; readonly initial?: string } =
    settings[name]
  const read = (value: string | undefined) =>
    (setting.read as (value: string | undefined, name: string) => unknown)(value, name)
  const file = setting.mounted && env[`${name}_FILE`]?.trim()
  if (!file) return read(env[name]?.trim() || setting.initial)
  if (env[name]?.trim()) throw twice(name)
  const value = read(readMounted(file, `${name}_FILE`))
  return setting.mounted === 'address' ? pathToFileURL(file).href : value
}

const twice = (name: string) =>
  refuse(
    'bad_setting',
    { zh: `${name} 与 ${name}_FILE 只能设置其一`, en: `Set either ${name} or ${name}_FILE, not both` },
    { field: name },
  )

/** Names of files that hold a secret, as vaults and orchestrators mount them. */
const mountedNames = new Set(
  Object.entries<{ readonly mounted?: string }>(settings).flatMap(([name, { mounted }]) =>
    mounted ? [`${name}_FILE`] : [],
  ),
)

/** Read by `npm run real` and never by the server: a shell that has it set starts the server all the same. */
const readElsewhere = 'GUANTONG_REAL_DATA'

/** A misspelt variable would otherwise be ignored in silence, and the wrong database or secret used. */
const refuseUnknown = (env: NodeJS.ProcessEnv): void => {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('GUANTONG_') || name in settings || mountedNames.has(name) || name === readElsewhere)
      continue
    const nearest = nearestSetting(name)
    throw refuse(
      'unknown_setting',
      {
        zh: `没有 ${name} 这个设置。您是要 ${nearest} 吗？`,
        en: `There is no setting ${name}. Did you mean ${nearest}?`,
      },
      { field: name },
    )
  }
}

const nearestSetting = (name: string): string => {
  const bare = (setting: string) => setting.replace(/^GUANTONG_/, '')
  const byDistance = Object.keys(settings).map((known) => ({
    known,
    steps: countEdits(bare(name), bare(known)),
  }))
  return byDistance.sort((a, b) => a.steps - b.steps)[0]!.known
}

/** Levenshtein's distance: single-letter insertions, deletions and replacements (V. Levenshtein, 1966). */
const countEdits = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const letter of a) {
    const next = [row[0]! + 1]
    for (let i = 1; i <= b.length; i++)
      next.push(Math.min(next[i - 1]! + 1, row[i]! + 1, row[i - 1]! + (letter === b[i - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
