import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface RunningServer {
  readonly base: string
  readonly process: ChildProcess
  /** From spawn to the first `/readyz`, in milliseconds. */
  readonly readyMs: number
  stop(signal?: NodeJS.Signals): Promise<void>
}

const built = fileURLToPath(new URL('../dist/server/main.js', import.meta.url))

/** Starts the built server in a process of its own and waits until it is ready. */
export async function startServer({
  data,
  env = {},
}: {
  data: string
  env?: Record<string, string>
}): Promise<RunningServer> {
  if (!existsSync(built)) throw new Error('Build first: npm run build')
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [built], {
    env: { ...process.env, PORT: String(port), GUANTONG_DATA: data, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const base = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`)
    const ready = await fetch(`${base}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) break
    await sleep(20)
  }
  return {
    base,
    process: child,
    readyMs: performance.now() - began,
    stop: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        child.once('exit', () => resolve())
        child.kill(signal)
      }),
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

/** Resident memory of a process in MiB (Linux). */
export const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
