import type { Socket } from 'node:net'
import pg from 'pg'
import { addressNow } from './addressNow.ts'
import { outageOf } from './outage.ts'

interface Probing {
  readonly url: string
  readonly patienceMs: number
  /** Whether anything came from the database over another connection since this was asked last. */
  readonly hears: () => boolean
  readonly answered: () => void
  readonly gone: (reason: string) => void
}

const tickMs = 50
const restTicks = 5

/** The socket of a connection, of which the driver's types tell no more than that it is a stream. */
export const socketOf = (client: pg.Client) => client.connection.stream as Socket

/**
 * Asks the database over a connection of its own whether it is there, a quarter of a second after each
 * answer. Time is counted in turns of the event loop, so that a process which was busy or stopped itself does
 * not take its own silence for that of the database.
 */
export function keepAsking({ url, patienceMs, hears, answered, gone }: Probing): { stop(): void } {
  let probe: pg.Client | null = null
  let question = 0
  let open = false
  let ticks = 0
  let stopped = false

  const ask = async (): Promise<void> => {
    const mine = ++question
    const known = probe !== null
    open = true
    ticks = 0
    hears()
    try {
      const client = probe ?? (await openProbe())
      if (mine !== question) return client === probe ? undefined : void socketOf(client).destroy()
      probe = client
      await client.query('select 1')
      if (mine !== question) return
      rest()
      answered()
    } catch (error) {
      if (mine === question) failed(error, known)
    }
  }
  const openProbe = async () => {
    const client = new pg.Client({
      connectionString: addressNow(url),
      keepAlive: true,
      application_name: 'guantong watch',
      connectionTimeoutMillis: patienceMs,
    })
    client.on('error', () => {
      if (client === probe && !open) void ask()
    })
    await client.connect()
    socketOf(client).unref()
    return client
  }
  const rest = () => {
    open = false
    ticks = 0
  }
  const drop = () => {
    question++
    rest()
    if (probe) socketOf(probe).destroy()
    probe = null
  }
  const failed = (error: unknown, known: boolean) => {
    drop()
    if (stopped) return
    if (known) return void ask() // one broken connection is none of the database
    // One without a connection to spare is there: it says so itself.
    if (outageOf(error)?.code === 'database_busy') answered()
    else gone(String(error))
  }
  const timer = setInterval(() => {
    if (open && hears()) ticks = 0
    ticks++
    if (!open && ticks >= restTicks) return void ask()
    if (!open || ticks * tickMs < patienceMs) return
    drop()
    gone(`silent for ${patienceMs} ms`)
  }, tickMs)
  timer.unref()
  return {
    stop() {
      stopped = true
      clearInterval(timer)
      drop()
    },
  }
}
