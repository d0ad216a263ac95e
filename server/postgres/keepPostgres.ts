import { startPostgres, type PostgresOptions, type RunningPostgres } from './startPostgres.ts'

export interface KeptPostgres {
  readonly url: string
  readonly directUrl: string
  stop(): Promise<void>
}

const pauseFirstMs = 200
const pauseMaxMs = 3000
/** One that ran for less did not start well, and is not begun anew at once. */
const ranWellMs = 5000

/**
 * The PostgreSQL of a data folder for as long as this process lives: one that ends by whatever hand is
 * started again at the same address. Of several servers on the folder whichever comes first does it and is
 * its owner then, also when the owner before ended; the others join.
 * @example const postgres = await keepPostgres({ folder: 'data' })
 */
export async function keepPostgres(options: PostgresOptions): Promise<KeptPostgres> {
  let running = await startPostgres(options)
  const { url, directUrl } = running
  const port = Number(new URL(url).port)
  let stopping = false
  let starting: Promise<void> = Promise.resolve()

  const start = async () => {
    for (let pauseMs = pauseFirstMs; !stopping; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
      try {
        running = await startPostgres({ ...options, port })
        say(
          running.owned
            ? 'the embedded database was started again'
            : 'the embedded database was started again by another server',
          running,
        )
        if (running.url !== url)
          complain(new Error(`it listens on another port than ${port}: start this server anew`))
        return
      } catch (error) {
        complain(error)
        await pause(pauseMs)
      }
    }
  }
  const keep = async () => {
    while (!stopping) {
      const since = Date.now()
      await running.ended()
      if (stopping) return
      say('the embedded database ended and is started again', running)
      if (Date.now() - since < ranWellMs) await pause(pauseFirstMs)
      starting = start()
      await starting
    }
  }
  void keep()
  return {
    url,
    directUrl,
    async stop() {
      stopping = true
      await starting
      await running.stop()
    },
  }
}

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms).unref())

const say = (msg: string, { pid }: RunningPostgres) =>
  void process.stderr.write(`${JSON.stringify({ level: 40, msg, pid })}\n`)

const complain = (error: unknown) =>
  void process.stderr.write(
    `${JSON.stringify({
      level: 50,
      msg: '内置数据库无法启动，将继续重试 The embedded database cannot start; it is tried again',
      error: (error as Error).message,
    })}\n`,
  )
