import type { QueryClient } from '@tanstack/react-query'

/** At most one refresh of a kind in this time, however many changes rush in. */
const restMs = 1000

/**
 * A stream that was refused, as while the database is away, is given up by the browser: we ask for a new one
 * after this time.
 */
const againMs = 2000

/**
 * Listens to what others change and lets the screens fetch again what they show. A stream that breaks is
 * opened again.
 */
export function listenLive(client: QueryClient): () => void {
  let stream: EventSource
  let opening: ReturnType<typeof setTimeout> | undefined
  const pending = new Map<string, readonly unknown[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (...keys: (readonly unknown[])[]) => {
    for (const key of keys) pending.set(JSON.stringify(key), key)
    timer ??= setTimeout(() => {
      timer = undefined
      for (const key of pending.values()) void client.invalidateQueries({ queryKey: key })
      pending.clear()
    }, restMs)
  }
  const open = (isAgain: boolean) => {
    stream = new EventSource('/api/live')
    stream.addEventListener('record', (event) => later(...keysOf(event.data)))
    stream.addEventListener('notice', () => later(['notices'], ['tasks']))
    stream.addEventListener('definitions', () => later(['definitions']))
    // Whatever changed while nobody told us.
    if (isAgain) stream.addEventListener('open', () => void client.invalidateQueries())
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) opening = setTimeout(open, againMs, true)
    })
  }
  open(false)
  return () => {
    clearTimeout(timer)
    clearTimeout(opening)
    stream.close()
  }
}

/** @example keysOf('{"object":"lead","id":"1"}') // [['records','lead'], ['record','lead','1'], ...] */
export function keysOf(data: string): (readonly unknown[])[] {
  const { object, id } = readJson(data)
  if (!object) return []
  const own = id
    ? [
        ['record', object, id],
        ['timeline', object, id],
        ['files', object, id],
      ]
    : []
  return [['records', object], ...own, ...(object === 'task' ? [['tasks']] : [])]
}

function readJson(data: string): { object?: string; id?: string } {
  try {
    return (JSON.parse(data) ?? {}) as { object?: string; id?: string }
  } catch {
    return {}
  }
}
