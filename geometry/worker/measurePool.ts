import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { refuse } from '../../model/refuse.ts'
import type { MeasureOptions, Measurement } from '../measurement.ts'
import type { Answer, WorkerSettings } from './protocol.ts'

export interface PoolLimits {
  /** Workers at most; each holds one file at a time. */
  readonly size: number
  readonly timeoutMs: number
  /** Files after which a worker is replaced, because native memory never shrinks. */
  readonly filesPerWorker: number
  readonly queueMax: number
  readonly heapMegabytes: number
  readonly wasmMegabytes: number
}

const usual: PoolLimits = {
  size: Math.max(1, Math.min(2, availableParallelism() - 1)),
  timeoutMs: 60_000,
  filesPerWorker: 40,
  queueMax: 500,
  heapMegabytes: 1024,
  wasmMegabytes: 1024,
}

/** Why no answer came: too slow, too big, or the worker ended, with what it said. */
type Break = 'timeout' | 'memory' | `died: ${string}`

interface Job {
  readonly bytes: Uint8Array
  readonly options: MeasureOptions
  readonly resolve: (measurement: Measurement) => void
  readonly reject: (error: unknown) => void
}

interface Seat {
  readonly worker: Worker
  files: number
  settle?: ((outcome: Answer | Break) => void) | undefined
}

export interface MeasurePool {
  measure(bytes: Uint8Array, options: MeasureOptions): Promise<Measurement>
  close(): Promise<void>
}

/**
 * Worker threads for files of strangers. A file that hangs, eats memory or kills its reader costs its own
 * worker and gets a sentence; the others never notice. Idle workers do not keep the process alive.
 */
export function openPool(limits: Partial<PoolLimits> = {}): MeasurePool {
  const rules = { ...usual, ...limits }
  const idle: Seat[] = []
  const seats = new Set<Seat>()
  const queue: Job[] = []
  return {
    measure(bytes, options) {
      if (queue.length >= rules.queueMax) return Promise.reject(busy())
      return new Promise((resolve, reject) => {
        queue.push({ bytes, options, resolve, reject })
        next()
      })
    },
    async close() {
      for (const job of queue.splice(0)) job.reject(busy())
      idle.length = 0
      await Promise.all([...seats].map((seat) => seat.worker.terminate()))
    },
  }

  function next(): void {
    if (queue.length === 0) return
    const seat = idle.pop() ?? (seats.size < rules.size ? hire() : undefined)
    if (seat) void serve(seat, queue.shift()!)
  }

  function hire(): Seat {
    const settings: WorkerSettings = {
      wasm_bytes_max: rules.wasmMegabytes * 2 ** 20,
      wasm_bytes_spent: rules.wasmMegabytes * 2 ** 19,
    }
    const seat: Seat = { worker: startWorker(settings, rules.heapMegabytes), files: 0 }
    seats.add(seat)
    seat.worker.on('message', (answer: Answer) => seat.settle?.(answer))
    seat.worker.on('error', (error: Error & { code?: string }) =>
      seat.settle?.(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : `died: ${error.message}`),
    )
    seat.worker.on('exit', () => {
      dismiss(seat)
      seat.settle?.('died: exit')
    })
    return seat
  }

  function dismiss(seat: Seat): void {
    seats.delete(seat)
    const place = idle.indexOf(seat)
    if (place >= 0) idle.splice(place, 1)
  }

  async function serve(seat: Seat, job: Job): Promise<void> {
    const timeoutMs = job.options.timeoutMs ?? rules.timeoutMs
    seat.worker.ref()
    const outcome = await new Promise<Answer | Break>((settle) => {
      const timer = setTimeout(() => settle('timeout'), timeoutMs)
      seat.settle = (value) => {
        clearTimeout(timer)
        settle(value)
      }
      const { timeoutMs: _, ...options } = job.options
      const copy = new Uint8Array(job.bytes)
      seat.worker.postMessage({ bytes: copy, options }, [copy.buffer])
    })
    seat.settle = undefined
    const answer = typeof outcome === 'string' ? undefined : outcome
    if (!answer || answer.spent || ++seat.files >= rules.filesPerWorker) {
      dismiss(seat)
      await seat.worker.terminate()
    } else {
      seat.worker.unref()
      idle.push(seat)
    }
    tell(job, outcome, timeoutMs)
    next()
  }
}

function tell(job: Job, outcome: Answer | Break, timeoutMs: number): void {
  if (typeof outcome === 'string') job.reject(broken(outcome, timeoutMs))
  else if ('measurement' in outcome) job.resolve(outcome.measurement)
  else if ('refusal' in outcome)
    job.reject(refuse(outcome.refusal.code, outcome.refusal.sentence, outcome.refusal.details))
  else
    job.reject(
      /memory limit|out of memory|bad_alloc|OOM/i.test(outcome.failure)
        ? broken('memory', timeoutMs)
        : unreadable(outcome.failure),
    )
}

/** Built, the worker is plain JavaScript; in development it is TypeScript and starts through the loader. */
function startWorker(settings: WorkerSettings, heapMegabytes: number): Worker {
  const options = {
    workerData: settings,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  }
  const worker = import.meta.url.endsWith('.ts')
    ? new Worker(bootSource(new URL('./measureWorker.ts', import.meta.url)), { ...options, eval: true })
    : new Worker(new URL('./measureWorker.js', import.meta.url), options)
  worker.unref()
  return worker
}

function bootSource(entry: URL): string {
  const loader = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href
  return `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`
}

function broken(why: Break, timeoutMs: number) {
  const seconds = Math.round(timeoutMs / 1000)
  if (why === 'timeout')
    return refuse('drawing_timeout', {
      zh: `图纸在 ${seconds} 秒内没有测完，已停止；请简化模型或拆分后再试`,
      en: `The drawing was not measured within ${seconds} seconds and was stopped; please simplify or split the model`,
    })
  if (why === 'memory')
    return refuse('drawing_too_complex', {
      zh: '图纸过于复杂，超出测量的内存上限；请简化模型或拆分后再试',
      en: 'The drawing is too complex for the memory allowed; please simplify or split the model',
    })
  return unreadable(why)
}

const unreadable = (cause: string) =>
  refuse(
    'drawing_unreadable',
    {
      zh: '图纸无法读取，文件可能已损坏；请重新导出后再上传',
      en: 'The drawing cannot be read; the file may be damaged, please export it again',
    },
    { data: { cause } },
  )

const busy = () =>
  refuse(
    'measuring_busy',
    { zh: '测量任务太多，请稍后再试', en: 'Too many drawings are waiting; please try again later' },
    { status: 503 },
  )
