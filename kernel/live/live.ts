import type { Actor } from '../../model/index.ts'
import { eventsAfter, newestPlace, placeOf, type News } from '../events/outbox.ts'
import { grouped } from '../records/grouped.ts'
import { holdConnection } from '../workspace/direct.ts'
import { channelOf } from '../workspace/signal.ts'
import { refresh, type Workspace } from '../workspace/workspace.ts'
import { readableBy } from './readers.ts'

export interface Listener {
  readonly actor: Actor
  /** Text of server-sent events, see `message`. */
  send(messages: string): void
}

/** An event as it goes over the wire. */
export const message = (event: 'record' | 'notice' | 'definitions', data: object): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

/** What other processes and other connections wrote, told to this process as it happens. */
export interface Live {
  /** Called whenever something was written, and every two seconds in any case. */
  onWake(told: () => void): void
  listen(listener: Listener): () => void
  stop(): Promise<void>
}

const lookEveryMs = 2000
const gatherMs = 100

/**
 * Listens on a connection held for it; NOTIFY only wakes, the data is read from the outbox under each
 * listener's grant.
 */
export async function startLive(workspace: Workspace): Promise<Live> {
  const wakers: (() => void)[] = []
  const listeners = new Set<Listener>()
  let place = await newestPlace(workspace)
  let timer: NodeJS.Timeout | null = null
  let delivery = Promise.resolve()

  const wake = () => {
    for (const told of wakers) told()
    timer ??= setTimeout(() => {
      timer = null
      delivery = delivery.then(deliver)
    }, gatherMs)
  }
  const deliver = async () => {
    try {
      const events = await eventsAfter(workspace, place, { most: 1000 })
      const last = events.at(-1)
      if (!last) return
      await tell(workspace, [...listeners], events.filter(isOfRecord))
      place = placeOf(last) // only now: what could not be told is told after the outage
    } catch {
      // the database is away for a moment; the next look tries again
    }
  }
  const hear = (payload: string) => {
    if (payload.startsWith('notice '))
      for (const listener of listeners)
        if (listener.actor.id === payload.slice(7)) listener.send(message('notice', {}))
    if (payload === 'definitions') for (const listener of listeners) listener.send(message('definitions', {}))
    if (payload === 'definitions' || payload === 'clock') void refresh(workspace).then(wake, () => {})
    else wake()
  }
  const held = await holdConnection(workspace, async (client) => {
    client.on('notification', (message) => workspace.signal.hear(message.payload ?? ''))
    await client.query(`listen "${channelOf(workspace.name)}"`)
    for (const listener of listeners) listener.send(message('notice', {}) + message('definitions', {})) // perhaps said while nobody heard
    wake()
  })
  const deaf = workspace.signal.listen(hear)
  const leave = workspace.database.onBack(wake)
  const looking = setInterval(wake, lookEveryMs)
  return {
    onWake: (told) => void wakers.push(told),
    listen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async stop() {
      deaf()
      leave()
      clearInterval(looking)
      if (timer) clearTimeout(timer)
      await held.stop()
    },
  }
}

type OfRecord = { readonly object: string; readonly record: string }
const isOfRecord = <T extends News>(news: T): news is T & OfRecord => Boolean(news.object && news.record)

/**
 * To each listener the records that it may read, at most once a batch; written out once for all of them, and
 * one piece for each.
 */
async function tell(
  workspace: Workspace,
  listeners: readonly Listener[],
  events: readonly (News & OfRecord)[],
): Promise<void> {
  if (listeners.length === 0) return
  const told = listeners.map(() => '')
  for (const [name, some] of grouped(events, (event) => event.object)) {
    const object = workspace.definitions.objects[name]
    if (!object) continue
    const last = new Map(some.map((event) => [event.record, event.name]))
    const actors = listeners.map(({ actor }) => actor)
    const readable = await readableBy(workspace, object, actors, [...last.keys()])
    const written = new Map(
      [...last].map(([id, event]) => [id, message('record', { object: name, id, name: event })]),
    )
    readable.forEach((ids, i) => {
      for (const id of ids) told[i] += written.get(id)!
    })
  }
  listeners.forEach((listener, i) => {
    if (told[i]) listener.send(told[i])
  })
}
