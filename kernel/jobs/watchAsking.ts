import type { WorkerEvents } from 'graphile-worker'

const lookEveryMs = 1000
const silentAfterMs = 8000

/**
 * A worker with nothing in hand asks for a job every second. Where none has asked for so long although one is
 * free, they wait for an answer that never comes, or are gone without the library having said so: whatever
 * lies waiting would lie for ever. Looks until it is stopped, and says so once.
 * @example const stop = watchAsking(events, { concurrency: 4 }, () => replace(runner))
 */
export function watchAsking(
  events: WorkerEvents,
  { concurrency, silentMs = silentAfterMs }: { readonly concurrency: number; readonly silentMs?: number },
  silent: () => void,
): () => void {
  let [asked, seen, inHand] = [Date.now(), Date.now(), 0]
  const ask = () => void (asked = Date.now())
  events.on('worker:getJob:start', ask)
  events.on('job:start', () => void inHand++)
  events.on('job:complete', () => {
    inHand--
    ask()
  })
  const lookMs = Math.min(lookEveryMs, silentMs)
  const timer = setInterval(() => {
    const now = Date.now()
    // A process that was held up itself has not been listening.
    if (now - seen > 3 * lookMs) asked = now
    seen = now
    if (now - asked < silentMs || inHand >= concurrency) return
    clearInterval(timer)
    silent()
  }, lookMs).unref()
  return () => clearInterval(timer)
}
