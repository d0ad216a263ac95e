import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Task } from './protocol.ts'

/** Starts the search thread from source through tsx, or from the built output. */
export function startThread(task: Task): Worker {
  const options = { workerData: task, execArgv: [] }
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./nestWorker.js', import.meta.url), options)
  const loader = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  )
  const entry = new URL('./nestWorker.ts', import.meta.url)
  const boot = `import(${JSON.stringify(loader.href)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`
  return new Worker(boot, { ...options, eval: true })
}
