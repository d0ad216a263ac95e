import { availableParallelism } from 'node:os'
import { refuse } from '../../model/refuse.ts'
import { checkLayout } from './checkLayout.ts'
import { checkInstance } from './checkInstance.ts'
import type { NestInstance, NestResult } from './instance.ts'
import { describeLayout, type Layout } from './layout.ts'
import { readProblem, widenItems } from './problem.ts'
import type { Answer, Order, Task } from './protocol.ts'
import { shelveSheets, shelveStrip } from './shelf.ts'
import { tidyInstance } from './tidyInstance.ts'
import { startThread } from './startThread.ts'

export interface NestOptions {
  /** Wall clock for the whole search. */
  seconds: number
  seed: number
  threads?: number
  /** Stops with the best layout so far. */
  signal?: AbortSignal
  /** Called with every better layout, already verified. */
  onProgress?: (best: NestResult) => void
  /** Ends after so many moves a thread; with it the answer depends on seed and threads alone. */
  moves?: number
}

/**
 * Lays the parts on the strip or the sheets. Refuses what cannot be laid; never returns a layout
 * that `checkLayout` faults.
 *
 * @example const { density, placements } = await nest(instance, { seconds: 60, seed: 1, threads: 2 })
 */
export async function nest(asked: NestInstance, options: NestOptions): Promise<NestResult> {
  const from = Date.now()
  const instance = tidyInstance(asked)
  checkInstance(instance)
  const widened = await widenItems(instance)
  const problem = readProblem(instance, widened)
  const cancel = new SharedArrayBuffer(4)
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1)
  options.signal?.addEventListener('abort', stop)
  if (options.signal?.aborted) stop()
  let best: { layout: Layout; result: NestResult } | undefined
  const offer = (layout: Layout | null, settled = false): void => {
    if (!layout || (best && (settled ? layout.cost > best.layout.cost : layout.cost >= best.layout.cost)))
      return
    const result = describeLayout(instance, problem, layout, (Date.now() - from) / 1000)
    if (checkLayout(instance, result).length > 0) return
    const better = !best || layout.cost < best.layout.cost
    best = { layout, result }
    if (better) options.onProgress?.(result)
  }
  const start = instance.sheets
    ? shelveSheets(problem, instance)
    : shelveStrip(problem, instance.strip_height!)
  offer(start)
  const until = from + 1000 * options.seconds
  const tasks = Array.from(
    { length: options.threads ?? Math.min(2, availableParallelism()) },
    (_, stream): Task => ({
      instance,
      widened,
      start,
      seed: options.seed,
      stream,
      until,
      explore_until: from + 800 * options.seconds,
      moves: options.moves,
      cancel,
    }),
  )
  try {
    await runThreads(tasks, offer, options.signal)
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
  if (!best && instance.sheets && !start)
    throw refuse(
      'nesting_not_enough_sheets',
      {
        zh: '现有板料排不下全部零件，请增加板料或减少数量',
        en: 'The sheets in stock do not take all parts: add sheets or nest fewer',
      },
      { field: 'sheets' },
    )
  if (!best)
    throw refuse('nesting_unverified', {
      zh: '没有得到通过校验的排样，请检查零件轮廓是否自交',
      en: 'No layout passed the check: look for contours that cross themselves',
    })
  return { ...best.result, seconds: (Date.now() - from) / 1000 }
}

/**
 * All threads explore, then all compress the best of what they found. What arrives on the way is news;
 * what the phases end with settles, in the order of the threads, so that timing does not choose among equals.
 */
async function runThreads(
  tasks: Task[],
  offer: (layout: Layout | null, settled?: boolean) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const guard = startGuard(tasks[0]!.until, signal)
  const threads = tasks.map(startThread)
  const reach = (kind: 'explored' | 'done') =>
    Promise.all(
      threads.map(
        (thread) =>
          new Promise<Layout | null>((resolve, reject) => {
            thread.on('error', reject)
            thread.on('message', (answer: Answer) => {
              if (answer.kind === 'found') offer(answer.layout)
              else if (answer.kind === kind) resolve(answer.layout)
            })
          }),
      ),
    )
  try {
    const explored = await Promise.race([reach('explored'), guard.late])
    if (!explored) return
    const layout = cheapest(explored)
    offer(layout, true)
    const done = Promise.race([reach('done'), guard.late])
    for (const thread of threads) thread.postMessage({ layout } satisfies Order, [])
    offer(cheapest((await done) ?? []), true)
  } finally {
    guard.end()
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** How long threads may run on after the time is up or the search is given up. */
const grace_ms = 500

/**
 * A thread looks at the clock between two moves, but a move may first have to table pairs of toothed
 * outlines, a second each: past the grace the threads are ended and what was found so far stands.
 */
function startGuard(
  until: number,
  signal: AbortSignal | undefined,
): { late: Promise<null>; end: () => void } {
  let ring = (): void => {}
  const late = new Promise<null>((resolve) => {
    ring = () => resolve(null)
  })
  const timers = [setTimeout(ring, Math.max(0, until - Date.now()) + grace_ms)]
  const givenUp = (): void => void timers.push(setTimeout(ring, grace_ms))
  if (signal?.aborted) givenUp()
  signal?.addEventListener('abort', givenUp)
  return {
    late,
    end: () => {
      timers.forEach(clearTimeout)
      signal?.removeEventListener('abort', givenUp)
    },
  }
}

function cheapest(layouts: (Layout | null)[]): Layout | null {
  return layouts.reduce(
    (best, layout) => (layout && (!best || layout.cost < best.cost) ? layout : best),
    null,
  )
}
