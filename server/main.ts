import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shippedPassword } from '../kernel/auth/demoPassword.ts'
import { closePdf } from '../kernel/documents/pdf.ts'
import { sendLog } from '../kernel/http/logSender.ts'
import { logStream } from '../kernel/http/logStream.ts'
import { makeServer } from '../kernel/http/server.ts'
import { runHouse } from '../kernel/house.ts'
import { startLive } from '../kernel/live/live.ts'
import { startMailbox } from '../kernel/mail/mailbox.ts'
import { noteReading } from '../kernel/mail/mailboxState.ts'
import { Refusal } from '../model/index.ts'
import { readConfig, type Config } from './config.ts'
import { openMain } from './openMain.ts'
import { patiently } from './patiently.ts'
import { listening, requireFreePort } from './portFree.ts'
import { demoPeople, seedDemo } from './seed/demo.ts'

const started = performance.now()

// A log that cannot be written, as on a full disk, is no reason to end.
for (const out of [process.stdout, process.stderr]) out.on('error', () => {})

/** Starts everything in the order in which it is needed; stopping goes the other way round. */
async function serve(): Promise<void> {
  const config = readConfig(process.env)
  await requireFreePort(config)
  const sender = config.logTo === undefined ? null : sendEverything(config.logTo)
  const main = await openMain(config)
  const { workspace } = main
  await patiently(() => seedDemo(workspace, config.demoPassword))
  const live = await patiently(() => startLive(workspace))
  const house = await patiently(() => runHouse(workspace, live))
  const mailbox = config.imapUrl
    ? startMailbox(workspace, config.imapUrl)
    : await patiently(() => noteReading(workspace)).then(() => null)
  const { logLevel, trustProxy, tls, metricsToken } = config
  const app = await makeServer({
    workspace,
    live,
    webFolder: webFolder(),
    logLevel,
    trustProxy,
    tls,
    metricsToken,
    ...(sender && { logTo: sender.logTo, logLost: sender.lost }),
  })
  await listening(config, () => app.listen({ port: config.port, host: config.host }))
  greet(config)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), 15_000).unref()
    await app.close()
    await mailbox?.stop()
    await live.stop()
    await house.stop()
    closePdf()
    await main.close()
    await sender?.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

/**
 * What the server writes of requests, and what its parts write to the standard error, goes to the collector
 * too.
 */
function sendEverything(address: string) {
  const sender = sendLog(address)
  const write = process.stderr.write.bind(process.stderr)
  process.stderr.write = ((text: string | Uint8Array, ...rest: []) => {
    sender.write(String(text))
    return write(text, ...rest)
  }) as typeof process.stderr.write
  const logTo = {
    write(line: string) {
      sender.write(line)
      logStream.write(line)
    },
  }
  return { ...sender, logTo }
}

/**
 * Built code sits in dist/server, the built web app in dist/web; in development the same folder is two levels
 * up.
 */
function webFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  return here.includes(join('dist', 'server')) ? join(here, '..', 'web') : join(here, '..', 'dist', 'web')
}

const hereOnly =
  '演示密码只在本机有效；供其他电脑使用请设置 GUANTONG_DEMO_PASSWORD 和 HOST=0.0.0.0。This password answers on this machine only; for others set GUANTONG_DEMO_PASSWORD and HOST=0.0.0.0.'

function greet(config: Config): void {
  const lines = [
    `贯通 Guantong  ${config.tls ? 'https' : 'http'}://localhost:${config.port}   (${Math.round(performance.now() - started)} ms)`,
    `演示账号 demo logins, 密码 password: ${config.demoPassword}`,
    ...(config.demoPassword === shippedPassword ? [hereOnly] : []),
    ...demoPeople.map((person) => `  ${person.login.padEnd(34)} ${person.name}  ${person.title}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

serve().catch((error: unknown) => {
  const sentence =
    error instanceof Refusal
      ? `${error.sentence.zh}\n${error.sentence.en ?? ''}`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
})
