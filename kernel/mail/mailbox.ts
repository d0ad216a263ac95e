import { ImapFlow } from 'imapflow'
import { addressNow } from '../workspace/addressNow.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { readMailboxAddress } from './imapAddress.ts'
import { isRefusedLogin, reasonOf } from './imapFault.ts'
import { takeLease } from './lease.ts'
import { noteFailing, noteReading } from './mailboxState.ts'
import { readNew } from './readNew.ts'

export interface Mailbox {
  stop(): Promise<void>
}

export interface Patience {
  /** First pause after a failure; it doubles with each. */
  readonly pauseMs: number
  readonly pauseMaxMs: number
  /** How often a process that does not read asks whether it may. */
  readonly standbyMs: number
  /** How often is looked even though the server told of nothing. */
  readonly lookMs: number
}
/** The database broke our connection, or is away: asked again this soon, and then as soon as it is back. */
const brokenMs = 500
const usual: Patience = { pauseMs: 2000, pauseMaxMs: 5 * 60_000, standbyMs: 5000, lookMs: 60_000 }

/**
 * Reads a mailbox for as long as the server runs. Any number of processes may be told to: the one that holds
 * an advisory lock reads, the others stand by, and PostgreSQL lets the lock go with the process. Trouble is
 * shown to administrators and tried again with growing pauses.
 */
export function startMailbox(workspace: Workspace, url: string, patience: Patience = usual): Mailbox {
  readMailboxAddress(addressNow(url))
  const ending = new AbortController()
  const running = keepReading(workspace, url, patience, ending.signal)
  return {
    async stop() {
      ending.abort()
      await running
    },
  }
}

async function keepReading(
  workspace: Workspace,
  url: string,
  patience: Patience,
  ending: AbortSignal,
): Promise<void> {
  let pauseMs = patience.pauseMs
  while (!ending.aborted) {
    await Promise.race([workspace.database.back(), pause(patience.standbyMs, ending)])
    const lease = await takeLease(workspace).catch(() => undefined) // the database is away: everybody else says so
    if (!lease) {
      await pause(lease === null ? patience.standbyMs : brokenMs, ending)
      continue
    }
    const over = AbortSignal.any([ending, lease.lost])
    while (!over.aborted) {
      const failure = await session(workspace, url, patience, over, () => (pauseMs = patience.pauseMs))
      if (over.aborted) break
      // A connection that worked and ended is nothing to tell anybody: the next one will say whether it is.
      if (failure) await noteFailing(workspace, reasonOf(failure), isRefusedLogin(failure)).catch(() => {})
      complain(failure)
      await pause(pauseMs, over)
      pauseMs = Math.min(pauseMs * 2, patience.pauseMaxMs)
    }
    await lease.release()
  }
}

/**
 * One connection, until it ends: null when it ended by itself, else why. Never an error that might carry what
 * was sent to the server.
 */
async function session(
  workspace: Workspace,
  url: string,
  { lookMs }: Patience,
  over: AbortSignal,
  worked: () => void,
): Promise<unknown> {
  const address = readMailboxAddress(addressNow(url))
  const client = new ImapFlow({
    host: address.host,
    port: address.port,
    secure: address.secure,
    auth: { user: address.user, pass: address.password },
    logger: false,
    clientInfo: { name: 'Guantong' },
    connectionTimeout: 15_000,
    greetingTimeout: 10_000,
    socketTimeout: 120_000,
  })
  const ended = new AbortController()
  let trouble: unknown = null
  client.on('error', (error: unknown) => (trouble ??= error))
  client.on('close', () => ended.abort())
  const close = () => client.close()
  over.addEventListener('abort', close, { once: true })
  try {
    await client.connect()
    await client.mailboxOpen(address.folder)
    const told = bell()
    client.on('exists', told.ring)
    while (client.usable && !over.aborted) {
      told.reset()
      await readNew(workspace, client, address)
      await noteReading(workspace)
      worked()
      void client.idle().catch(() => {}) // a server without it is asked every minute
      await Promise.race([told.rung(), pause(lookMs, AbortSignal.any([over, ended.signal]))])
      if (client.usable && !over.aborted) await client.noop()
    }
    return trouble
  } catch (error) {
    return trouble ?? error
  } finally {
    over.removeEventListener('abort', close)
    client.close()
  }
}

/** New mail that is told of while we are reading is looked for right after. */
function bell() {
  let ring = () => {}
  let rung = Promise.resolve()
  const reset = () => void (rung = new Promise((resume) => (ring = resume)))
  reset()
  return { reset, ring: () => ring(), rung: () => rung }
}

const pause = (ms: number, over: AbortSignal) =>
  new Promise<void>((resume) => {
    if (over.aborted) return resume()
    const done = () => {
      clearTimeout(timer)
      over.removeEventListener('abort', done)
      resume()
    }
    const timer = setTimeout(done, ms)
    over.addEventListener('abort', done)
  })

const complain = (failure: unknown): void => {
  if (failure)
    process.stderr.write(
      `${JSON.stringify({ level: 40, msg: 'the mailbox cannot be read, trying again', reason: reasonOf(failure).en })}\n`,
    )
}
