import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { refuse } from '../../model/refuse.ts'
import type { ReceivedMail } from './receivedMail.ts'

const timeoutMs = 30_000
const heapMegabytes = 512

/**
 * Reads a mail as it came from the server, in a thread that knows no secret and is given up when it takes too
 * long or too much: whoever knows our address may send us anything.
 * @throws Refusal mail_unreadable
 */
export async function readSource(source: Uint8Array, now: Date): Promise<ReceivedMail> {
  const worker = startWorker({ source, now })
  const timer = setTimeout(() => void worker.terminate(), timeoutMs)
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', (error) => reject(unreadable(error.name)))
      worker.once('exit', () => reject(unreadable('timeout')))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

const unreadable = (why: string) =>
  refuse('mail_unreadable', { zh: `邮件无法读取（${why}）`, en: `The mail cannot be read (${why})` })

/** Built, the worker is plain JavaScript; in development it is TypeScript and starts through the loader. */
function startWorker(workerData: object): Worker {
  const options = {
    workerData,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  }
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./mailWorker.js', import.meta.url), options)
  const loader = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href
  const entry = new URL('./mailWorker.ts', import.meta.url).href
  return new Worker(
    `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}) })`,
    { ...options, eval: true },
  )
}
