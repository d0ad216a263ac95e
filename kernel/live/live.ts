import pg from 'pg'
import { sql } from 'kysely'
import type { Actor } from '../../model/index.ts'
import { rowCondition } from '../access/grants.ts'
import { eventsAfter, newestPlace, placeOf, type News } from '../events/outbox.ts'
import { fragment } from '../records/fragments.ts'
import { grouped } from '../records/grouped.ts'
import { channelOf } from './signal.ts'
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

/** Listens on a connection of its own; NOTIFY only wakes, the data is read from the outbox under each listener's grant. */
export async function startLive(workspace: Workspace): Promise<Live> {
  const wakers: (() => void)[] = []
  const listeners = new Set<Listener>()
  let place = await newestPlace(workspace)
  let timer: NodeJS.Timeout | null = null
  let stopped = false

  const wake = () => {
    for (const told of wakers) told()
    timer ??= setTimeout(() => {
      timer = null
      void deliver()
    }, gatherMs)
  }
  const deliver = async () => {
    try {
      const events = await eventsAfter(workspace, place, { most: 1000 })
      const last = events.at(-1)
      if (!last) return
      place = placeOf(last)
      await Promise.all([...listeners].map((listener) => tell(workspace, listener, events.filter(isOfRecord))))
    } catch {
      // the database is away for a moment; the next look tries again
    }
  }
  const hear = (payload: string) => {
    if (payload.startsWith('notice ')) for (const listener of listeners) if (listener.actor.id === payload.slice(7)) listener.send('notice', {})
    if (payload === 'definitions') for (const listener of listeners) listener.send('definitions', {})
    if (payload === 'definitions' || payload === 'clock') void refresh(workspace).then(wake, () => {})
    else wake()
  }
  const deaf = workspace.signal.listen(hear)
  const outside = (payload: string) => workspace.signal.hear(payload)
  let client = await connect(workspace, outside, () => void reconnect())
  const reconnect = async (): Promise<void> => {
    while (!stopped) {
      await new Promise((resume) => setTimeout(resume, 1000))
      try {
        client = await connect(workspace, outside, () => void reconnect())
        return wake()
      } catch {
        // still away
      }
    }
  }
  const looking = setInterval(wake, lookEveryMs)
  return {
    onWake: (told) => void wakers.push(told),
    listen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async stop() {
      stopped = true
      deaf()
      clearInterval(looking)
      if (timer) clearTimeout(timer)
      await client.end().catch(() => {})
    },
  }
}

async function connect(workspace: Workspace, hear: (payload: string) => void, lost: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: workspace.directUrl, keepAlive: true })
  client.on('error', lost)
  await client.connect()
  client.on('notification', (message) => hear(message.payload ?? ''))
  await client.query(`listen "${channelOf(workspace.name)}"`)
  return client
}

type OfRecord = { readonly object: string; readonly record: string }
const isOfRecord = <T extends News>(news: T): news is T & OfRecord => Boolean(news.object && news.record)

/** Only records that the listener may read, at most once a batch. */
async function tell(workspace: Workspace, listener: Listener, events: readonly (News & OfRecord)[]): Promise<void> {
  for (const [name, some] of grouped(events, (event) => event.object)) {
    const object = workspace.definitions.objects[name]
    const condition = object && rowCondition(workspace.definitions, workspace, object, listener.actor, 'read', 't')
    if (!condition) continue
    const ids = [...new Set(some.map((event) => event.record))]
    const { rows } = await sql<{ id: string }>`select t.id from ${table(workspace, name)} t where t.id = any(${ids}::uuid[]) and (${fragment(condition)})`.execute(workspace.db)
    const visible = new Set(rows.map((row) => row.id))
    for (const id of visible) listener.send('record', { object: name, id, name: some.findLast((event) => event.record === id)!.name })
  }
}
