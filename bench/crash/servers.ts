import { spawn, type ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
// @ts-expect-error Plain JavaScript: it runs before anything is installed.
import { serverCommand } from '../../server/build/build.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A server process at one address, which is killed and started again. */
export interface CrashServer {
  readonly base: string
  pid(): number
  /** The hard way; started again at once unless told. */
  kill(again?: boolean): void
  freeze(): () => void
  ready(): Promise<boolean>
}

/** `ended` is told of a process that ended though nobody killed it. */
export async function startServer(
  env: NodeJS.ProcessEnv,
  { log, ended }: { readonly log: string; readonly ended: (how: string) => void },
): Promise<CrashServer> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child: ChildProcess
  const start = () => {
    const out = openSync(log, 'a')
    const [program, ...args] = serverCommand() as [string, ...string[]]
    const mine = spawn(program, args, {
      cwd: root,
      env: { ...process.env, LOG_LEVEL: 'error', ...env, PORT: String(port) },
      stdio: ['ignore', out, out],
    })
    mine.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') return
      ended(`the server at ${port} ended by itself (${signal ?? code}), see ${log}`)
      if (mine === child) start()
    })
    child = mine
  }
  start()
  return {
    base,
    pid: () => child.pid!,
    kill(again = true) {
      child.kill('SIGKILL')
      if (again) start()
    },
    freeze() {
      const frozen = child
      frozen.kill('SIGSTOP')
      return () => void frozen.kill('SIGCONT')
    },
    ready: () =>
      fetch(`${base}/readyz`, { signal: AbortSignal.timeout(3000) }).then(
        (answer) => answer.ok,
        () => false,
      ),
  }
}

/**
 * Below those that the system gives to outgoing connections: one of them could take it while the server is
 * down.
 */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer().once('error', () => resolve(freePort()))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)))
  })
