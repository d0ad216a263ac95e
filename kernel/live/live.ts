import { sql } from 'kysely'
import type { Actor } from '../../model/index.ts'
import { rowCondition } from '../access/rows.ts'
import { eventsAfter, newestPlace, placeOf, type News } from '../events/outbox.ts'
import { fragment } from '../records/fragments.ts'
import { grouped } from '../records/grouped.ts'
import { holdConnection } from '../workspace/direct.ts'
import { channelOf } from '../workspace/signal.ts'
import { refresh, table, type Workspace } from '../workspace/workspace.ts'

export interface Listener {
  readonly actor: Actor
  send(event: 'record' | 'notice' | 'definitions', data: object): void
}

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
      await Promise.all(
        [...listeners].map((listener) => tell(workspace, listener, events.filter(isOfRecord))),
      )
      place = placeOf(last) // only now: what could not be told is told after the outage
    } catch {
      // the database is away for a moment; the next look tries again
    }
  }
  const hear = (payload: string) => {
    if (payload.startsWith('notice '))
      for (const listener of listeners)
        if (listener.actor.id === payload.slice(7)) listener.send('notice', {})
    if (payload === 'definitions') for (const listener of listeners) listener.send('definitions', {})
    if (payload === 'definitions' || payload === 'clock') void refresh(workspace).then(wake, () => {})
    else wake()
  }
  const held = await holdConnection(workspace, async (client) => {
    client.on('notification', (message) => workspace.signal.hear(message.payload ?? ''))
    await client.query(`listen "${channelOf(workspace.name)}"`)
    for (const listener of listeners)
      for (const missed of ['notice', 'definitions'] as const) listener.send(missed, {}) // perhaps said while nobody heard
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

/** Only records that the listener may read, at most once a batch. */
async function tell(
  workspace: Workspace,
  listener: Listener,
  events: readonly (News & OfRecord)[],
): Promise<void> {
  for (const [name, some] of grouped(events, (event) => event.object)) {
    const object = workspace.definitions.objects[name]
    const condition =
      object && rowCondition(workspace.definitions, workspace, object, listener.actor, 'read', 't')
    if (!condition) continue
    const ids = [...new Set(some.map((event) => event.record))]
    const { rows } = await sql<{
      id: string
    }>`select t.id from ${table(workspace, name)} t where t.id = any(${ids}::uuid[]) and (${fragment(condition)})`.execute(
      workspace.db,
    )
    const visible = new Set(rows.map((row) => row.id))
    for (const id of visible)
      listener.send('record', { object: name, id, name: some.findLast((event) => event.record === id)!.name })
  }
}
